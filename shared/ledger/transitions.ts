import type { ChangeRecord } from './record.ts';

type Phase = ChangeRecord['phase'];

export interface Transition {
  /** Null where the account had no change before. */
  readonly from: Phase | null;
  readonly to: Phase;
  readonly why: string;
}

/**
 * Every step that a record may take. The simulation holds each put against it, and the picture of the decision record is
 * printed from it.
 */
export const transitions: readonly Transition[] = [
  { from: null, to: 'claimed', why: 'a request takes the account' },
  { from: 'settled', to: 'claimed', why: 'the next request takes it; the settled one moves to items of its own' },
  { from: 'claimed', to: 'claimed', why: 'the same request again, after the lease of the first ran out' },
  { from: 'claimed', to: 'settled', why: 'nothing to send, refused before sending, or abandoned' },
  { from: 'claimed', to: 'writing', why: 'the write is put down before it is sent' },
  {
    from: 'writing',
    to: 'settled',
    why: 'a read proves the outcome, the provider refused, or no time was left to send',
  },
  { from: 'writing', to: 'unproven', why: 'answered or given up without proof, or its holder vanished' },
  { from: 'writing', to: 'writing', why: 'its holder vanished: the one repeat, after the settle time' },
  { from: 'unproven', to: 'unproven', why: 'looked at in vain' },
  { from: 'unproven', to: 'writing', why: 'the one repeat, after the settle time' },
  { from: 'unproven', to: 'settled', why: 'a read proves the outcome, or nobody will ever know' },
  { from: 'settled', to: 'settled', why: 'its event is told' },
];

export const isAllowed = (from: Phase | null, to: Phase): boolean =>
  transitions.some((transition) => transition.from === from && transition.to === to);
