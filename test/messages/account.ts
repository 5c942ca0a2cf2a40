import type { Delivery, MessageToRender, RenderedMessage, StatementData, StatementItem } from '../../activities/ports.js';
import { total } from '../../domain/money/minor.js';
import { sampleMessage, sampleStatement } from '../../templates/writing/sample.js';

export const today = '2020-06-30';

/** A statement of these items, with the totals that follow from them. */
export function statementOf(items: StatementItem[], more: Partial<StatementData> = {}): StatementData {
  const open = total(items.map(({ currency, openMinor }) => ({ currency, minor: openMinor })));
  return { ...sampleStatement, items, open, overdue: open, ...more };
}

/** An invoice that has been due for so many days. */
export function invoice(number: string, openMinor: number, more: Partial<StatementItem> = {}): StatementItem {
  const { daysPastDue = 30 } = more;
  const dueOn = new Date(Date.parse(today) - daysPastDue * 86_400_000).toISOString().slice(0, 10);
  return {
    number,
    kind: 'INVOICE',
    issuedOn: '2020-01-15',
    dueOn,
    currency: 'EUR',
    amountMinor: openMinor,
    paidMinor: 0,
    openMinor,
    disputed: false,
    ...more,
    daysPastDue,
  };
}

/** A message about a statement. */
export function messageOf(template: string, channel: MessageToRender['channel'], language: string, more: Partial<MessageToRender> = {}): MessageToRender {
  return { ...sampleMessage({ template, channel, language, tone: 'friendly' }), ...more };
}

/** A delivery of a message. */
export function deliveryOf(message: Partial<RenderedMessage>, more: Partial<Delivery> = {}): Delivery {
  return {
    key: 'E1/10042#1/reminder/0/email',
    channel: 'email',
    to: 'accounts@example.org',
    recipientName: 'Accounts Payable',
    from: { name: 'Example Trading GmbH', email: 'receivables@example.com' },
    message: { subject: 'Payment reminder', text: 'Please pay.\n', html: null, attachments: [], ...message },
    ...more,
  };
}
