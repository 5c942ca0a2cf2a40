/** Invoices: drawn up, issued, void. */
import type { Day } from '../calendar/day.js';
import { standingCharges } from '../charges/ledger.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { debitsNamed } from './debitsNamed.js';
import { numberOf } from '../instructing/items.js';
import { nextItemId, type RehearsedItem, type World } from './world.js';

/** Books an invoice, or keeps a draft of one. */
export function bill(world: World, { number, instalment, currency, amountMinor, issuedOn, dueOn, draft }: EventOf<'invoice'>, today: Day): Happened {
  if ([...world.items, ...world.drafts].some((item) => item.number === number && item.instalment === instalment))
    return { refused: `${number} is booked already` };
  const invoice: RehearsedItem = { id: nextItemId(world), kind: 'INVOICE', number, instalment, issuedOn, dueOn, currency, amountMinor, knownOn: today };
  if (draft) world.drafts = [...world.drafts, invoice];
  else world.items.push(invoice);
  return { told: draft ? `Invoice ${number} is drawn up and not issued` : `Invoice ${number}, due ${dueOn}` };
}

/** Issues a draft, all instalments of it: from that day on it is owed. */
export function issue(world: World, { number, issuedOn, dueOn }: EventOf<'invoice-issued'>, today: Day): Happened {
  const drafts = draftsNamed(world, number);
  const [first] = drafts;
  if (!first) return { refused: `there is no draft ${number}` };
  if (dueOn !== null && drafts.length > 1) return { refused: `${number} has several instalments; name one, as ${number}/1, to give it another due date` };
  world.drafts = world.drafts.filter((draft) => !drafts.includes(draft));
  world.items.push(...drafts.map((draft) => ({ ...draft, issuedOn: issuedOn ?? today, knownOn: today, dueOn: dueOn ?? draft.dueOn })));
  return { told: `Invoice ${number} is issued, due ${drafts.map((draft) => dueOn ?? draft.dueOn).join(', ')}` };
}

/**
 * Makes an invoice one that was never owed: a credit of its own takes it up from its first day, and what had been paid on it is on account.
 * What was sent about it stays sent.
 */
export function makeVoid(world: World, { number }: EventOf<'void'>): Happened {
  const drafts = draftsNamed(world, number);
  world.drafts = world.drafts.filter((draft) => !drafts.includes(draft));
  const debits = debitsNamed(world, number);
  if (debits.length === 0 && drafts.length === 0) return { refused: `${number} is no item of ${world.base.accountId}` };
  if (debits.some(({ id }) => standingCharges(world.base).has(id))) return { refused: `${number} is a fee or interest; reverse it` };
  const owed = debits.filter((debit) => !world.items.some((item) => item.number === voidNumber(debit) && item.instalment === debit.instalment));
  if (owed.length === 0 && drafts.length === 0) return { refused: `${number} is void already` };
  for (const debit of owed) {
    release(world, debit);
    const id = nextItemId(world);
    world.items.push({ ...debit, id, kind: 'ADJUSTMENT', number: voidNumber(debit), amountMinor: -debit.amountMinor });
    world.allocations.push({ creditId: id, debitId: debit.id, amountMinor: debit.amountMinor, onDay: debit.issuedOn, reversedOn: null });
  }
  return { told: `${number} is void: it was never owed` };
}

/** Frees the money that was set off against a debit, each part as of its own day; what only lessened it, as an upheld dispute did, ends with it. */
function release(world: World, { id: debitId }: RehearsedItem): void {
  for (const each of world.allocations.filter((made) => made.debitId === debitId && made.reversedOn === null)) {
    world.allocations = world.allocations.map((made) => (made === each ? { ...each, reversedOn: each.onDay } : made));
    const credit = world.items.find(({ id, kind }) => id === each.creditId && (kind === 'ADJUSTMENT' || kind === 'WRITE_OFF'));
    if (!credit) continue;
    const id = nextItemId(world);
    world.items.push({ ...credit, id, kind: 'ADJUSTMENT', number: voidNumber(credit), issuedOn: each.onDay, amountMinor: each.amountMinor });
    world.allocations.push({ ...each, debitId: id });
  }
}

const voidNumber = ({ number }: RehearsedItem): string => `${number}-void`;

function draftsNamed({ drafts }: World, number: string): RehearsedItem[] {
  return drafts.filter((draft) => draft.number === number || numberOf(draft) === number);
}
