/**
 * Whether a member of a provider's own JSON is named like something that only its owner should see: keys, passwords, tokens,
 * pins, numbers of cards and bank accounts. However the name is written: `clientSecret`, `CLIENT_SECRET`, `client-secret`.
 */
export const isCredentialName = (name: string): boolean => {
  const words = name
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const letters = words.join('');
  return (
    words.some((word) => secretWords.has(word)) ||
    lastWords.has(words.at(-1) ?? '') ||
    secretParts.test(letters) ||
    secretEnds.test(letters) ||
    secretCodes.test(letters) ||
    secretNumbers.test(letters) ||
    cardNumberWords.test(words.join(' '))
  );
};

/** Too short to be looked for inside of other words. */
const secretWords: ReadonlySet<string> = new Set([
  ...['pin', 'pwd', 'otp', 'totp', 'jwt', 'token', 'tokens', 'bearer', 'credential', 'credentials', 'secrets'],
  ...['cvv', 'cvv2', 'cvc', 'cvc2', 'cvn', 'csc', 'ssn', 'iban', 'pan', 'psw', 'pswd'],
]);

/** Secret as a whole name or at its end (`db_pass`, `proxyAuth`); in front they say what something else is about. */
const lastWords: ReadonlySet<string> = new Set(['pass', 'auth']);

/** A secretary is none. */
const secretParts =
  /passw(?:or)?d|passphrase|passcode|passkey|secret(?!ar)|credential|apikey|authkey|privatekey|secretkey|accesskey|socialsecurity|trackdata|connectionstring/;

const secretEnds =
  /(?:(?:access|refresh|id|auth|api|bearer|session|security|csrf|payment|card|client|user)token|(?:client|shared|session|signing|signature|security|encryption|master|webhook|partner|consumer|hmac|license)key|authorization|(?:user|db|ftp|smtp|http)pass|(?:basic|http|proxy|smtp)auth|cookie|sessionid|assertion)s?$/;

/** What is printed on a card or typed beside a password. */
const secretCodes =
  /(?:security|verification|auth|authorization|authentication|access|cvv2?|cvc2?|cvn|^pin)(?:code|no|nr|num|number|value)$|security(?:answer|question)$/;

/** Aria's `acct_no` is the id of an account and no secret; `bank_acct_no` is one. */
const secretNumbers =
  /(?:^cc|creditcard|debitcard|paymentcard|^card|bankacct|bankaccount|bankrouting|routing|primaryaccount|primaryacct)(?:no|nr|num|nbr|number)$|^(?:creditcard|debitcard|bankaccount)$/;

const cardNumberWords = /\b(?:cc|card) (?:no|nr|num|nbr|number)$/;
