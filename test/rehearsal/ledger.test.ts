import { afterAll, describe, expect, it } from '@jest/globals';
import { exampleFiles, Folder, ledger, linesOf } from './stage.js';

const folder = new Folder(exampleFiles());
afterAll(() => folder.remove());

async function openOn(asOf: string, ...files: string[]): Promise<string> {
  const { out, err } = await folder.duly('ageing', '--files', ...files, '--as-of', asOf, '--by', 'account', '--format', 'csv');
  return err || (out.split('\n')[1] ?? '');
}

const header = 'entity,customer_number,document_number,document_date,due_date,currency,amount';

describe('what is open on a day, by files', () => {
  it('follows payments and allocations on their days, and allocations that are taken back', async () => {
    folder.write('taken-back.csv', 'customer_number,credit,debit,amount,date,reversed_on\n1000,C-1,R-1,100.00,2026-03-11,2026-03-25\n');
    const files = ['entities.csv', 'items.csv', 'customers.csv', 'payments.csv', 'allocations=taken-back.csv'];
    expect(await openOn('2026-03-05', ...files)).toContain('DE01/1000,Buyer,EUR,3,1000.00,1200.00,0.00,0.00,0.00,0.00,0.00,2200.00');
    expect(await openOn('2026-03-10', ...files)).toContain(',4,1000.00,900.00,0.00,0.00,0.00,0.00,-100.00,1800.00');
    expect(await openOn('2026-03-24', ...files)).toContain(',3,1000.00,800.00,0.00,0.00,0.00,0.00,0.00,1800.00');
    expect(await openOn('2026-03-25', ...files)).toContain(',4,1000.00,900.00,0.00,0.00,0.00,0.00,-100.00,1800.00');
  });

  it('of a list of open items is what the list says is open, whatever the original amounts', async () => {
    folder.write(
      'open-items.csv',
      'entity,customer_number,document_number,document_date,due_date,currency,original_amount,open_amount\nE1,1,A,2026-01-01,2026-01-31,USD,100.00,40.00\nE1,1,B,2026-01-02,2026-02-01,USD,-50.00,-20.00\n',
    );
    expect(await openOn('2026-02-10', 'open-items.csv')).toBe('E1/1,1,USD,2,0.00,40.00,0.00,0.00,0.00,0.00,-20.00,20.00');
  });

  it('counts payments and invoices among the events', async () => {
    folder.write(
      'money.jsonl',
      '{"type":"payment","on":"2026-03-20","account":"DE01/1000","amountMinor":5000,"items":["R-1"]}\n{"type":"invoice","on":"2026-03-21","account":"DE01/1000","number":"R-9","amount":"7","dueOn":"2026-04-21"}\n',
    );
    const { out } = await folder.duly('ageing', '--files', ...ledger, '--events', 'money.jsonl', '--as-of', '2026-03-21', '--by', 'account', '--format', 'csv');
    expect(out).toContain('DE01/1000,Buyer,EUR,4,1007.00,750.00');
  });

  it('is read from a list in other words, once its kind is said', async () => {
    folder.write(
      'offen.csv',
      'Buchungskreis;Debitor;Rechnungsnr;Belegdatum;Fälligkeit;Währung;Offen\nX1;77;4711;01.02.2026;03.03.2026;EUR;1.234,50\n'.replace(
        'Rechnungsnr',
        'Belegnummer',
      ),
    );
    expect(await openOn('2026-03-04', 'open-items=offen.csv')).toBe('X1/77,77,EUR,1,0.00,1234.50,0.00,0.00,0.00,0.00,0.00,1234.50');
  });
});

