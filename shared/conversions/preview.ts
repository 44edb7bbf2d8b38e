import type { Connection } from '../connections/connections.ts';
import type { ConversionPreview, ConversionRequest } from '../domain/conversion.ts';
import { unsupportedOperation } from '../domain/operation.ts';
import type { Draft, NativePreview } from '../domain/provider.ts';
import { failed, type Result, success } from '../domain/result.ts';
import { checkConversionRequest, prepareConversion } from './prepare.ts';

/**
 * What a conversion would do, without doing it: by the provider's own simulation where it has one, else computed from what
 * the account is on. Fails as the conversion itself would before its write.
 */
export const previewConversion = async (
  connection: Connection,
  accountId: string,
  request: ConversionRequest,
): Promise<Result<ConversionPreview>> => {
  const checked = checkConversionRequest(connection, request);
  if (!checked.ok) {
    return checked;
  }
  const prepared = await prepareConversion(connection, accountId, checked.value);
  if (!prepared.ok) {
    return prepared;
  }
  const { before } = prepared.value;
  if (prepared.value.kind === 'already_converted') {
    const { warnings } = prepared.value;
    const after = { planId: before.planId, status: before.status };
    return success({ preview: { kind: 'computed', before, after, charges: null, warnings: [...warnings] } });
  }
  const { write } = prepared.value;
  const simulated = await simulate(connection, write);
  if (!simulated.ok) {
    return simulated;
  }
  const native = simulated.value;
  return success({
    preview: {
      kind: native === null ? 'computed' : 'native',
      before,
      after: { planId: write.wantedPlanId ?? before.planId, status: 'active' },
      charges: native?.charges ?? null,
      warnings: [...write.warnings, ...(native?.warnings ?? [])],
    },
  });
};

const simulate = (connection: Connection, write: Draft): Promise<Result<NativePreview | null>> =>
  connection.run<NativePreview | null>(({ conversion }) =>
    conversion === undefined
      ? Promise.resolve(failed(unsupportedOperation(connection, 'convert-trial')))
      : (conversion.preview?.(write) ?? Promise.resolve(success(null))),
  );
