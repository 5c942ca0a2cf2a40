import { describe, expect, it } from '@jest/globals';
import { diary, play, stateOn, violations, type Story } from './story.js';

/** E-mails 1 and 15 days past due, a letter after 29. */
const policy = `policy: items
title: Items as the world has them
ladder:
  - { id: first, action: email, template: reminder, when: { daysPastDue: { atLeast: 1 } } }
  - { id: second, action: email, template: reminder, tone: firm, when: { daysPastDue: { atLeast: 15 } } }
  - { id: third, action: letter, template: reminder, tone: final, when: { daysPastDue: { atLeast: 29 } } }
contact: { maxIn7Days: 7, minGapDays: 0 }
`;
/** R-1 is due on Friday 2026-01-30, R-2 on Friday 2026-02-13. */
const header = 'entity,customer_number,document_type,document_number,instalment,document_date,due_date,currency,amount,status\n';
const both = `DE01,1,Invoice,R-1,,2026-01-02,2026-01-30,EUR,600.00,
DE01,1,Invoice,R-2,,2026-01-16,2026-02-13,EUR,400.00,
`;
const on = (day: string, type: string, more: object = {}) => ({ type, on: `2026-${day}`, account: 'DE01/1', ...more });
const story = (events: readonly object[], at?: string, rows = both): Story => ({
  policy,
  files: { 'items.csv': header + rows },
  events,
  from: '2026-01-29',
  to: '2026-02-27',
  ...(at !== undefined && { at }),
});
const told = async (events: readonly object[], rows = both) => diary(await play(story(events, undefined, rows)));
const itemsOn = (lines: Awaited<ReturnType<typeof play>>, day: string) =>
  stateOn(lines, day).itemStates.map(({ item, openMinor, daysPastDue }) => `${item} ${openMinor} ${daysPastDue}`);

describe('an invoice', () => {
  it('of instalments has a due date, an age and a balance for each', async () => {
    const rows = `DE01,1,Invoice,R-5,1,2026-01-02,2026-01-30,EUR,300.00,\nDE01,1,Invoice,R-5,2,2026-01-02,2026-02-13,EUR,300.00,\n`;
    const lines = await play(story([on('02-04', 'payment', { number: 'P-1', amount: '100.00', items: ['R-5'] })], '2026-02-16', rows));
    expect(itemsOn(lines, '2026-02-16')).toEqual(['R-5/1 20000 17', 'R-5/2 30000 3']);
  });

  it('that is a draft is no debt until it is issued', async () => {
    const draft = on('01-29', 'invoice', { number: 'R-9', amount: '250.00', issuedOn: '2026-01-02', dueOn: '2026-01-30', status: 'draft' });
    const lines = await play(story([draft, on('02-09', 'invoice-issued', { number: 'R-9', dueOn: '2026-02-11' })], '2026-02-06,2026-02-13', ''));
    expect(stateOn(lines, '2026-02-06')).toMatchObject({ open: {}, draftInvoices: ['R-9'], itemStates: [] });
    expect(stateOn(lines, '2026-02-13')).toMatchObject({ open: { EUR: 25000 }, draftInvoices: [], daysPastDue: 2 });
    expect(diary(lines)).toEqual(['01-29 event invoice', '02-09 event invoice-issued', '02-12 contact first email', '02-26 contact second email']);
  });

  it('that the file calls a draft or void is no debt either', async () => {
    const rows = `${both}DE01,1,Invoice,R-3,,2026-01-02,2026-01-05,EUR,70.00,draft\nDE01,1,Invoice,R-4,,2026-01-02,2026-01-05,EUR,80.00,void\n`;
    const lines = await play(story([on('02-16', 'invoice-issued', { number: 'R-3', dueOn: '2026-03-02' })], '2026-02-02,2026-02-16', rows));
    expect(stateOn(lines, '2026-02-02')).toMatchObject({ open: { EUR: 100000 }, draftInvoices: ['R-3'] });
    expect(stateOn(lines, '2026-02-16').open).toEqual({ EUR: 107000 });
  });

  it('that is void was never owed: what was sent stays, the next look drops it, what was paid on it is on account', async () => {
    const events = [
      on('02-04', 'payment', { number: 'P-1', amount: '50.00', items: ['R-1'] }),
      on('02-11', 'void', { number: 'R-1', reason: 'wrong customer' }),
    ];
    const lines = await play(story(events, '2026-02-10,2026-02-11,2026-02-16'));
    expect(diary(lines)).toEqual(['02-02 contact first email', '02-04 event payment', '02-11 event void', '02-11 close PAID', '02-16 contact first email']);
    expect(itemsOn(lines, '2026-02-10')).toEqual(['R-1 55000 11', 'R-2 40000 -3']);
    expect(itemsOn(lines, '2026-02-11')).toEqual(['R-2 40000 -2', 'P-1 -5000 7']);
    expect(stateOn(lines, '2026-02-16')).toMatchObject({ collectable: { EUR: 35000 } });
    expect(await told([on('02-11', 'void', { number: 'R-7' })])).toContain('02-11 refused void');
    const r1 = `${both.split('\n')[0]}\n`;
    expect(await violations(story([on('02-11', 'void', { number: 'R-1' })], undefined, r1))).toBe('0');
  });
});

