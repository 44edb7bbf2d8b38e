import type { ChangeKind } from '../../domain/account-change.ts';
import { convertTrial } from './convert-trial.ts';
import type { Kind } from './kind.ts';

/** Every kind of change, a line each. */
const kinds: Readonly<Record<ChangeKind, Kind>> = {
  convert_trial: convertTrial,
};

export const kindOf = ({ kind }: { readonly kind: ChangeKind }): Kind => kinds[kind];
