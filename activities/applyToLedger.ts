import type { LedgerChange } from '../domain/ledger/change.js';
import type { StoreTx } from '../prisma/store/store.js';
import { told, whoAndWhen, type Applied, type Occasion, type Of } from './applied.js';

/** Books what was decided on the ledger. Who has booked against the same items meanwhile has the instruction decided anew: it throws. */
export async function bookLedger(tx: StoreTx, it: Of<'ledger-booked'>, occasion: Occasion): Promise<Applied> {
  const { at, accountId } = whoAndWhen(occasion);
  const { ledger, batchId, itemId, action, reason, currency, minor } = it;
  await tx.bookings.lockItems([itemId, ...touched(ledger)]);
  const { instruction } = occasion.request;
  const fresh = await tx.instructions.findSubject(accountId, instruction);
  if (JSON.stringify(fresh) !== JSON.stringify(occasion.situation.subject)) throw new Error(`The ledger of ${accountId} has just changed`);
  await tx.ledger.applyChange(ledger, batchId, at);
  return told(action, 'ledger-item', String(itemId), reason, [], { currency, minor });
}

function touched({ allocations }: LedgerChange): number[] {
  return allocations.flatMap(({ creditId, debitId }) => [creditId, debitId]).filter((ref) => ref > 0);
}