describe('a payment', () => {
  const pay = (day: string, more: object = {}) => on(day, 'payment', { number: 'P-1', amount: '600.00', ...more });

  it('of a later date counts from that day on, and is shown before', async () => {
    const lines = await play(story([pay('02-04', { paidOn: '2026-02-20' })], '2026-02-06,2026-02-20'));
    expect(stateOn(lines, '2026-02-06')).toMatchObject({
      open: { EUR: 100000 },
      expected: [{ number: 'P-1', on: '2026-02-20', currency: 'EUR', minor: 60000, because: 'LATER_DATE' }],
    });
    expect(stateOn(lines, '2026-02-20')).toMatchObject({ open: { EUR: 40000 }, expected: [] });
    expect(diary(lines)).toEqual(['02-02 contact first email', '02-04 event payment', '02-16 contact second email', '02-20 event payment']);
  });

  it('that is charged back leaves the item at its true age; won again, it counts as paid from then on', async () => {
    const events = [pay('02-04'), on('02-10', 'chargeback', { number: 'P-1', reason: 'card' }), on('02-12', 'chargeback-won', { number: 'P-1' })];
    const lines = await play(story(events, '2026-02-05,2026-02-10,2026-02-12', both.split('\n')[0] + '\n'));
    expect(diary(lines)).toEqual([
      '02-02 contact first email',
      '02-04 event payment',
      '02-04 close PAID',
      '02-10 event chargeback',
      '02-10 contact first email',
      '02-12 event chargeback-won',
      '02-12 close PAID',
    ]);
    expect(itemsOn(lines, '2026-02-05')).toEqual([]);
    expect(itemsOn(lines, '2026-02-10')).toEqual(['R-1 60000 11']);
    expect(itemsOn(lines, '2026-02-12')).toEqual([]);
  });

  it('can be charged back in part, and again once it was won', async () => {
    const part = on('02-10', 'chargeback', { number: 'P-1', amount: '150.00' });
    const lines = await play(story([pay('02-04'), part, on('02-11', 'chargeback', { number: 'P-1' })], '2026-02-10'));
    expect(itemsOn(lines, '2026-02-10')).toEqual(['R-1 15000 11', 'R-2 40000 -3']);
    expect(lines.find(({ kind }) => kind === 'refused')?.sentence).toBe('Line 3: chargeback refused: P-1 was taken back already');
    const again = await play(
      story([pay('02-04'), part, on('02-12', 'chargeback-won', { number: 'P-1' }), on('02-18', 'chargeback', { number: 'P-1' })], '2026-02-12,2026-02-18'),
    );
    expect(itemsOn(again, '2026-02-12')).toEqual(['R-2 40000 -1']);
    expect(itemsOn(again, '2026-02-18')).toEqual(['R-1 15000 19', 'R-2 40000 5']);
  });
});

