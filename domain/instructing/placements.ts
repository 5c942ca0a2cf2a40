import type { Instruction } from '../instructions.js';
import { refuse, type Decided, type Situation } from './change.js';

type Move = Extract<Instruction, { kind: 'acknowledge-placement' | 'recall-placement' | 'return-placement' }>;

/** Moves a placement on: the third party took it, it is called back, or it came back. */
export function movePlacement(asked: Move, { facts, subject }: Situation): Decided {
  if (subject?.of !== 'placement') return refuse('NO_SUCH_PLACEMENT', `${asked.placementId} is no placement of ${facts.accountId}.`);
  const { id, status } = subject;
  switch (asked.kind) {
    case 'acknowledge-placement':
      if (status !== 'PLACED') return refuse('NOT_PLACED', `Placement ${id} is ${status}; only one that was handed over can be acknowledged.`);
      if (subject.acknowledged) return refuse('ALREADY_ACKNOWLEDGED', `Placement ${id} was acknowledged already.`);
      return {
        change: { change: 'placement-moved', placementId: id, to: 'ACKNOWLEDGED', reason: asked.note ?? null },
        message: 'The third party has acknowledged the placement.',
      };
    case 'recall-placement':
      if (status !== 'PLACED' && status !== 'APPROVED')
        return refuse('NOT_PLACED', `Placement ${id} is ${status}; only one that is approved or handed over can be recalled.`);
      return {
        change: { change: 'placement-moved', placementId: id, to: 'RECALLED', reason: asked.reason },
        message: 'Placement recalled; its items return to collection.',
      };
    case 'return-placement':
      if (status !== 'PLACED' && status !== 'RECALLED')
        return refuse('NOT_PLACED', `Placement ${id} is ${status}; only one that was handed over can come back.`);
      return {
        change: { change: 'placement-moved', placementId: id, to: 'RETURNED', reason: asked.reason },
        message: 'Placement returned; its items are collected here again.',
      };
    default:
      return asked satisfies never;
  }
}
