import { describe, expect, it } from '@jest/globals';
import { readPolicy } from '../../domain/policy/read.js';
import type { Policy } from '../../domain/policy/types.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { rehearse } from '../../domain/rehearsal/rehearse.js';
import { newWorld, type RehearsedItem, type World } from '../../domain/rehearsal/world.js';
import { openOn } from '../../domain/ledger/openAmount.js';
import { sum } from '../../domain/money/minor.js';
import { account, invoice } from './diary.js';

const { items: _none, ...base } = account();

type Told = { [T in RehearsalEvent['type']]: Omit<Extract<RehearsalEvent, { type: T }>, 'accountId' | 'line' | 'at' | 'id'> }[RehearsalEvent['type']];
const on = (day: string, told: Told, id: string | null = null): RehearsalEvent =>
  ({ ...told, at: `${day}T05:00:00Z`, accountId: base.accountId, line: 1, id }) as RehearsalEvent;

const booked = (id: number, dueOn: string, amountMinor: number, more: Partial<RehearsedItem> = {}): RehearsedItem => {
  const { openMinor: _open, purchaseOrder: _order, ...item } = invoice(id, dueOn, amountMinor);
  return { ...item, ...more };
};
const paid = (day: string, amountMinor: number, items: string[] = [], paidOn = day, number = 'P-1'): RehearsalEvent =>
  on(day, { type: 'payment', number, currency: 'EUR', amountMinor, paidOn, items: items.map((item) => ({ item, amountMinor: null })) });

const ladder = (...steps: string[]) =>
  `ladder:\n${steps.map((step) => `  - { ${step} }`).join('\n')}\ncontact: { businessDaysOnly: false, minGapDays: 0, maxIn7Days: 50 }`;
const reminder = 'id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 3 } }';
const notice = (charge: string, days = 14, id = 'notice') =>
  `id: ${id}, action: email, template: second-reminder, charge: [${charge}], when: { daysPastDue: { atLeast: ${days} } }`;

function policy(charges: string, steps: string): Policy {
  return readPolicy(`policy: charging\ntitle: Charging\n${charges}\n${steps}`, 'charging.yaml');
}

interface Played {
  world: World;
  lines: AgendaLine[];
}

function play(rule: Policy, items: RehearsedItem[], events: RehearsalEvent[], from: string, to: string, more: Partial<typeof base> = {}): Played {
  const world = newWorld({ ...base, ...more }, items);
  return { world, lines: [...rehearse(world, rule, events, { from, to }, { states: [to] })] };
}

/** Day, what was booked or taken back, and how much. */
/** Open net of credits on a day. */
function openNet({ items, allocations }: World, currency: string, today: string): number {
  const open = openOn(items, allocations, today);
  return sum(items.filter((item) => item.currency === currency).map(({ id }) => open.get(id) ?? 0));
}

const charges = ({ lines }: Played): string[] =>
  lines
    .filter(({ kind }) => kind === 'fee' || kind === 'interest')
    .map(({ date, kind, to, result, amounts }) => {
      const [[currency, minor] = ['', 0]] = Object.entries(amounts);
      return [date, kind, to, result, currency && `${(minor / 100).toFixed(2)} ${currency}`].filter(Boolean).join(' ');
    });

const asked = ({ lines }: Played): string[] =>
  lines
    .filter(({ kind }) => kind === 'contact')
    .map(({ date, step, amounts, charges: of = {} }) => `${date} ${step} ${amounts['EUR']} of them ${of['EUR'] ?? 0}`);

const germanInterest = policy('charges: { interest: { law: DE } }', ladder(reminder, notice('interest'), notice('interest', 30, 'final')));