describe('a payment under way (complaint 9)', () => {
  const pending = on('02-01', 'payment-pending', { number: 'D-1', amount: '600.00', expectedOn: '2026-02-05', items: ['R-1'] });
  const r1 = both.split('\n')[0] + '\n';

  it('keeps people from being reminded of what it pays, and lapses with its day', async () => {
    const lines = await play(story([pending], '2026-02-04', r1));
    expect(diary(lines).slice(0, 3)).toEqual(['02-01 event payment-pending', '02-06 event payment-lapsed', '02-06 contact first email']);
    expect(stateOn(lines, '2026-02-04')).toMatchObject({
      overdue: { EUR: 60000 },
      collectable: {},
      waits: { reason: { code: 'PAYMENT_PENDING' } },
      expected: [{ number: 'D-1', on: '2026-02-05', because: 'PENDING' }],
      itemStates: [{ item: 'R-1', withheld: { because: 'PAYMENT_PENDING', minor: 60000 } }],
    });
  });

  it('ends when it arrives, or fails', async () => {
    expect(await told([pending, on('02-04', 'payment', { number: 'D-1', amount: '600.00' })], r1)).toEqual([
      '02-01 event payment-pending',
      '02-04 event payment',
      '02-04 close PAID',
    ]);
    const failed = await told([pending, on('02-04', 'payment-failed', { number: 'D-1', reason: 'no funds' })], r1);
    expect(failed.slice(1, 3)).toEqual(['02-04 event payment-failed', '02-04 contact first email']);
  });

  it('of a part leaves the rest to be asked for', async () => {
    const lines = await play(story([on('01-29', 'payment-pending', { number: 'D-1', amount: '200.00', expectedOn: '2026-02-20' })], undefined, r1));
    expect(lines.find(({ kind }) => kind === 'contact')).toMatchObject({ date: '2026-02-02', amounts: { EUR: 40000 } });
  });
});

describe('a parent that pays for its children', () => {
  const files = {
    'items.csv': `${header}DE01,10,Invoice,H-1,,2026-01-02,2026-02-27,EUR,100.00,
DE01,11,Invoice,C-1,,2026-01-02,2026-01-30,EUR,600.00,
DE01,12,Invoice,C-2,,2026-01-16,2026-02-13,EUR,400.00,
`,
    'contacts.csv':
      'customer_number,name,role,email\n10,Head office,accounts_payable,ap@example.com\n11,Branch,accounts_payable,branch@example.org\n12,Other branch,accounts_payable,other@example.org\n',
  };
  const customers = (billTo: string) => `customer_number,name,parent,bill_to\n10,Group,,\n11,North,10,${billTo}\n12,South,10,${billTo}\n`;
  const family = (billTo: string, events: readonly object[], more: Partial<Story> = {}): Story => ({
    ...story(events),
    files: { ...files, 'customers.csv': customers(billTo) },
    ...more,
  });
  const pay = (day: string, amount: string, more: object = {}) => ({ type: 'payment', on: `2026-${day}`, account: 'DE01/10', number: 'P-1', amount, ...more });
  const contactsIn = (lines: Awaited<ReturnType<typeof play>>) =>
    lines.filter(({ kind }) => kind === 'contact').map(({ date, account, to, items }) => `${date.slice(5)} ${account} ${to} ${items.join(' ')}`);

  it('is written to in their stead and has the state, when they are billed to it', async () => {
    const lines = await play(family('parent', [], { at: '2026-02-16' }));
    expect(contactsIn(lines)).toEqual(['02-02 DE01/10 ap@example.com C-1', '02-16 DE01/10 ap@example.com C-1 C-2']);
    expect(stateOn(lines, '2026-02-16', 'DE01/10')).toMatchObject({ open: { EUR: 110000 }, collectable: { EUR: 100000 }, daysPastDue: 17, step: 'second' });
    expect(new Set(lines.map(({ account }) => account))).toEqual(new Set(['DE01/10']));
  });

  it('settles their items, oldest first, with money that names none; what happens to a child happens there', async () => {
    const events = [pay('02-04', '700.00'), { type: 'dispute', on: '2026-02-06', account: 'DE01/12', reason: 'price', items: ['C-2'] }];
    const lines = await play(family('parent', events, { at: '2026-02-05,2026-02-16' }));
    expect(stateOn(lines, '2026-02-05').itemStates.map(({ item, openMinor }) => `${item} ${openMinor}`)).toEqual(['H-1 10000', 'C-2 30000']);
    expect(stateOn(lines, '2026-02-16')).toMatchObject({ disputes: [{ items: ['C-2'] }], collectable: {} });
  });

  it('settles the items that it names of children with accounts of their own, each with what it says', async () => {
    const events = [
      pay('02-04', '650.00', {
        items: [
          { item: 'C-1', amount: '600.00' },
          { item: 'C-2', amount: '30.00' },
        ],
      }),
    ];
    const lines = await play(family('self', events, { at: '2026-02-16' }));
    expect(contactsIn(lines)).toEqual(['02-02 DE01/11 branch@example.org C-1', '02-16 DE01/12 other@example.org C-2']);
    expect(stateOn(lines, '2026-02-16', 'DE01/11').open).toEqual({});
    expect(stateOn(lines, '2026-02-16', 'DE01/12').open).toEqual({ EUR: 37000 });
    expect(stateOn(lines, '2026-02-16', 'DE01/10').open).toEqual({ EUR: 8000 });
    await expect(play(family('self', [pay('02-04', '650.00', { items: ['C-1', 'C-2'] })]))).rejects.toThrow(
      'are of several accounts; say how much of it is for each',
    );
    const whole = await play(family('self', [pay('02-04', '600.00', { items: ['C-1'] })], { at: '2026-02-05' }));
    expect(stateOn(whole, '2026-02-05', 'DE01/11').open).toEqual({});
  });

  it('settles them by a file of payments too', async () => {
    const money = { 'payments.csv': 'customer_number,payment_number,date,amount,item\n10,P-1,2026-02-04,630.00,C-1=600.00; C-2=30.00\n' };
    const lines = await play(family('self', [], { at: '2026-02-16', files: { ...files, ...money, 'customers.csv': customers('self') } }));
    expect(stateOn(lines, '2026-02-16', 'DE01/12').open).toEqual({ EUR: 37000 });
    const billed = await play(family('parent', [], { at: '2026-02-16', files: { ...files, ...money, 'customers.csv': customers('parent') } }));
    expect(stateOn(billed, '2026-02-16').open).toEqual({ EUR: 47000 });
  });
});

