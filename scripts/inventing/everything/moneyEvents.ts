/** Invented events of the ledger: money, invoices, and what is taken back. */
import { addDays } from '../../../domain/calendar/day.js';
import type { ItemPart } from '../../../domain/rehearsal/event.js';
import { amountOf, currencyOf, nameOf, type Draw, type Tellers } from './draws.js';

const named = (draw: Draw): ItemPart[] =>
  draw.debit && draw.choice % 3 !== 0 ? [{ item: nameOf(draw.debit), amountMinor: draw.choice % 3 === 1 ? amountOf(draw) : null }] : [];

/** An invoice that was booked on the way, or one of those that were there. */
const invoiceOf = ({ choice, key, debit }: Draw): string => (choice % 2 === 0 || !debit ? `N-${key}` : nameOf(debit));

const taken = <Type extends string>(type: Type, { key, back, choice }: Draw) => ({
  type,
  number: `P-${choice % 4 === 0 ? 1 + (back % 3) : key}`,
  reason: 'returned',
});

export const moneyEvents: Tellers = {
  payment: {
    often: 6,
    tell: (it) => {
      const paidOn = addDays(it.on, it.choice % 4 === 0 ? -it.back : it.choice === 7 ? 2 : 0);
      return { type: 'payment', number: `P-${it.key}`, currency: currencyOf(it), amountMinor: amountOf(it), paidOn, items: named(it) };
    },
  },
  'credit-note': {
    often: 2,
    tell: (it) => ({ type: 'credit-note', number: `C-${it.key}`, currency: currencyOf(it), amountMinor: Math.ceil(amountOf(it) / 4), items: named(it) }),
  },
  'payment-reversed': { often: 1, tell: (it) => taken('payment-reversed', it) },
  chargeback: {
    often: 1,
    tell: (it) => ({ ...taken('chargeback', it), currency: currencyOf(it), amountMinor: it.choice % 3 === 0 ? Math.ceil(amountOf(it) / 3) : null }),
  },
  'chargeback-won': { often: 1, tell: (it) => ({ ...taken('chargeback-won', it), reason: 'won' }) },
  'payment-pending': {
    often: 2,
    tell: (it) => {
      const items = it.debit && it.choice % 2 === 0 ? [nameOf(it.debit)] : null;
      return {
        type: 'payment-pending',
        number: `P-${it.key}`,
        currency: currencyOf(it),
        amountMinor: amountOf(it),
        expectedOn: addDays(it.on, it.back),
        items,
      };
    },
  },
  'payment-failed': { often: 1, tell: (it) => ({ ...taken('payment-failed', it), reason: 'no funds' }) },
  invoice: {
    often: 3,
    tell: (it) => ({
      type: 'invoice',
      number: `N-${it.key}`,
      instalment: 0,
      currency: currencyOf(it),
      amountMinor: amountOf(it),
      issuedOn: it.on,
      dueOn: addDays(it.on, it.choice % 4 === 1 ? -it.days : it.days),
      draft: it.choice % 3 === 0,
    }),
  },
  'invoice-issued': {
    often: 2,
    tell: ({ key, on, days, choice }) => ({
      type: 'invoice-issued',
      number: choice % 3 === 2 ? `R-${2 + (days % 3)}` : `N-${key}`,
      issuedOn: null,
      dueOn: choice % 2 === 0 ? addDays(on, days) : null,
    }),
  },
  void: { often: 1, tell: (it) => ({ type: 'void', number: invoiceOf(it), reason: 'never ordered' }) },
};
