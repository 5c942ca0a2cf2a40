import type { MessageToRender, StatementData, StatementItem } from '../../activities/ports.js';
import { total } from '../../domain/money/minor.js';

/** The day of the sample. */
export const sampleDay = '2020-06-30';

const entity: StatementData['entity'] = {
  code: 'E1',
  name: 'Example Trading GmbH',
  country: 'DE',
  addressLines: ['Musterstraße 12', '44135 Dortmund'],
  email: 'receivables@example.com',
  phone: '+49 30 23125 100',
  iban: 'DE02120300000000202051',
  bic: 'BYLADEM1001',
  bankName: 'Example Bank',
};

const items: StatementItem[] = [
  invoice('RE-2020-0117', '2020-03-12', '2020-04-11', 'EUR', 1_250_000, 250_000),
  invoice('RE-2020-0188', '2020-04-02', '2020-05-02', 'EUR', 431_25, 0),
  { ...invoice('RE-2020-0203', '2020-04-20', '2020-05-20', 'EUR', 98_000, 0), disputed: true },
  invoice('RE-2020-0240', '2020-05-10', '2020-06-09', 'USD', 75_000, 0),
  invoice('RE-2020-0291', '2020-06-15', '2020-07-15', 'EUR', 64_000, 0),
  { ...invoice('GS-2020-0031', '2020-05-28', '2020-05-28', 'EUR', -20_000, 0), kind: 'CREDIT_NOTE' },
];

/** An account that has everything: part payments, a credit, a dispute, two currencies, something that is not due yet. */
export const sampleStatement: StatementData = {
  accountId: 'E1/10042',
  asOf: sampleDay,
  entity,
  items,
  customer: { number: '10042', name: 'Sample & Sons Ltd', country: 'DE', addressLines: ['Sample & Sons Ltd', 'Hauptstraße 5', '10117 Berlin', 'Deutschland'] },
  open: total(items.map(({ currency, openMinor }) => ({ currency, minor: openMinor }))),
  overdue: { EUR: 1_121_125, USD: 75_000 },
};

/** A message to try a template with. */
export function sampleMessage(asked: Pick<MessageToRender, 'template' | 'channel' | 'language' | 'tone'> & { deadlineOn?: string | null }): MessageToRender {
  const address = asked.channel === 'letter' ? sampleStatement.customer.addressLines.join('\n') : 'accounts@example.org';
  return { deadlineOn: null, ...asked, onDay: sampleDay, recipient: { name: 'Accounts Payable', address }, statement: sampleStatement };
}

function invoice(number: string, issuedOn: string, dueOn: string, currency: string, amountMinor: number, paidMinor: number): StatementItem {
  const openMinor = amountMinor - paidMinor;
  const days = Math.round((Date.parse(sampleDay) - Date.parse(dueOn)) / 86_400_000);
  return {
    number,
    kind: 'INVOICE',
    issuedOn,
    dueOn,
    currency,
    amountMinor,
    paidMinor,
    openMinor,
    daysPastDue: openMinor > 0 ? Math.max(0, days) : 0,
    disputed: false,
  };
}
