/** Invented events of what is agreed, disputed, held and decided. */
import { addDays } from '../../../domain/calendar/day.js';
import type { HoldKind } from '../../../domain/facts.js';
import { amountOf, nameOf, of, type Draw, type Tellers } from './draws.js';

const holdKinds: readonly HoldKind[] = ['PAUSE', 'PAUSE', 'BANKRUPTCY', 'ATTORNEY_REPRESENTED', 'LITIGATION', 'VULNERABLE'];

const itemsOf = ({ debit, choice }: Draw): string[] | null => (debit && choice % 2 === 0 ? [nameOf(debit)] : null);

export const agreedEvents: Tellers = {
  promise: {
    often: 4,
    tell: (it) => it.debit && { type: 'promise', currency: it.debit.currency, amountMinor: amountOf(it), dueOn: addDays(it.on, it.days), items: itemsOf(it) },
  },
  plan: {
    often: 2,
    tell: (it) => {
      const first = addDays(it.on, Math.ceil(it.days / 3));
      const half = Math.floor(amountOf(it) / 2);
      const instalments = [
        { dueOn: first, amountMinor: half },
        { dueOn: addDays(first, 7), amountMinor: amountOf(it) - half },
      ];
      return it.debit && { type: 'plan', currency: it.debit.currency, instalments, items: itemsOf(it) };
    },
  },
  settlement: {
    often: 3,
    tell: (it) =>
      it.debit && {
        type: 'settlement',
        currency: it.debit.currency,
        amountMinor: Math.ceil((it.debit.amountMinor * (49 + Math.ceil(it.share / 2))) / 100),
        dueOn: addDays(it.on, Math.ceil(it.days / 2)),
        items: [nameOf(it.debit)],
        by: null,
      },
  },
  'cancel-plan': { often: 1, tell: () => ({ type: 'cancel-plan', plan: null, reason: 'asked for' }) },
  dispute: {
    often: 3,
    tell: (it) =>
      it.debit && {
        type: 'dispute',
        reason: of(['price', 'quality'], it.choice),
        items: [{ item: nameOf(it.debit), amountMinor: it.choice < 6 ? null : amountOf(it) }],
      },
  },
  'resolve-dispute': { often: 3, tell: ({ choice }) => ({ type: 'resolve-dispute', dispute: null, resolution: of(['UPHELD', 'REJECTED'], choice) }) },
  hold: {
    often: 4,
    tell: ({ on, days, back, choice, debit, share }) => ({
      type: 'hold',
      kind: holdKinds[choice % holdKinds.length] ?? 'PAUSE',
      item: choice % 3 === 0 && debit ? nameOf(debit) : null,
      startsOn: choice < 4 ? addDays(on, -back) : on,
      endsOn: addDays(on, days),
      reason: 'asked for',
      ...(choice % 6 === 0 && debit && { part: { currency: debit.currency, amountMinor: Math.ceil((debit.amountMinor * share) / 100) } }),
    }),
  },
  release: { often: 2, tell: () => ({ type: 'release', reason: 'over' }) },
  cease: { often: 1, tell: () => ({ type: 'cease', reason: 'in writing' }) },
  approval: {
    often: 9,
    tell: ({ choice }) => ({
      type: 'approval',
      subject: of(['notice', 'placement', 'notice', 'write-off', 'notice', 'settlement'], choice),
      decision: choice % 5 === 0 ? 'DECLINED' : 'APPROVED',
      reason: 'seen',
    }),
  },
  'credit-hold': { often: 1, tell: ({ choice }) => ({ type: 'credit-hold', hold: of(['on', 'on', 'off'], choice), reason: 'asked for' }) },
  'reverse-charge': {
    often: 2,
    tell: ({ debit, choice }) =>
      debit && { type: 'reverse-charge', charge: `${nameOf(debit)}-${of(['F', 'F', 'I', 'L'], choice)}${1 + (choice % 2)}`, reason: 'goodwill' },
  },
  policy: {
    often: 1,
    tell: ({ debit, choice, share, subject: { policies } }) => {
      const item = debit && choice % 4 === 0 ? { item: nameOf(debit) } : {};
      const policy = (choice % 4 === 0 ? policies.at(-1) : policies[share % policies.length]) ?? '';
      return { type: 'policy', policy, reason: 'asked for', ...item };
    },
  },
};