const bad: [string, string, string, string][] = [
  ['an amount that is none', 'items.csv', `${header}\nE1,1,A,2026-01-01,2026-01-31,EUR,12x\n`, "items.csv:2: amount: '12x'"],
  [
    'an item twice',
    'items.csv',
    `${header}\nE1,1,A,2026-01-01,2026-01-31,EUR,12\nE1,1,A,2026-01-01,2026-01-31,EUR,12\n`,
    "items.csv:3: document_number: 'A' stands in line 2 already",
  ],
  [
    'a payment for an item that there is not',
    'payments.csv',
    'customer_number,payment_number,date,amount,item\n1,P,2026-01-01,5.00,Z\n',
    "payments.csv:2: item: 'Z' is no item of the account",
  ],
  [
    'a payment that is more than is open',
    'payments.csv',
    'customer_number,payment_number,date,amount,item,applied_amount\n1,P,2026-01-01,50.00,A,20.00\n',
    "'A' has 8.00 less open than is applied to it",
  ],
  [
    'an allocation above its credit',
    'allocations.csv',
    'customer_number,credit,debit,amount,date\n1,C,A,11.00,2026-01-09\n',
    'is more than the 10.00 that are left',
  ],
  [
    'an allocation of a credit that there is not',
    'allocations.csv',
    'customer_number,credit,debit,amount,date\n1,X,A,1.00,2026-01-09\n',
    "allocations.csv:2: credit: 'X' is no payment or credit note",
  ],
  ['a customer of no kind', 'customers.csv', 'customer_number,name,kind\n1,One,robot\n', "customers.csv:2: kind: 'robot' is neither business nor consumer"],
  [
    'items without their amounts',
    'items.csv',
    'customer_number,document_number,due_date\n1,A,2026-01-31\n',
    'items.csv: looks like items and has no column amount or original_amount',
  ],
  [
    'payments without their numbers',
    'paid.csv',
    'customer_number,date,amount,item\n1,2026-01-31,5.00,A\n',
    'paid.csv: looks like payments and has no column payment_number; add it, or write customers=paid.csv if it is of that kind',
  ],
  ['columns that say nothing', 'strange.csv', 'a,b\n1,2\n', "strange.csv: can't be told from its columns"],
];

describe('a ledger file with a mistake', () => {
  it.each(bad)('%s: is named with file, line, field and value, and nothing is printed', async (_, name, content, said) => {
    const own = new Folder({ 'base.csv': `${header}\nE1,1,A,2026-01-01,2026-01-31,EUR,12\nE1,1,C,2026-01-02,,EUR,-10\n`, [name]: content });
    const files = name === 'items.csv' ? [name] : ['items=base.csv', name];
    const { code, out, err } = await own.duly('rehearse', '--policy', 'gentle', '--ledger', ...files, '--from', '2026-02-01', '--to', '2026-03-01');
    own.remove();
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});

describe('accounts of which little is known', () => {
  const one = {
    'items.csv': `${header}\nE1,1,A,2026-01-01,2026-01-31,EUR,12\n`,
    'someone.csv': 'customer_number,name,role,email\n9,X,accounts_payable,x@example.com\n',
    'customers.csv': 'customer_number,name\n1,One\n9,Nine\n',
  };
  const played = async (...files: string[]) => {
    const own = new Folder(one);
    const { out } = await own.duly('rehearse', '--policy', 'standard-b2b', '--ledger', ...files, '--from', '2026-02-02', '--to', '2026-02-20');
    own.remove();
    return linesOf(out)
      .filter(({ kind }) => kind === 'contact' || kind === 'task')
      .map(({ kind, to }) => `${kind} ${to}`);
  };

  it('are taken to be reachable when no contacts are given at all', async () => {
    expect(await played('items.csv')).toContain('contact ap@1.example.com');
  });

  it('and nobody is found when there are contacts, but none of theirs', async () => {
    expect((await played('items.csv', 'customers.csv', 'contacts=someone.csv'))[0]).toBe('task FIND_CONTACT');
  });

  it('says which presets there are when the named one is none of them', async () => {
    const folder = new Folder({ ...exampleFiles() });
    const got = await folder.duly(
      'rehearse',
      '--policy',
      'policy.yaml',
      '--ledger',
      'items.csv',
      '--preset',
      'nonsense',
      '--from',
      '2026-03-02',
      '--to',
      '2026-03-03',
    );
    folder.remove();
    expect([got.code, got.err]).toEqual([2, expect.stringContaining('There is no preset nonsense; there are duly,')]);
  });
});