describe('interest in a ladder', () => {
  it('books with each notice what is not booked yet, and the last stretch with the payment: 268.73 of test vector 1', () => {
    const played = play(germanInterest, [booked(1, '2026-05-29', 1_000_000)], [paid('2026-08-31', 1_000_000, ['R-1'])], '2026-05-25', '2026-09-01');
    expect(charges(played)).toEqual([
      // 14 days at 10.27 % = 39.3918; 30 days = 84.4110, less what is booked; at last 90.0384 + 178.6959 = 268.7343.
      '2026-06-12 interest R-1-I1 BOOKED 39.39 EUR',
      '2026-06-28 interest R-1-I2 BOOKED 45.02 EUR',
      '2026-08-31 interest R-1-I3 BOOKED 184.32 EUR',
    ]);
  });
});

type Vector = [what: string, law: string, consumer: boolean, currency: string, minor: number, dueOn: string, paidOn: string, interest: number, lumpSum: number];

/** The worked numbers of the reference: what is booked over the ladder adds up to each. */
const vectors: Vector[] = [
  ['1 DE, business', 'DE', false, 'EUR', 1_000_000, '2026-05-29', '2026-08-31', 26_873, 4000],
  ['2 DE, consumer', 'DE', true, 'EUR', 1_000_000, '2026-05-29', '2026-08-31', 16_572, 0],
  ['3 DE, 32 days of one half-year, business', 'DE', false, 'EUR', 100_000, '2026-07-03', '2026-08-04', 922, 4000],
  ['3 DE, the same, consumer', 'DE', true, 'EUR', 100_000, '2026-07-03', '2026-08-04', 572, 0],
  ['4 DE, days of a leap year', 'DE', true, 'EUR', 100_000, '2024-01-31', '2024-02-29', 683, 0],
  ['5 DE, over a half-year', 'DE', true, 'EUR', 100_000, '2024-06-14', '2024-07-15', 720, 0],
  ['6 DE, eight periods', 'DE', true, 'EUR', 35_000, '2023-03-03', '2026-08-15', 8905, 0],
  ['7 UK, locked', 'UK', false, 'GBP', 750_000, '2026-06-10', '2026-09-18', 24_144, 7000],
  ['8 UK, locked over a change of rate', 'UK', false, 'GBP', 1_000_000, '2024-12-15', '2025-03-15', 32_671, 10_000],
  ['9 ES, floating', 'ES', false, 'EUR', 500_000, '2026-05-15', '2026-08-20', 13_662, 4000],
];

describe('the worked numbers of the reference, over a ladder', () => {
  it.each(vectors)('%s', (_, law, consumer, currency, minor, dueOn, paidOn, interest, lumpSum) => {
    const section = `charges: { fees: [{ id: lump-sum, lumpSum: ${law} }], interest: { law: ${law} } }`;
    const rule = policy(section, ladder(reminder, notice('lump-sum, interest', 10), notice('interest', 20, 'final')));
    const items = [booked(1, dueOn, minor, { currency })];
    const payment = on(paidOn, { type: 'payment', number: 'P', currency, amountMinor: minor, paidOn, items: [{ item: 'R-1', amountMinor: null }] });
    const customer = { ...base.customer, kind: consumer ? ('CONSUMER' as const) : ('BUSINESS' as const) };
    const { lines } = play(rule, items, [payment], dueOn, paidOn, { customer });
    const sumOf = (what: string) => lines.filter(({ charge }) => charge?.what === what).reduce((sum, { amounts }) => sum + (amounts[currency] ?? 0), 0);
    expect([sumOf('INTEREST'), sumOf('LUMP_SUM')]).toEqual([interest, lumpSum]);
  });

  it('10 US, 18 % by contract', () => {
    const rule = policy('charges: { interest: { percent: 18 } }', ladder(reminder, notice('interest', 10)));
    const payment = on('2026-02-15', {
      type: 'payment',
      number: 'P',
      currency: 'USD',
      amountMinor: 420_000,
      paidOn: '2026-02-15',
      items: [{ item: 'R-1', amountMinor: null }],
    });
    const played = play(rule, [booked(1, '2026-01-01', 420_000, { currency: 'USD' })], [payment], '2026-01-01', '2026-02-15');
    // 10 days: 20.7123; 45 days: 93.2055.
    expect(charges(played)).toEqual(['2026-01-11 interest R-1-I1 BOOKED 20.71 USD', '2026-02-15 interest R-1-I2 BOOKED 72.50 USD']);
  });
});

