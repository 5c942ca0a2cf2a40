import type { StatementItem } from '../../activities/ports.js';
import { statementOf as statementOfFacts } from '../../activities/statement.js';
import type { ChargeFacts } from '../../domain/charges/types.js';
import { readPolicy } from '../../domain/policy/read.js';
import { takeStock } from '../../domain/rule/standing.js';
import { sampleStatement } from '../../templates/writing/sample.js';
import { account, invoice as booked } from '../domain/diary.js';
import { giroCodeText } from '../../templates/writing/giroCode.js';
import { openShelf } from '../../templates/writing/shelf.js';
import { write } from '../../templates/writing/write.js';
import { createRenderer } from '../../worker/adapters/renderer.js';
import { invoice, messageOf, statementOf } from './account.js';
import { pagesOf } from './pdfText.js';

const shelf = openShelf(null);
/** All spaces alike. */
const read = (text: string) => text.replace(/[^\S\n]+/g, ' ');

/** Booked today, due today: a charge has no age of its own. */
function charge(number: string, openMinor: number, what: 'FEE' | 'LUMP_SUM' | 'INTEREST', more: Partial<StatementItem> = {}): StatementItem {
  const interest = what === 'INTEREST' ? { from: '2020-06-01', to: '2020-06-30', percent: '8.12' } : { from: null, to: null, percent: null };
  return invoice(number, openMinor, { kind: 'CHARGE', daysPastDue: 0, charge: { what, ...interest }, ...more });
}

// 100.00 due, 40.00 lump sum, 0.67 interest, 5.00 fee, 20.00 credit: 125.67 is asked for.
const items = [
  invoice('R1', 10_000),
  charge('R1-I1', 67, 'INTEREST'),
  charge('R1-L1', 4_000, 'LUMP_SUM'),
  charge('R1-F1', 500, 'FEE'),
  invoice('G1', -2_000, { kind: 'CREDIT_NOTE', daysPastDue: 0 }),
];
const statement = statementOf(items, { overdue: { EUR: 8_000 }, asked: { EUR: 12_567 } });

describe('fees and interest', () => {
  it.each([
    ['en', ['Overdue: €100.00', 'Fees and interest: €45.67', 'Credits: -€20.00', 'Please pay: €125.67'], 'of which €45.67 fees and interest'],
    ['de', ['Überfällig: 100,00 €', 'Gebühren und Zinsen: 45,67 €', 'Guthaben: -20,00 €', 'Zu zahlen: 125,67 €'], 'davon 45,67 € Gebühren und Zinsen'],
    ['es', ['Vencido: 100,00 €', 'Gastos e intereses: 45,67 €', 'Saldo a su favor: -20,00 €', 'Importe a pagar: 125,67 €'], '45,67 € son gastos e intereses'],
  ])('stand apart from what they were charged for, and add up to what is asked for (%s)', (language, totals, said) => {
    const { text, tables } = write(shelf, messageOf('reminder', 'email', language, { statement }));
    expect(tables.totals.map(({ label, amount }) => read(`${label}: ${amount}`))).toEqual(totals);
    expect(read(text)).toContain(said);
  });

  it('are listed after the debts with their own names, interest with its days and its rate, without an age', () => {
    const { text } = write(shelf, messageOf('reminder', 'email', 'de', { statement }));
    expect(read(text).split('\n').slice(4, 9)).toEqual([
      '- Rechnung R1, 15.01.2020, fällig am 31.05.2020, 30 Tage überfällig: 100,00 €',
      '- Gebühr R1-F1, 15.01.2020: 5,00 €',
      '- Verzugszinsen R1-I1, 15.01.2020: 0,67 € (01.06.2020 bis 30.06.2020 zu 8,12 %)',
      '- Verzugspauschale R1-L1, 15.01.2020: 40,00 €',
      '- Gutschrift G1, 15.01.2020: -20,00 €',
    ]);
  });

  it('do not count as items that are overdue', () => {
    expect(write(shelf, messageOf('reminder', 'sms', 'en', { statement })).text).toContain('€125.67 (1 item)');
  });

  it('have a column of their own in the balance by age, and are in the payment code', async () => {
    const message = messageOf('reminder', 'email', 'en', { statement });
    const { attachments } = await createRenderer({ templates: null }).render(message);
    const [page = ''] = pagesOf(attachments[0]!.content);
    const lines = page.split('\n');
    expect(lines.slice(lines.indexOf('EUR'), lines.indexOf('EUR') + 9)).toEqual(['EUR', '0.00', '100.00', '0.00', '0.00', '0.00', '45.67', '-20.00', '125.67']);
    expect(giroCodeText(statement)).toContain('EUR125.67');
  });

  it('that are in dispute are not asked for', () => {
    const disputed = items.map((item) => (item.number === 'R1-L1' ? { ...item, disputed: true } : item));
    const { tables, text } = write(shelf, messageOf('reminder', 'email', 'en', { statement: statementOf(disputed, { overdue: { EUR: 8_000 } }) }));
    expect(tables.totals.map(({ label, amount }) => `${label}: ${amount}`)).toEqual([
      'Overdue: €100.00',
      'Fees and interest: €45.67',
      'Credits: -€20.00',
      'Not asked for at present: -€40.00',
      'Please pay: €85.67',
      'Balance: €125.67',
    ]);
    expect(text).toContain('of which €5.67 fees and interest');
  });

  it('of which there are none are not spoken of', () => {
    const { text, tables } = write(shelf, messageOf('reminder', 'email', 'en', { statement: statementOf([invoice('R1', 10_000)]) }));
    expect(text).not.toMatch(/interest/);
    expect(tables.totals).toHaveLength(1);
  });
});

