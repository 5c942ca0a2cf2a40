import { describe, expect, it } from '@jest/globals';
import { play, stateOn, type Story } from './story.js';

/** R-1 of 1,000.00 is due on Monday 2026-03-02; a day of 10.27 % on it is 28.137 cents. */
const header = 'entity,customer_number,document_type,document_number,instalment,document_date,due_date,currency,amount\n';
const one = `${header}DE01,1,Invoice,R-1,,2026-02-01,2026-03-02,EUR,1000.00\n`;
const contact = 'contact: { businessDaysOnly: false, maxIn7Days: 50, minGapDays: 0 }';
const promises = 'promises: { graceDays: 3, tolerancePercent: 5, settlement: { discountPercent: 10, approval: manager } }';
const disputes = 'disputes: { reasons: [price], respondWithinDays: 50, remindEveryDays: 20 }';

function policy(charge: string, more = ''): string {
  const step = (id: string, days: number) =>
    `  - { id: ${id}, action: email, template: reminder, charge: [${charge}], when: { daysPastDue: { atLeast: ${days} } } }`;
  const fees = [
    ['fee', '    - { id: fee, amount: { EUR: 2.50 } }'],
    ['lump', '    - { id: lump, lumpSum: DE }'],
  ].flatMap(([name = '', line = '']) => (charge.includes(name) ? [line] : []));
  const section = `charges:\n  fees:${fees.length > 0 ? `\n${fees.join('\n')}` : ' []'}${charge.includes('interest') ? '\n  interest: { law: DE }' : ''}${more}`;
  return `policy: truth\ntitle: Truth\n${section}\nladder:\n${step('first', 14)}\n${step('second', 30)}\n${contact}\n${promises}\n${disputes}\n`;
}

const on = (day: string, type: string, more: object = {}) => ({ type, on: `2026-${day}`, account: 'DE01/1', ...more });
const pays = (day: string, amount: string, more: object = {}) => on(day, 'payment', { number: `P-${day}`, amount, items: ['R-1'], ...more });
const story = (rule: string, events: readonly object[], files: Record<string, string> = {}): Story => ({
  policy: rule,
  files: { 'items.csv': one, ...files },
  events,
  from: '2026-03-01',
  to: '2026-04-05',
  at: '2026-03-16,2026-03-20,2026-03-25,2026-04-01',
});
type Lines = Awaited<ReturnType<typeof play>>;
const charges = (lines: Lines) =>
  lines
    .filter(({ kind }) => kind === 'fee' || kind === 'interest')
    .map(({ date, to, result, amounts }) => `${date.slice(5)} ${to} ${result} ${amounts['EUR']}`);

describe('the day from which money counts', () => {
  it('is that of the money, also when it lies on account first and is set off later', async () => {
    // 400.00 until 10 March, 8 days: 90.04; 600.00 for 14 days: 236.35, for 30 days: 506.47. Together 326, then 597.
    const files = {
      'payments.csv': 'customer_number,payment_number,date,amount,item\n1,P-1,2026-03-10,400.00,\n',
      'allocations.csv': 'customer_number,credit,debit,amount,date,reversed_on\n1,P-1,R-1,400.00,2026-03-25,\n',
    };
    expect(charges(await play(story(policy('interest'), [], files)))).toEqual(['03-16 R-1-I1 BOOKED 326', '04-01 R-1-I2 BOOKED 271']);
  });

  it('stays that of the payment for what a chargeback leaves of it', async () => {
    // 600.00 for 8 days: 135.06; 400.00 for 14 days: 157.57. Together 293.
    const events = [pays('03-10', '1000.00'), on('03-12', 'chargeback', { number: 'P-03-10', amount: '400.00' })];
    expect(charges(await play(story(policy('interest'), events)))[0]).toBe('03-16 R-1-I1 BOOKED 293');
  });
});

