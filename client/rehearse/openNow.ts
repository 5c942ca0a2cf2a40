/** What files say was open on a day: the ledger, and the money among the events up to the end of that day. */
import { addDays, instantOf, isBefore, type Day } from '../../domain/calendar/day.js';
import type { OpenItem } from '../../domain/facts.js';
import type { OpenAmount } from '../../domain/ledger/ageing.js';
import { book, isLedgerEvent } from '../../domain/rehearsal/keepBooks.js';
import { openItemsOn, type World } from '../../domain/rehearsal/world.js';
import { debtorZone } from '../../domain/rule/debtorZone.js';
import type { ageingBy } from '../ageing/report.js';
import { exits, Failure } from '../cli/failure.js';
import type { Stage } from './play.js';
import { worldOf } from './worlds.js';

/** The accounts as they are at the end of a day, by the ledger and by money alone. Throws Failure for an event that no account takes. */
export function worldsOn({ ledger, events }: Pick<Stage, 'ledger' | 'events'>, day: Day): World[] {
  const accounts = [...ledger.accounts.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return accounts.map((account, position) => {
    const world = worldOf(ledger, account, position, day, false);
    const end = instantOf(addDays(day, 1), '00:00', debtorZone(world.base));
    const money = events.filter(isLedgerEvent).filter(({ accountId, at }) => accountId === account.id && isBefore(at, end));
    for (const event of money.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.line - b.line)) {
      const happened = book(world, event);
      if ('refused' in happened) throw new Failure(`Events, line ${event.line}: ${event.type} can't be taken: ${happened.refused}.`, exits.badInput);
    }
    return world;
  });
}

/** Open amounts of a day with what their rows are about. */
export function openAmountsIn(worlds: readonly World[], day: Day, by: (typeof ageingBy)[number]): (OpenAmount & { name: string | null })[] {
  return worlds.flatMap((world) => {
    const { key, name } = keyOf(world, by === 'bucket' ? 'account' : by);
    return openItemsOn(world, day).map(({ currency, dueOn, openMinor }: OpenItem) => ({
      key,
      name,
      accountId: world.base.accountId,
      currency,
      dueOn,
      openMinor,
      items: 1,
    }));
  });
}

function keyOf({ base }: World, by: 'customer' | 'entity' | 'collector' | 'account'): { key: string; name: string | null } {
  switch (by) {
    case 'customer':
      return { key: base.customer.number, name: base.customer.name };
    case 'entity':
      return { key: base.entity.code, name: base.entity.name };
    case 'collector':
      return { key: base.collectorId ?? '', name: base.collectorId };
    case 'account':
      return { key: base.accountId, name: base.customer.name };
    default:
      return by satisfies never;
  }
}