describe('the statement of an account that was charged', () => {
  const terms = 'charges: { fees: [{ id: fee, amount: { EUR: 5 } }], interest: { percent: 8 } }';
  const step = '{ id: notice, action: email, template: reminder, charge: [fee, interest], when: { daysPastDue: { atLeast: 1 } } }';
  const policy = readPolicy(`policy: charging\ntitle: Charging\n${terms}\nladder:\n  - ${step}\n`, 'charging.yaml');
  const booking = (id: number, what: 'FEE' | 'INTEREST', minor: number): ChargeFacts => ({
    id,
    chargeId: id,
    key: `k${id}`,
    does: 'BOOK',
    what,
    name: what.toLowerCase(),
    number: `R-1-${what.slice(0, 1)}1`,
    caseId: null,
    step: 'notice',
    round: 0,
    itemIds: [1],
    onInvoice: false,
    currency: 'EUR',
    minor,
    onDay: '2026-03-31',
    from: what === 'INTEREST' ? '2026-03-02' : null,
    to: what === 'INTEREST' ? '2026-03-31' : null,
    percent: what === 'INTEREST' ? '8' : null,
  });
  const facts = account({
    items: [
      booked(1, '2026-03-01', 100_000),
      booked(2, '2026-03-31', 500, { kind: 'CHARGE', number: 'R-1-F1' }),
      booked(3, '2026-03-31', 658, { kind: 'CHARGE', number: 'R-1-I1' }),
    ],
    charges: [booking(2, 'FEE', 500), booking(3, 'INTEREST', 658)],
  });
  const { entity, customer } = sampleStatement;

  it('asks for the principal and, apart, for what was charged, on the very day that it was', () => {
    const made = statementOfFacts(facts, takeStock(facts, policy, '2026-03-31'), { entity, customer });
    expect([made.overdue, made.asked, made.customer.kind]).toEqual([{ EUR: 100_000 }, { EUR: 101_158 }, 'BUSINESS']);
    const { tables } = write(shelf, messageOf('reminder', 'email', 'en', { statement: made }));
    expect(tables.totals.map(({ label, amount }) => `${label}: ${amount}`)).toEqual([
      'Overdue: €1,000.00',
      'Fees and interest: €11.58',
      'Please pay: €1,011.58',
    ]);
    expect(tables.lines.map(({ kind, number, days, note }) => [kind, number, days, read(note)])).toEqual([
      ['Invoice', 'R-1', '30', ''],
      ['Fee', 'R-1-F1', '', ''],
      ['Interest for late payment', 'R-1-I1', '', '2 Mar 2026 to 31 Mar 2026 at 8 %'],
    ]);
  });
});