describe('what is disputed in part', () => {
  const dispute = on('03-10', 'dispute', { id: 'D', reason: 'price', items: [{ item: 'R-1', amount: '400.00' }] });

  it('bears no interest for now, and the next booking makes up for it when the dispute is rejected', async () => {
    // 14 days on 600.00: 236. 30 days on 1000.00: 844, less 236.
    const lines = await play(story(policy('interest'), [dispute, on('03-25', 'resolve-dispute', { dispute: 'D', resolution: 'REJECTED' })]));
    expect(charges(lines)).toEqual(['03-16 R-1-I1 BOOKED 236', '04-01 R-1-I2 BOOKED 608']);
    const periods = lines.find(({ to }) => to === 'R-1-I2')?.charge?.periods;
    expect(periods).toBe('2026-03-03 to 2026-04-01, 30 days at 10.27 % on 1000.00 EUR; less 2.36 EUR booked before');
  });

  it('never bore any when it was right: what was booked on it before is taken back', async () => {
    const upheld = on('03-25', 'resolve-dispute', { dispute: 'D', resolution: 'UPHELD' });
    expect(charges(await play(story(policy('interest'), [{ ...dispute, on: '2026-03-18' }, upheld])))).toEqual([
      '03-16 R-1-I1 BOOKED 394',
      '03-25 R-1-I1-C1 CORRECTED -158',
      '04-01 R-1-I2 BOOKED 270',
    ]);
  });
});

describe('a fee or lump sum that was not owed', () => {
  const booked = ['03-16 R-1-F1 BOOKED 250', '03-16 R-1-L1 BOOKED 4000', '03-16 R-1-I1 BOOKED 394'];

  it('is taken back when the invoice was paid in time, as a payment shows that becomes known late', async () => {
    expect(charges(await play(story(policy('fee, lump, interest'), [pays('03-20', '1000.00', { paidOn: '2026-03-02' })])))).toEqual([
      ...booked,
      '03-20 R-1-F1-C1 CORRECTED -250',
      '03-20 R-1-L1-C1 CORRECTED -4000',
      '03-20 R-1-I1-C1 CORRECTED -394',
    ]);
  });

  it('is taken back when the message went after the payment; the lump sum of a late payment stays', async () => {
    // 8 days: 225.10; 394 less 225.
    expect(charges(await play(story(policy('fee, lump, interest'), [pays('03-20', '1000.00', { paidOn: '2026-03-10' })])))).toEqual([
      ...booked,
      '03-20 R-1-F1-C1 CORRECTED -250',
      '03-20 R-1-I1-C1 CORRECTED -169',
    ]);
  });

  it('stays when the payment is of the day of the message', async () => {
    const lines = await play(story(policy('fee, lump, interest'), [pays('03-20', '1000.00', { paidOn: '2026-03-16' })]));
    expect(charges(lines)).toEqual(booked);
  });

  it('is taken back when the invoice turns out void', async () => {
    const lines = await play(story(policy('fee, lump, interest'), [on('03-20', 'void', { number: 'R-1', reason: 'wrong customer' })]));
    expect(charges(lines).slice(3)).toEqual(['03-20 R-1-F1-C1 CORRECTED -250', '03-20 R-1-L1-C1 CORRECTED -4000', '03-20 R-1-I1-C1 CORRECTED -394']);
    expect(stateOn(lines, '2026-03-20').open).toEqual({});
  });

  it('counts a payment on Monday as in time where the due date was a Saturday (BGB § 193)', async () => {
    const files = { 'items.csv': one.replace('2026-03-02', '2026-02-28') };
    const lines = await play(story(policy('lump'), [pays('03-20', '1000.00', { paidOn: '2026-03-02' })], files));
    expect(charges(lines)).toEqual(['03-14 R-1-L1 BOOKED 4000', '03-20 R-1-L1-C1 CORRECTED -4000']);
  });
});

describe('a settlement', () => {
  const settles = (amount: string) => on('03-18', 'settlement', { id: 'S', amount, dueOn: '2026-03-25', by: 'anna' });

  it('that is kept leaves no last stretch of interest', async () => {
    const lines = await play(story(policy('fee, lump, interest'), [settles('950.00'), on('03-25', 'payment', { number: 'P-1', amount: '950.00' })]));
    expect(charges(lines)).toHaveLength(3);
    expect(stateOn(lines, '2026-03-25')).toMatchObject({ open: {}, accrued: {} });
    expect(lines.find(({ kind }) => kind === 'close')?.date).toBe('2026-03-25');
  });

  it('has no tolerance: what is short would be a discount that nobody granted', async () => {
    const lines = await play(story(policy('interest'), [settles('950.00'), on('03-25', 'payment', { number: 'P-1', amount: '949.99' })]));
    expect(lines.find(({ kind, result }) => kind === 'plan' && result === 'PARTLY_KEPT')?.date).toBe('2026-03-29');
    expect(lines.some(({ kind }) => kind === 'settlement')).toBe(false);
  });
});