describe('fees', () => {
  const items = [booked(1, '2026-03-02', 100_000), booked(2, '2026-03-05', 50_000)];

  it('are charged once for each message, and asked for with it', () => {
    const rule = policy('charges: { fees: [{ id: fee, amount: { EUR: 5 } }] }', ladder(reminder, notice('fee'), notice('fee', 20, 'final')));
    const played = play(rule, items, [], '2026-03-01', '2026-03-31');
    expect(charges(played)).toEqual(['2026-03-16 fee R-1-F1 BOOKED 5.00 EUR', '2026-03-22 fee R-1-F2 BOOKED 5.00 EUR']);
    expect(asked(played)).toEqual(['2026-03-05 reminder 100000 of them 0', '2026-03-16 notice 150500 of them 500', '2026-03-22 final 151000 of them 1000']);
  });

  it('are charged for each item, or once for an item, or once in the case', () => {
    const steps = ladder(notice('each, single, opening'), notice('each, single, opening', 20, 'final'));
    const fees =
      'fees: [{ id: each, amount: { EUR: 2 }, per: item }, { id: single, amount: { EUR: 3 }, per: item, once: true }, { id: opening, amount: { EUR: 7 }, once: true }]';
    expect(charges(play(policy(`charges: { ${fees} }`, steps), items, [], '2026-03-01', '2026-03-31'))).toEqual([
      '2026-03-16 fee R-1-F1 BOOKED 2.00 EUR',
      '2026-03-16 fee R-2-F1 BOOKED 2.00 EUR',
      '2026-03-16 fee R-1-F2 BOOKED 3.00 EUR',
      '2026-03-16 fee R-2-F2 BOOKED 3.00 EUR',
      '2026-03-16 fee R-1-F3 BOOKED 7.00 EUR',
      '2026-03-22 fee R-1-F4 BOOKED 2.00 EUR',
      '2026-03-22 fee R-2-F3 BOOKED 2.00 EUR',
    ]);
  });

  it('are a percentage of what is asked for, never of fees, and nothing below their minimum', () => {
    const fees = 'fees: [{ id: late, percent: 1.5 }, { id: tiny, percent: 0.1, minimum: { EUR: 2 } }]';
    const played = play(policy(`charges: { ${fees} }`, ladder(notice('late, tiny'), notice('late', 20, 'final'))), items, [], '2026-03-01', '2026-03-31');
    // 1.5 % of 1,500.00 = 22.50, both times; 0.1 % = 1.50 is below 2.00.
    expect(charges(played)).toEqual(['2026-03-16 fee R-1-F1 BOOKED 22.50 EUR', '2026-03-22 fee R-1-F2 BOOKED 22.50 EUR']);
  });

  it('are for businesses or for consumers only, where the policy says so', () => {
    const rule = policy('charges: { fees: [{ id: fee, amount: { EUR: 5 }, debtors: businesses }] }', ladder(notice('fee')));
    const consumer = { customer: { ...base.customer, kind: 'CONSUMER' as const } };
    expect(charges(play(rule, items, [], '2026-03-01', '2026-03-31', consumer))).toEqual([]);
    expect(charges(play(rule, items, [], '2026-03-01', '2026-03-31'))).toHaveLength(1);
  });

  it('are refused in a currency that the policy does not name, with the reason, and the message goes all the same', () => {
    const rule = policy('charges: { fees: [{ id: fee, amount: { EUR: 5 } }] }', ladder(notice('fee')));
    const { lines } = play(rule, [booked(1, '2026-03-02', 100_000, { currency: 'USD' })], [], '2026-03-01', '2026-03-31');
    expect(lines.filter(({ kind }) => kind === 'refused' || kind === 'contact').map(({ kind, reason }) => [kind, reason?.code])).toEqual([
      ['refused', 'FEE_CURRENCY'],
      ['contact', 'STEP_DUE'],
    ]);
  });

  it('are not charged while all is disputed, nor when the account is in credit', () => {
    const rule = policy('charges: { fees: [{ id: fee, amount: { EUR: 5 } }], interest: { law: DE } }', ladder(notice('fee, interest')));
    const dispute = on('2026-03-10', { type: 'dispute', reason: 'price', items: [{ item: 'R-1', amountMinor: null }] });
    expect(charges(play(rule, items.slice(0, 1), [dispute], '2026-03-01', '2026-03-31'))).toEqual([]);
    const inCredit = booked(9, '2026-03-01', -200_000, { kind: 'CREDIT_NOTE', issuedOn: '2026-03-01' });
    expect(charges(play(rule, [...items, inCredit], [], '2026-03-01', '2026-03-31'))).toEqual([]);
  });

  it('stand alone as a step of the ladder, which is neither a contact nor a level', () => {
    const alone = 'id: late-fee, action: fee, charge: [fee], when: { daysPastDue: { atLeast: 10 } }';
    const rule = policy('charges: { fees: [{ id: fee, amount: { EUR: 5 } }] }', ladder(reminder, alone, notice('', 14)));
    const played = play(rule, items, [], '2026-03-01', '2026-03-31');
    expect(charges(played)).toEqual(['2026-03-12 fee R-1-F1 BOOKED 5.00 EUR']);
    expect(played.lines.filter(({ kind }) => kind === 'level').map(({ date, level }) => [date, level])).toEqual([
      ['2026-03-05', 1],
      ['2026-03-16', 3],
    ]);
  });
});

