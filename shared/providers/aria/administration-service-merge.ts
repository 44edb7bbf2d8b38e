import type { ServicePatch } from '../../domain/plan-administration.ts';
import type { FieldError } from '../../domain/problem.ts';
import type { ReadPlanState } from './administration-plan-state.ts';
import {
  type AriaSettings,
  serviceFields,
  serviceIdentification,
  serviceTypeOf,
  taxGroupErrors,
  toRate,
} from './administration-words.ts';
import type { PlanServiceState, Rate } from './administration-write.ts';

export interface ServiceMergeOptions {
  /** Where the amount of each schedule of the request stands in the caller's lists. */
  readonly amountPositions: readonly number[];
  readonly settings: AriaSettings;
}

/** The services of a plan with those of a patch: each named one changed, the others as they are, new ones behind. */
export const mergeServices = (
  { state, serviceNames }: ReadPlanState,
  patches: readonly ServicePatch[],
  { amountPositions, settings }: ServiceMergeOptions,
): { readonly services: readonly PlanServiceState[]; readonly errors: readonly FieldError[] } => {
  const targets = patches.map((patch) => state.services.findIndex((service) => isNamedBy(service, patch)));
  const isPriceNew = amountPositions.length > state.schedules.length;
  const toTiers = ({ tiers = [] }: ServicePatch): Rate[][] =>
    tiers.map((tier) => amountPositions.map((position) => toRate(tier, tier.amounts[position] ?? '')));

  const existing = state.services.map((service, index) => {
    const patch = patches[targets.indexOf(index)];
    return patch === undefined
      ? service
      : {
          fields: { ...service.fields, ...serviceFields(patch, settings) },
          tiers: patch.tiers === undefined ? service.tiers : toTiers(patch),
        };
  });
  const added = patches
    .filter((_, position) => targets[position] === -1)
    .map((patch) => ({
      fields: { ...serviceIdentification(patch), ...serviceFields(patch, settings) },
      tiers: toTiers(patch),
    }));

  return {
    services: [...existing, ...added],
    errors: [
      ...taxGroupErrors(patches),
      ...patches.flatMap((patch, position) => {
        const target = targets[position] ?? -1;
        const service = state.services[target];
        return service === undefined
          ? newServiceErrors(patch, position, serviceNames)
          : existingServiceErrors(patch, { position, service, name: serviceNames[target] ?? null, settings });
      }),
      ...targets.flatMap((target, position) =>
        target !== -1 && targets.indexOf(target) < position
          ? [{ path: `services.${position}`, message: 'names the same service as one before it' }]
          : [],
      ),
      ...(isPriceNew ? state.services : [])
        .filter((_, index) => patches[targets.indexOf(index)]?.tiers === undefined)
        .map(({ fields }) => ({
          path: 'services',
          message: `must hold the tiers of every service, because a price is new: ${fields.service_no} is missing`,
        })),
    ],
  };
};

const isNamedBy = ({ fields }: PlanServiceState, { id, code }: ServicePatch): boolean =>
  (id !== undefined && fields.service_no === id) || (code !== undefined && fields.client_service_id === code);

const newServiceErrors = (
  patch: ServicePatch,
  position: number,
  serviceNames: readonly (string | null)[],
): FieldError[] => [
  ...(['type', 'tiers'] as const)
    .filter((member) => patch[member] === undefined)
    .map((member) => ({
      path: `services.${position}.${member}`,
      message: 'is required for a service that the plan does not have',
    })),
  ...(patch.name !== undefined && serviceNames.includes(patch.name)
    ? [{ path: `services.${position}.name`, message: 'is that of a service of the plan: name that by its id' }]
    : []),
];

interface ExistingService {
  readonly position: number;
  readonly service: PlanServiceState;
  readonly name: string | null;
  readonly settings: AriaSettings;
}

const existingServiceErrors = (
  patch: ServicePatch,
  { position, service, name, settings }: ExistingService,
): FieldError[] => [
  ...(patch.type !== undefined && serviceTypeOf(patch.type, settings) !== service.fields.service_type
    ? [{ path: `services.${position}.type`, message: 'cannot be changed' }]
    : []),
  // edit_plan_m does not rename services.
  ...(patch.name !== undefined && patch.name !== name
    ? [{ path: `services.${position}.name`, message: 'cannot be changed' }]
    : []),
];