describe('a write-off', () => {
  it('takes fees and interest with the principal, books no more of them, and ends the case', async () => {
    const rule = policy('fee, interest').replace(/\n {2}- { id: second.*/, '\n  - { id: loss, action: write-off, when: { daysPastDue: { atLeast: 15 } } }');
    const lines = await play(
      story(`${rule}writeOff: [{ role: manager }]\n`, [on('03-18', 'approval', { subject: 'write-off', decision: 'APPROVED', by: 'boss' })]),
    );
    expect(lines.find(({ kind, result }) => kind === 'write-off' && result === 'RECOMMENDED')?.amounts).toEqual({ EUR: 100_644 });
    expect(charges(lines)).toEqual(['03-16 R-1-F1 BOOKED 250', '03-16 R-1-I1 BOOKED 394']);
    expect(lines.find(({ kind }) => kind === 'close')).toMatchObject({ date: '2026-03-18', result: 'WRITTEN_OFF' });
    const state = stateOn(lines, '2026-03-20');
    expect([state.open, state.chargeStates?.map(({ status }) => status)]).toEqual([{}, ['WRITTEN_OFF', 'WRITTEN_OFF']]);
  });
});

describe('what is told of charges', () => {
  it('is how all of the interest came about where what was waived is owed again', async () => {
    const events = [pays('03-20', '1000.00'), on('03-25', 'payment-reversed', { number: 'P-03-20', reason: 'no funds' })];
    const lines = await play(story(policy('interest', '\n  whenPrincipalPaid: waive'), events));
    const again = lines.find(({ kind, to }) => kind === 'interest' && to === 'R-1-I2');
    expect([again?.date, again?.amounts, again?.charge?.periods]).toEqual([
      '2026-03-25',
      { EUR: 647 },
      '2026-03-03 to 2026-03-25, 23 days at 10.27 % on 1000.00 EUR',
    ]);
  });

  it('is a lump sum once more where it was waived for a payment that was taken back', async () => {
    const events = [pays('03-20', '1000.00'), on('03-25', 'payment-reversed', { number: 'P-03-20', reason: 'no funds' })];
    const lines = await play(story(policy('lump', '\n  whenPrincipalPaid: waive'), events));
    expect(charges(lines)).toEqual(['03-16 R-1-L1 BOOKED 4000', '03-20 R-1-L1-C1 WAIVED -4000', '03-25 R-1-L2 BOOKED 4000']);
  });

  it('has the invoice, and what of the amount is charges, when nothing but charges on the invoice is open', async () => {
    const lines = await play({ ...story(policy('interest', '\n  booked: on-invoice'), [pays('03-20', '1003.94')]), to: '2026-04-20' });
    const last = lines.findLast(({ kind }) => kind === 'contact');
    expect([last?.date, last?.items, last?.amounts, last?.charges]).toEqual(['2026-04-19', ['R-1'], { EUR: 112 }, { EUR: 112 }]);
  });
});

describe('currencies and families', () => {
  const foreign = `${one}DE01,1,Invoice,R-2,,2026-02-01,2026-03-04,USD,500.00\n`;
  const rule = policy('interest');

  it('refuse money for an item of another currency', async () => {
    const event = pays('03-08', '600.00', { items: ['R-2'], currency: 'EUR' });
    const lines = await play(story(rule, [event], { 'items.csv': foreign }));
    expect(lines.find(({ kind }) => kind === 'refused')?.sentence).toContain('R-2 is in USD');
    expect(stateOn(lines, '2026-03-16').itemStates.find(({ item }) => item === 'R-2')?.openMinor).toBe(50000);
  });

  it('take the currency of the item that is named, and ask for one where none is', async () => {
    const lines = await play(story(rule, [pays('03-08', '500.00', { items: ['R-2'] })], { 'items.csv': foreign }));
    expect(stateOn(lines, '2026-03-16').open['USD']).toBeUndefined();
    await expect(play(story(rule, [on('03-08', 'payment', { number: 'P', amount: '500.00' })], { 'items.csv': foreign }))).rejects.toThrow(
      'events.jsonl:1: currency: is needed: there are items in EUR and USD',
    );
  });

  it('take a payment of the parent back where it went', async () => {
    const files = {
      'items.csv': `${one}DE01,2,Invoice,R-2,,2026-02-01,2026-03-03,EUR,500.00\n`,
      'customers.csv': 'customer_number,name,kind,country,parent,bill_to\n2,Parent,business,DE,,\n1,Child,business,DE,2,self\n',
    };
    const events = [pays('03-08', '1000.00', { account: 'DE01/2' }), on('03-12', 'payment-reversed', { account: 'DE01/2', number: 'P-03-08' })];
    const lines = await play(story(rule, events, files));
    expect(lines.filter(({ kind }) => kind === 'refused')).toEqual([]);
    expect(lines.find(({ kind, date, account }) => kind === 'state' && date === '2026-03-16' && account === 'DE01/1')?.state?.daysPastDue).toBe(14);
  });
});

describe('fees in a currency for which none is named', () => {
  const rates = `
  rates:
    - { from: EUR, to: USD, rate: 1.08, validFrom: 2026-01-01 }
    - { from: EUR, to: USD, rate: 1.1, validFrom: 2026-03-20 }
    - { from: EUR, to: JPY, rate: 162.35, validFrom: 2026-01-01 }`;
  const owed = (amount: string) => ({ 'items.csv': one.replace('EUR,1000.00', amount) });
  const booked = async (amount: string, more = rates) => {
    const lines = await play(story(policy('fee, lump', more), [], owed(amount)));
    return lines
      .filter(({ kind, result }) => kind === 'fee' || (kind === 'refused' && result === 'FEE_CURRENCY'))
      .map(({ date, to, amounts }) => [date.slice(5), to, amounts]);
  };

  it('are exchanged by the rate of their day, half up, into its smallest unit', async () => {
    // 2.50 at 1.08 and 40.00 at 1.08; from 20 March 2.50 at 1.1.
    expect(await booked('USD,1000.00')).toEqual([
      ['03-16', 'R-1-F1', { USD: 270 }],
      ['03-16', 'R-1-L1', { USD: 4320 }],
      ['04-01', 'R-1-F2', { USD: 275 }],
    ]);
    // 2.50 at 162.35 are 405.875.
    expect((await booked('JPY,100000'))[0]).toEqual(['03-16', 'R-1-F1', { JPY: 406 }]);
  });

  it('are left out, with a line, where no rate leads there', async () => {
    expect((await booked('USD,1000.00', '')).map(([day, to]) => [day, to])[0]).toEqual(['03-16', null]);
  });

  it('go by the band of the law in its own currency', async () => {
    const british = (amount: string) =>
      play(
        story(policy('lump', '\n  rates: [{ from: GBP, to: EUR, rate: 1.2, validFrom: 2026-01-01 }]').replace('lumpSum: DE', 'lumpSum: UK'), [], owed(amount)),
      );
    // 1200.00 EUR are 1000.00 GBP: 70.00 GBP; a little less: 40.00 GBP.
    expect(charges(await british('EUR,1200.00'))).toEqual(['03-16 R-1-L1 BOOKED 8400']);
    expect(charges(await british('EUR,1199.98'))).toEqual(['03-16 R-1-L1 BOOKED 4800']);
  });
});

describe('a half-year whose rate is not known', () => {
  const late = { 'items.csv': one.replaceAll('2026-03-02', '2026-12-01').replace('2026-02-01', '2026-11-01') };
  const rule = (rates: string) => policy('interest').replace('interest: { law: DE }', `interest: { law: DE${rates} }`).replace('atLeast: 14', 'atLeast: 40');
  const span = { from: '2026-12-01', to: '2027-01-12', at: '2027-01-12' };

  it('is charged by the rate that the policy states for it, and by no other', async () => {
    const stated = ', referenceRates: [{ from: 2027-01-01, percent: 1.77 }]';
    const lines = await play({ ...story(rule(stated), [], late), ...span });
    // 2 to 31 December, 30 days at 10.52 %: 864.66; 1 to 10 January, 10 days at 10.77 %: 295.07.
    const booked = lines.find(({ kind, to }) => kind === 'interest' && to === 'R-1-I1');
    expect([booked?.date, booked?.amounts, booked?.charge?.percent]).toEqual(['2027-01-10', { EUR: 1160 }, '10.52, 10.77']);
    const missing = await play({ ...story(rule(stated.replace('2027-01-01', '2027-07-01')), [], late), ...span });
    expect(missing.find(({ kind }) => kind === 'refused')?.reason).toMatchObject({ code: 'RATE_MISSING', figures: { from: '2027-01-01' } });
  });

  it('must begin on 1 January or 1 July, and belong to a law', async () => {
    const bad = (rates: string) => play(story(rule(rates), []));
    await expect(bad(', referenceRates: [{ from: 2027-02-01, percent: 1.77 }]')).rejects.toThrow(
      'charges.interest.referenceRates[0].from: a half-year begins on',
    );
    await expect(play(story(policy('interest').replace('law: DE', 'percent: 9, referenceRates: [{ from: 2027-01-01, percent: 1 }]'), []))).rejects.toThrow(
      'a contract has its own rate',
    );
  });
});