describe('when the principal is paid', () => {
  const rule = (fate: string, more = '') =>
    policy(
      `charges: { whenPrincipalPaid: ${fate}, ${more} fees: [{ id: fee, amount: { EUR: 5 } }], interest: { percent: 10 } }`,
      ladder(reminder, notice('fee, interest'), notice('', 40, 'final')),
    );
  const item = booked(1, '2026-03-02', 365_000);
  const payment = paid('2026-03-26', 365_000, ['R-1']);
  // 3,650.00 at 10 %: 1.00 a day. Booked on day 14, paid on day 24.
  const before = ['2026-03-16 fee R-1-F1 BOOKED 5.00 EUR', '2026-03-16 interest R-1-I1 BOOKED 14.00 EUR'];

  it('claim: fees and interest are asked for by the next steps, the case does not close (complaint 19)', () => {
    const played = play(rule('claim'), [item], [payment], '2026-03-01', '2026-05-10');
    expect(charges(played)).toEqual([...before, '2026-03-26 interest R-1-I2 BOOKED 10.00 EUR']);
    // The oldest charge is of 16 March: day 40 is 25 April.
    expect(asked(played).at(-1)).toBe('2026-04-25 final 2900 of them 2900');
    expect(played.lines.some(({ kind }) => kind === 'close')).toBe(false);
  });

  it('claim: they can be paid, and then the case closes', () => {
    const fee = paid('2026-04-01', 2900, ['R-1-F1', 'R-1-I1', 'R-1-I2'], '2026-04-01', 'P-2');
    const { lines } = play(rule('claim'), [item], [payment, fee], '2026-03-01', '2026-05-10');
    expect(lines.filter(({ kind }) => kind === 'close').map(({ date, result }) => [date, result])).toEqual([['2026-04-01', 'PAID']]);
  });

  it('waive: each is reversed by a credit of its own, and the case closes', () => {
    const played = play(rule('waive'), [item], [payment], '2026-03-01', '2026-05-10');
    expect(charges(played)).toEqual([...before, '2026-03-26 fee R-1-F1-C1 WAIVED -5.00 EUR', '2026-03-26 interest R-1-I1-C1 WAIVED -14.00 EUR']);
    expect(played.lines.filter(({ kind }) => kind === 'close').map(({ date }) => date)).toEqual(['2026-03-26']);
    expect(openNet(played.world, 'EUR', '2026-05-10')).toBe(0);
  });

  it('convert: each becomes an ordinary item with a due date of its own, which enters the ladder from below', () => {
    const played = play(rule('convert', 'convertDueDays: 10,'), [item], [payment], '2026-03-01', '2026-05-10');
    expect(charges(played)).toEqual([
      ...before,
      '2026-03-26 interest R-1-I2 BOOKED 10.00 EUR',
      '2026-03-26 fee R-1-F1-C1 CONVERTED 5.00 EUR',
      '2026-03-26 interest R-1-I1-C1 CONVERTED 14.00 EUR',
      '2026-03-26 interest R-1-I2-C1 CONVERTED 10.00 EUR',
    ]);
    // A case of its own, due on 5 April; nothing is charged on what was a fee or interest.
    expect(asked(played).slice(2)).toEqual(['2026-04-08 reminder 2900 of them 0', '2026-04-19 notice 2900 of them 0']);
    expect(openNet(played.world, 'EUR', '2026-05-10')).toBe(2900);
  });
});

