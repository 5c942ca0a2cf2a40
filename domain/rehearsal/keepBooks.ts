import { dayOf } from '../calendar/day.js';
import { debtorZone } from '../rule/debtorZone.js';
import { receive } from './book.js';
import type { EventOf, RehearsalEvent } from './event.js';
import type { Happened } from './happen.js';
import { bill, issue, makeVoid } from './invoices.js';
import { expectPayment, failPayment } from './pending.js';
import { reverse, winBack } from './takeBack.js';
import type { World } from './world.js';

const ledgerEvents = [
  'payment',
  'credit-note',
  'payment-reversed',
  'chargeback',
  'chargeback-won',
  'payment-pending',
  'payment-failed',
  'invoice',
  'invoice-issued',
  'void',
] as const;

type LedgerEvent = EventOf<(typeof ledgerEvents)[number]>;

/** Whether an event concerns the ledger alone. */
export function isLedgerEvent(event: RehearsalEvent): event is LedgerEvent {
  return (ledgerEvents as readonly string[]).includes(event.type);
}

/** What only the ledger is concerned with: it needs no policy. */
export function book(world: World, event: LedgerEvent): Happened {
  const today = dayOf(event.at, debtorZone(world.base));
  switch (event.type) {
    case 'payment':
      return receive(world, event, event.paidOn, today);
    case 'credit-note':
      return receive(world, event, today, today);
    case 'payment-reversed':
    case 'chargeback':
      return reverse(world, event, today);
    case 'chargeback-won':
      return winBack(world, event, today);
    case 'payment-pending':
      return expectPayment(world, event, today);
    case 'payment-failed':
      return failPayment(world, event);
    case 'invoice':
      return bill(world, event, today);
    case 'invoice-issued':
      return issue(world, event, today);
    case 'void':
      return makeVoid(world, event);
    default:
      return event satisfies never;
  }
}