describe('a payment of a file that names no item', () => {
  const header2 = 'customer_number,payment_number,date,amount,item\n';
  const open = async (rows: string, more: Record<string, string> = {}) => {
    const files = { 'items.csv': header + both, 'payments.csv': header2 + rows, ...more };
    const lines = await play({ policy, files, events: [], from: '2026-01-29', to: '2026-02-27', at: '2026-02-05,2026-02-17' });
    return [itemsOn(lines, '2026-02-05'), itemsOn(lines, '2026-02-17')];
  };

  it('pays the oldest on its day, what other payments name left out', async () => {
    // 650.00 come on Monday, when R-2 is already known to be paid in part later: 600.00 for R-1, 50.00 for R-2.
    const rows = '1,P-1,2026-02-02,650.00,\n1,P-2,2026-02-16,100.00,R-2\n';
    expect(await open(rows)).toEqual([['R-2 35000 -8'], ['R-2 25000 4']]);
  });

  it('stays on account where a file of allocations says what it paid', async () => {
    const allocations = 'customer_number,credit,debit,amount,date\n1,P-1,R-2,100.00,2026-02-02\n';
    expect((await open('1,P-1,2026-02-02,150.00,\n', { 'allocations.csv': allocations }))[0]).toEqual(['R-1 60000 6', 'R-2 30000 -8', 'P-1 -5000 3']);
  });

  it('stays on account where it is older than the list of open items', async () => {
    const list = `${header.replace(',amount,', ',open_amount,')}${both}`;
    const files = { 'items.csv': list, 'payments.csv': `${header2}1,P-1,2026-01-20,150.00,\n` };
    const lines = await play({ policy, files, events: [], from: '2026-01-29', to: '2026-02-06', at: '2026-01-30' });
    expect(itemsOn(lines, '2026-01-30')).toEqual(['R-1 60000 0', 'R-2 40000 -14', 'P-1 -15000 10']);
  });
});