describe('what becomes known late', () => {
  const rule = policy('charges: { interest: { percent: 10 } }', ladder(reminder, notice('interest'), notice('interest', 30, 'final')));
  const item = booked(1, '2026-03-02', 365_000);

  it('a payment that is dated back takes back the interest that was too much', () => {
    // Booked up to 16 March: 14 days. Paid on 8 March: 6 days are owed, 8 days too much.
    const played = play(rule, [item], [paid('2026-03-20', 365_000, ['R-1'], '2026-03-08')], '2026-03-01', '2026-03-25');
    expect(charges(played)).toEqual(['2026-03-16 interest R-1-I1 BOOKED 14.00 EUR', '2026-03-20 interest R-1-I1-C1 CORRECTED -8.00 EUR']);
    expect(openNet(played.world, 'EUR', '2026-03-25')).toBe(600);
  });

  it('a part payment that is dated back takes back its part, and the next booking goes on from there', () => {
    // Half of it paid on 8 March: 8 of 14 days of 0.50 too much; then 16 days of 0.50.
    const played = play(rule, [item], [paid('2026-03-20', 182_500, ['R-1'], '2026-03-08')], '2026-03-01', '2026-04-05');
    expect(charges(played)).toEqual([
      '2026-03-16 interest R-1-I1 BOOKED 14.00 EUR',
      '2026-03-20 interest R-1-I1-C1 CORRECTED -4.00 EUR',
      '2026-04-01 interest R-1-I2 BOOKED 8.00 EUR',
    ]);
  });

  it('a payment that bounces never was: the next booking makes up for its days', () => {
    // Paid on 20 March (18 days booked in all), taken back on 25 March; on 1 April 30 days are owed.
    const back = on('2026-03-25', { type: 'payment-reversed', number: 'P-1', reason: 'R01' });
    const played = play(rule, [item], [paid('2026-03-20', 365_000, ['R-1']), back], '2026-03-01', '2026-04-05');
    expect(charges(played)).toEqual([
      '2026-03-16 interest R-1-I1 BOOKED 14.00 EUR',
      '2026-03-20 interest R-1-I2 BOOKED 4.00 EUR',
      '2026-04-01 interest R-1-I3 BOOKED 12.00 EUR',
    ]);
  });

  it('what was waived is owed again when the payment bounces', () => {
    const waive = policy(
      'charges: { whenPrincipalPaid: waive, interest: { percent: 10 } }',
      ladder(reminder, notice('interest'), notice('interest', 30, 'final')),
    );
    const back = on('2026-03-25', { type: 'payment-reversed', number: 'P-1', reason: 'R01' });
    const played = play(waive, [item], [paid('2026-03-20', 365_000, ['R-1']), back], '2026-03-01', '2026-04-12');
    // The reopened item begins a new case with the reminder; its second notice is on day 14 at once.
    expect(charges(played).slice(0, 2)).toEqual(['2026-03-16 interest R-1-I1 BOOKED 14.00 EUR', '2026-03-20 interest R-1-I1-C1 WAIVED -14.00 EUR']);
    const net = played.lines.filter(({ kind }) => kind === 'interest').reduce((sum, { amounts }) => sum + (amounts['EUR'] ?? 0), 0);
    const last = played.lines.findLast(({ kind }) => kind === 'interest');
    expect([last?.result, net]).toEqual(['BOOKED', 100 * Math.round((Date.parse(last?.date ?? '') - Date.parse('2026-03-02')) / 86_400_000)]);
  });

  it('what a person reversed is not charged again', () => {
    const reversal = on('2026-03-20', { type: 'reverse-charge', charge: 'R-1-I1', reason: 'goodwill' });
    const played = play(rule, [item], [reversal], '2026-03-01', '2026-04-05');
    // 14 days are forgiven; of 30 days 16 are left.
    expect(charges(played)).toEqual(['2026-03-16 interest R-1-I1 BOOKED 14.00 EUR', '2026-04-01 interest R-1-I2 BOOKED 16.00 EUR']);
    expect(openNet(played.world, 'EUR', '2026-04-05')).toBe(365_000 + 1600);
    const again = on('2026-03-21', { type: 'reverse-charge', charge: 'R-1-I1', reason: 'again' });
    const refused = play(rule, [item], [reversal, again], '2026-03-01', '2026-04-05').lines.filter(({ kind }) => kind === 'refused');
    expect(refused.map(({ sentence }) => sentence)).toEqual([expect.stringContaining('R-1-I1 was taken back already')]);
  });
});

