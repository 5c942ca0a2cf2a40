import { parse } from 'csv-parse/sync';
import type { HandoverData } from '../../activities/ports.js';
import { createHandoverFormatter, handoverColumns } from '../../worker/adapters/handover.js';
import { invoice } from './account.js';

const handover: HandoverData = {
  placementId: '018f',
  agency: { code: 'agency', name: 'Example Collections' },
  onDay: '2020-06-30',
  accountId: 'E1/10042',
  creditor: { code: 'E1', name: 'Example Trading GmbH' },
  debtor: {
    number: '10042',
    kind: 'BUSINESS',
    name: 'Müller & Söhne; "Łódź"',
    language: 'de',
    addressLines: ['Hauptstraße 5', 'Hinterhaus', '3. Stock', 'links'],
    postcode: '10117',
    city: 'Berlin',
    country: 'DE',
    contacts: [
      { name: 'Anna Maria Beispiel', role: 'management', email: 'anna@example.org', phone: '+49 30 23125-200', mobile: '+49 30 23125 201' },
      { name: 'Buchhaltung', role: 'accounts_payable', email: 'buch@example.org', phone: '+49 30 23125-200', mobile: null },
    ],
  },
  items: [
    { ...invoice('A-1', 75_000, { amountMinor: 100_000, paidMinor: 25_000 }), purchaseOrder: 'PO 7' },
    { ...invoice('A-2', 12_345, { currency: 'KWD', disputed: true }), purchaseOrder: null },
    { ...invoice('N-1', -5_000, { kind: 'CREDIT_NOTE', daysPastDue: 0 }), purchaseOrder: null },
  ],
  lastPayment: { on: '2020-05-02', amountMinor: -25_000, currency: 'EUR' },
  flags: { disputed: false, cease: false, attorney: true, bankruptcy: false, deceased: false },
};

const format = async (data = handover) => {
  const { fileName, content } = await createHandoverFormatter().format(data);
  return { fileName, text: Buffer.from(content).toString('utf8'), rows: parse(Buffer.from(content), { columns: true }) as Record<string, string>[] };
};

describe('a hand-over file', () => {
  it('has a row for each document, with the debtor and what was paid', async () => {
    const { rows, text } = await format();
    expect(text.split('\r\n')[0]).toBe(handoverColumns.join(','));
    expect(rows[0]).toMatchObject({
      recordType: 'ITEM',
      placementId: '018f',
      ourAccount: 'E1/10042',
      debtorType: 'BUSINESS',
      legalName: 'Müller & Söhne; "Łódź"',
      contactFirstName: 'Anna Maria',
      contactLastName: 'Beispiel',
      addressLine1: 'Hauptstraße 5',
      addressLine2: 'Hinterhaus',
      addressLine3: '3. Stock, links',
      postcode: '10117',
      phones: '+49 30 23125-200; +49 30 23125 201',
      emails: 'anna@example.org; buch@example.org',
      invoiceNo: 'A-1',
      purchaseOrderNo: 'PO 7',
      invoiceDate: '2020-01-15',
      dueDate: '2020-05-31',
      originalAmount: '1000.00',
      paymentsAmount: '250.00',
      balance: '750.00',
      currency: 'EUR',
      lastPaymentDate: '2020-05-02',
      lastPaymentAmount: '250.00',
      itemizationDate: '2020-06-30',
      disputeFlag: 'N',
      attorneyFlag: 'Y',
      bankruptcyFlag: 'N',
    });
    expect(rows[1]).toMatchObject({ invoiceNo: 'A-2', balance: '12.345', currency: 'KWD', disputeFlag: 'Y' });
    expect(rows[2]).toMatchObject({ invoiceNo: 'N-1', documentType: 'CREDIT_NOTE', balance: '-50.00' });
  });

  it('ends with count and total of each currency, which the acknowledgement has to agree with', async () => {
    const totals = (await format()).rows.filter(({ recordType }) => recordType === 'TOTAL');
    expect(totals.map(({ currency, itemCount, balance }) => [currency, itemCount, balance])).toEqual([
      ['EUR', '2', '700.00'],
      ['KWD', '1', '12.345'],
    ]);
  });

  it('states each balance as original less payments plus interest and fees', async () => {
    const items = (await format()).rows.filter(({ recordType }) => recordType === 'ITEM');
    const minor = (text = '') => Math.round(Number(text) * 1000);
    for (const row of items)
      expect(minor(row['balance'])).toBe(minor(row['originalAmount']) - minor(row['paymentsAmount']) + minor(row['interestAmount']) + minor(row['feesAmount']));
  });

  it.each([
    ['=HYPERLINK("x")', '\'=HYPERLINK("x")'],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['+cmd|x', "'+cmd|x"],
    ['-2+3+cmd|x', "'-2+3+cmd|x"],
    ['\t =1+1', "'=1+1"],
    ['a\r\nb', 'a b'],
  ])('is safe in a spreadsheet: %j', async (name, shown) => {
    expect((await format({ ...handover, debtor: { ...handover.debtor, name } })).rows[0]!['legalName']).toBe(shown);
  });

  it('has a name that any file system takes', async () => {
    expect((await format()).fileName).toBe('placement-agency-2020-06-30-018f.csv');
    expect((await format({ ...handover, agency: { code: '../a b', name: 'x' } })).fileName).toMatch(/^placement-[\w.-]+\.csv$/);
  });
});
