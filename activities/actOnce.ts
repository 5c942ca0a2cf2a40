import type { Instant } from '../domain/calendar/day.js';
import type { Act } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import type { ActResult, ActTurn } from './activities.js';
import { forStrand, look, ofCourse, stillWanted, type Look } from './look.js';
import type { BusinessClock } from './ports.js';

/** An act that takes place in the store alone. */
export interface InStore<A extends Act> {
  /** Whether it took place already. */
  isDone(tx: StoreTx, turn: ActTurn<A>): Promise<boolean>;
  carryOut(tx: StoreTx, act: A, seen: Look): Promise<void>;
}

/** Carries an act out once, if the rule still wants it on fresh facts; the account is locked meanwhile. */
export async function actOnce<A extends Act>(
  { store, clock }: { store: Store; clock: BusinessClock },
  asked: ActTurn<A>,
  { isDone, carryOut }: InStore<A>,
): Promise<ActResult> {
  const turn = ofCourse(asked);
  const now: Instant = clock.at(turn);
  return store.transact(async (tx) => {
    await tx.cases.lockAccount(turn.accountId);
    if (await isDone(tx, turn)) return { result: 'DONE', reason: null };
    const seen = await look(tx, turn.accountId, null, now);
    const act = stillWanted(seen, turn.act);
    if (!act) return { result: 'HELD_BACK', reason: seen.assessment.verdict.reason };
    await carryOut(tx, act, forStrand(seen, act));
    return { result: 'DONE', reason: null };
  });
}