describe('booked by the month', () => {
  it('on the first, for the months that are over, whatever the ladder does; a minimum waits for the next', () => {
    const rule = policy('charges: { interest: { percent: 10, monthly: true, minimum: { EUR: 5 } } }', ladder(reminder));
    const played = play(rule, [booked(1, '2026-03-02', 365_000), booked(2, '2026-03-28', 365_000)], [], '2026-03-01', '2026-05-20');
    // To 31 March 29 days, and 3 days of the second, below 5.00; to 30 April 30 days, and 33 of the second.
    expect(charges(played)).toEqual([
      '2026-04-01 interest R-1-I1 BOOKED 29.00 EUR',
      '2026-05-01 interest R-1-I2 BOOKED 30.00 EUR',
      '2026-05-01 interest R-2-I1 BOOKED 33.00 EUR',
    ]);
  });

  it('is not booked while the account stands still, and made up for after it', () => {
    const rule = policy('charges: { interest: { percent: 10, monthly: true } }', ladder(reminder));
    const hold = on('2026-03-20', {
      type: 'hold',
      kind: 'PAUSE',
      item: null,
      amountMinor: null,
      startsOn: '2026-03-20',
      endsOn: '2026-04-10',
      reason: 'asked',
    } as Told);
    expect(charges(play(rule, [booked(1, '2026-03-02', 365_000)], [hold], '2026-03-01', '2026-04-20'))).toEqual([
      '2026-04-10 interest R-1-I1 BOOKED 29.00 EUR',
    ]);
  });
});

describe('a half-year without a rate', () => {
  it('books nothing, says so once, and the message goes all the same', () => {
    const rule = policy('charges: { interest: { law: DE } }', ladder(notice('interest')));
    const { lines } = play(rule, [booked(1, '2027-02-01', 100_000)], [], '2027-02-01', '2027-03-01');
    const said = lines.filter(({ kind }) => kind === 'refused' || kind === 'contact');
    expect(said.map(({ date, kind, reason }) => [date, kind, reason?.code, reason?.figures['series'] ?? null])).toEqual([
      ['2027-02-15', 'refused', 'RATE_MISSING', 'DE_BASE'],
      ['2027-02-15', 'contact', 'STEP_DUE', null],
    ]);
    const state = lines.at(-1)?.state;
    expect(state?.itemStates[0]?.interest).toEqual({ bookedMinor: 0, bookedTo: null, accruedMinor: 0, why: 'RATE_MISSING' });
  });
});

describe('money that names no item', () => {
  const rule = (application: string) =>
    policy(`charges: { application: ${application}, fees: [{ id: fee, amount: { EUR: 5 } }], interest: { percent: 10 } }`, ladder(notice('fee, interest')));
  const items = [booked(1, '2026-03-02', 365_000), booked(2, '2026-03-06', 365_000)];
  const openAfter = (application: string, minor: number) => {
    const { world, lines } = play(rule(application), items, [paid('2026-03-17', minor)], '2026-03-01', '2026-03-18');
    const open = lines.at(-1)?.state?.itemStates.map(({ item, openMinor }) => `${item} ${openMinor}`);
    const charged = lines.filter(({ kind }) => kind === 'fee' || kind === 'interest').reduce((sum, { amounts }) => sum + (amounts['EUR'] ?? 0), 0);
    expect(openNet(world, 'EUR', '2026-03-18')).toBe(730_000 + charged - minor);
    return open;
  };

  it('pays costs, then interest, then principal of the oldest debt: interest first (BGB § 367)', () => {
    expect(openAfter('interest-first', 1900)).toEqual(['R-1 365000', 'R-2 365000', 'R-2-I1 1000']);
    expect(openAfter('interest-first', 1000)).toEqual(['R-1 365000', 'R-2 365000', 'R-1-I1 900', 'R-2-I1 1000']);
  });

  it('pays all principal before fees and interest: principal first', () => {
    // What is paid on the 17th bears interest for that day too.
    expect(openAfter('principal-first', 365_000)).toEqual(['R-2 365000', 'R-1-F1 500', 'R-1-I1 1400', 'R-2-I1 1000', 'R-1-I2 100']);
    expect(openAfter('principal-first', 730_600)).toEqual(['R-1-I1 1300', 'R-2-I1 1000', 'R-1-I2 100', 'R-2-I2 100']);
  });
});

describe('on the invoice or apart', () => {
  const rule = (where: string) =>
    policy(`charges: { booked: ${where}, fees: [{ id: fee, amount: { EUR: 5 } }] }`, ladder(reminder, notice('fee'), notice('', 20, 'final')));
  const item = booked(1, '2026-03-02', 100_000);
  const payment = paid('2026-03-17', 100_500, ['R-1']);

  it('apart, it is an item of its own, listed apart, and paid by its own number', () => {
    const played = play(rule('apart'), [item], [payment], '2026-03-01', '2026-03-18');
    expect(played.lines.find(({ step, kind }) => kind === 'contact' && step === 'notice')?.items).toEqual(['R-1', 'R-1-F1']);
    expect(played.lines.at(-1)?.state?.itemStates.map(({ item: number, openMinor }) => [number, openMinor])).toEqual([
      ['R-1-F1', 500],
      ['P-1', -500],
    ]);
  });

  it('on the invoice, it is named and paid with it', () => {
    const played = play(rule('on-invoice'), [item], [payment], '2026-03-01', '2026-03-18');
    const message = played.lines.find(({ step, kind }) => kind === 'contact' && step === 'notice');
    expect([message?.items, message?.amounts, message?.charges]).toEqual([['R-1'], { EUR: 100_500 }, { EUR: 500 }]);
    expect(openNet(played.world, 'EUR', '2026-03-18')).toBe(0);
    expect(played.lines.filter(({ kind }) => kind === 'close').map(({ result }) => result)).toEqual(['PAID']);
  });
});

describe('a percentage that is charged only once', () => {
  it('is charged once in each currency, each under a key of its own', () => {
    const once = policy('charges: { fees: [{ id: late, percent: 1, once: true }] }', ladder(notice('late', 3), notice('late', 10, 'final')));
    const items = [booked(1, '2026-03-02', 120_000), booked(2, '2026-03-02', 50_000, { currency: 'USD' })];
    const played = play(once, items, [], '2026-03-02', '2026-03-31');
    expect(charges(played)).toEqual(['2026-03-05 fee R-1-F1 BOOKED 12.00 EUR', '2026-03-05 fee R-2-F1 BOOKED 5.00 USD']);
    expect(new Set(played.world.base.charges?.map(({ key }) => key)).size).toBe(2);
  });
});
