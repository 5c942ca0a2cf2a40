import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import writeExcelFile from 'write-excel-file/node';
import { proposeMapping } from '../../client/imports/mapping.js';
import { readAmount, recogniseMark } from '../../client/imports/readAmount.js';
import { dayReader } from '../../client/imports/readDay.js';
import { recogniseDelimiter } from '../../client/imports/readTable.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { openByNumber, refused, taken, wholeLedger } from './importing.js';

describe('amounts as ledgers write them', () => {
  it.each([
    ['1.234,56-', ',', 'EUR', -123_456],
    ['(1,234.56)', '.', 'USD', -123_456],
    ['12.00 CR', '.', 'GBP', -1_200],
    ['1’234.50', '.', 'CHF', 123_450],
    ['-$1,234.50', '.', 'USD', -123_450],
    ['1 234,50', ',', 'EUR', 123_450],
    ['1,00,000.50', '.', 'INR', 10_000_050],
    ['1234,56 €', ',', 'EUR', 123_456],
    ['−5,00', ',', 'EUR', -500],
    ['EUR 12', ',', 'EUR', 1_200],
    ['100.00', '.', 'JPY', 100],
    ['1.234', '.', 'KWD', 1_234],
    ['0.1', '.', 'KWD', 100],
    ['1.234', ',', 'EUR', 123_400],
    ['-0.00', '.', 'USD', 0],
  ] as const)('%s with %s in %s is %d', (text, mark, currency, minor) => {
    expect(readAmount(text, mark, currency)).toBe(minor);
  });

  it.each([
    ['1.5', '.', 'JPY', 'has more than 0 decimal places'],
    ['1.2345', '.', 'KWD', 'has more than 3 decimal places'],
    ['1.005', '.', 'USD', 'has more than 2 decimal places'],
    ['12,5', '.', 'USD', 'it would be one with a decimal comma'],
    ['1.23', ',', 'EUR', 'it would be one with a decimal point'],
    ['abc', '.', 'USD', 'is no amount'],
    ['1,23,4', '.', 'USD', 'is no amount'],
    ['1e5', '.', 'USD', 'is no amount'],
    ['', '.', 'USD', 'is no amount'],
    ['-', '.', 'USD', 'is no amount'],
    ['99999999999999999', '.', 'USD', 'is too large'],
    ['1-2', '.', 'USD', 'is no amount'],
  ] as const)('%s with %s in %s is refused', (text, mark, currency, why) => {
    expect(readAmount(text, mark, currency)).toEqual({ why: expect.stringContaining(why) });
  });

  it('tells the decimal mark from the other amounts of the file, and asks when they can not tell', () => {
    expect(recogniseMark(['5', '1.234,56'])).toBe(',');
    expect(recogniseMark(['1,234', '7.5'])).toBe('.');
    expect(recogniseMark(['5', '7'])).toBe('.');
    expect(recogniseMark(['1.234.567'])).toBe(',');
    expect(recogniseMark(['0,123'])).toBe(',');
    expect(recogniseMark(['5', '1,234'])).toMatchObject({ why: expect.stringContaining('state which') });
    expect(recogniseMark(['1.50', '1,50'])).toMatchObject({ why: expect.stringContaining('state which') });
  });
});

describe('days as ledgers write them', () => {
  const certain = dayReader([], () => []);
  it.each([
    ['2026-03-31', '2026-03-31'],
    ['2026-03-31 00:00:00.000000000', '2026-03-31'],
    ['2026-03-31T12:00:00Z', '2026-03-31'],
    ['2026/3/1', '2026-03-01'],
    ['20260331', '2026-03-31'],
    ['31.03.2026', '2026-03-31'],
    ['1.3.26', '2026-03-01'],
    ['31-Mar-2026', '2026-03-31'],
    ['31. März 2026', '2026-03-31'],
    ['31 de dic de 2026', '2026-12-31'],
    ['Mar 31, 2026', '2026-03-31'],
  ])('%s is %s', (text, day) => {
    expect(certain(text)).toBe(day);
  });

  it.each(['2026-02-29', '31.04.2026', '20261301', '2026-00-10', '32 Jan 2026'])('%s does not exist', (text) => {
    expect(certain(text)).toEqual({ why: 'is a day that does not exist' });
  });

  it('tells the order of day and month from the other days of the file, and asks when they can not tell', () => {
    expect(dayReader([], () => ['13/04/2026', '03/04/2026'])('03/04/2026')).toBe('2026-04-03');
    expect(dayReader([], () => ['04/13/2026', '03/04/2026'])('03/04/2026')).toBe('2026-03-04');
    expect(dayReader([], () => ['03/04/2026'])('03/04/2026')).toEqual({ why: expect.stringContaining('DD/MM/YYYY or MM/DD/YYYY') });
    expect(dayReader([], () => ['13/04/2026', '04/13/2026'])('03/04/2026')).toEqual({ why: expect.stringContaining('contradict') });
  });

  it('takes the stated format and no other', () => {
    const american = dayReader(['M/D/YYYY'], () => []);
    expect(american('1/2/2013')).toBe('2013-01-02');
    expect(american('2013-01-02')).toBe('2013-01-02');
    expect(american('13/1/2013')).toEqual({ why: 'is a day that does not exist' });
    expect(american('2.1.2013')).toEqual({ why: 'is no day in the format M/D/YYYY' });
    expect(dayReader(['DD-MMM-YY'], () => [])('05-Mär-26')).toBe('2026-03-05');
  });
});

describe('headers', () => {
  it('are understood in English, German and Spanish, by name and never by position', () => {
    expect(proposeMapping('open-items', ['Num', 'Customer', 'Date', 'Due Date', 'Amount', 'Open Balance', 'P.O. #'])).toMatchObject({
      columns: {
        documentNumber: 'Num',
        customerName: 'Customer',
        customerNumber: 'Customer',
        documentDate: 'Date',
        dueDate: 'Due Date',
        originalAmount: 'Amount',
        openAmount: 'Open Balance',
        purchaseOrder: 'P.O. #',
      },
      missing: [],
      unplaced: [],
      doubtful: [],
    });
    expect(
      proposeMapping('open-items', ['Offener Betrag', 'Fälligkeit', 'Belegnummer', 'Kundennummer', 'Währung', 'Buchungskreis', 'Mahnsperre']),
    ).toMatchObject({
      columns: {
        openAmount: 'Offener Betrag',
        dueDate: 'Fälligkeit',
        documentNumber: 'Belegnummer',
        customerNumber: 'Kundennummer',
        currency: 'Währung',
        entity: 'Buchungskreis',
      },
      missing: [],
      unplaced: ['Mahnsperre'],
    });
    expect(proposeMapping('open-items', ['Nº factura', 'Código de cliente', 'Vencimiento', 'Importe pendiente']).missing).toEqual([]);
    expect(proposeMapping('contacts', ['Kunde', 'Ansprechpartner', 'E-Mail', 'Telefon', 'Handy']).columns).toEqual({
      customerNumber: 'Kunde',
      name: 'Ansprechpartner',
      email: 'E-Mail',
      phone: 'Telefon',
      mobile: 'Handy',
    });
  });

  it('that lack what is needed, or name it twice, are not guessed at', () => {
    expect(proposeMapping('open-items', ['Due date', 'Number']).missing).toEqual(['customerNumber', 'openAmount']);
    expect(proposeMapping('open-items', ['Customer', 'Number', 'Open balance', 'open_balance']).doubtful).toEqual([
      { field: 'openAmount', columns: ['Open balance', 'open_balance'] },
    ]);
  });

  it('tell the delimiter, though amounts have commas', () => {
    expect(recogniseDelimiter('Open items\n\nA;B;C\n1,5;2,5;3,5\n1,5;2,5;3,5')).toBe(';');
    expect(recogniseDelimiter('a\tb,c\td\n1\t2\t3')).toBe('\t');
    expect(recogniseDelimiter('"a;b;c;d",x\n"a;b;c;d",y')).toBe(',');
  });
});

describe('files as they come', () => {
  let database: TestDatabase;
  let count = 0;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());
  /** Each file is of an entity of its own. */
  const next = () => ({ entity: `E${(count += 1)}`, asOf: '2026-11-22' });
  const itemsOf = async (entity: string) => (await wholeLedger(database.db)).items.filter(({ accountId }) => accountId.startsWith(`${entity}/`));
  const plain =
    'customer number;document number;due date;currency;open amount;customer name\nK1;R1;31.10.2026;EUR;1.234,56-;Müller & Söhne\nK1;R2;01.11.2026;EUR;10,00;Müller & Söhne\n';

  it.each([
    ['UTF-8', new TextEncoder().encode(plain)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${plain}`)],
    ['UTF-16LE with a mark', Buffer.from(`\uFEFF${plain}`, 'utf16le')],
    ['UTF-16LE without a mark', Buffer.from(plain, 'utf16le')],
    ['UTF-16BE with a mark', Buffer.from(`\uFEFF${plain}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(plain, 'latin1')],
    ['with line ends of Windows', Buffer.from(plain.replaceAll('\n', '\r\n'))],
    ['with tabs', Buffer.from(plain.replaceAll(';', '\t'))],
  ])('%s: the encoding, the delimiter, the decimal comma and the trailing minus are recognised', async (_name, content) => {
    const options = next();
    await taken(database.db, 'open-items', content, options);
    expect(await itemsOf(options.entity)).toMatchObject([
      { accountId: `${options.entity}/K1`, kind: 'CREDIT_NOTE', number: 'R1', amountMinor: -123_456, dueOn: '2026-10-31' },
      { kind: 'INVOICE', number: 'R2', amountMinor: 1_000 },
    ]);
    expect(await database.db.customer.findUnique({ where: { number: 'K1' } })).toMatchObject({ name: 'Müller & Söhne' });
  });

  it('a stated encoding that the bytes are not in is refused', async () => {
    expect(await refused(database.db, 'open-items', Buffer.from(plain, 'latin1'), { ...next(), encoding: 'utf-8' })).toMatchObject({
      code: 'NOT_READABLE',
      why: expect.stringContaining('not utf-8'),
    });
  });

  it('title lines, bucket headings, subtotals and the end line of a report are left out, and counted', async () => {
    const options = next();
    const content = [
      'Example Inc.,,,,,,',
      'A/R Aging Detail,,,,,,',
      '"As of November 22, 2026",,,,,,',
      '',
      'Date,Transaction type,Num,Customer,Due date,Amount,Open balance',
      '31 - 60 days past due,,,,,,',
      '09/25/2026,Invoice,1001,Total Foods,10/10/2026,"1,200.00","1,000.00"',
      '09/26/2026,Payment,,Total Foods,,-50.00,-50.00',
      '09/26/2026,Payment,,Total Foods,,-60.00,-60.00',
      'Total for 31 - 60 days past due,,,,,"1,090.00",890.00',
      'Current,,,,,,',
      '11/20/2026,Credit Memo,C-7,Northwind,,-12.50,-12.50',
      'Total for Current,,,,,-12.50,-12.50',
      'TOTAL,,,,,"1,077.50",877.50',
      '',
      '"Monday, Nov 23, 2026 09:00:00 AM GMT",,,,,,',
    ].join('\n');
    const report = await taken(database.db, 'open-items', content, { ...options, preset: 'quickbooks-aged-detail', currency: 'USD' });
    expect(report).toMatchObject({ rows: 4, ignoredCount: 6, totals: [{ items: 4, openMinor: 87_750, creditMinor: -12_250 }] });
    expect((await itemsOf(options.entity)).filter(({ adjustsId }) => adjustsId === null).map(({ number, kind }) => [number, kind])).toEqual(
      expect.arrayContaining([
        ['1001', 'INVOICE'],
        ['payment of 2026-09-26', 'PAYMENT'],
        ['payment of 2026-09-26 (2)', 'PAYMENT'],
        ['C-7', 'CREDIT_NOTE'],
      ]),
    );
    expect((await openByNumber(database.db, '2026-11-22'))['1001']).toBe(100_000);
  });

  it('sections name the customer of the rows below', async () => {
    const options = next();
    const content = [
      'Aged Receivables Detail,,,,,,',
      'Example Ltd,,,,,,',
      'Invoice Date,Due Date,Invoice Number,Reference,Current,Older,Total',
      'Northwind,,,,,,',
      '1 Oct 2026,15 Oct 2026,INV-1,,0.00,100.00,100.00',
      'Total Northwind,,,,0.00,100.00,100.00',
      'Contoso,,,,,,',
      '2 Nov 2026,30 Nov 2026,INV-2,,80.00,0.00,80.00',
      'Total Contoso,,,,80.00,0.00,80.00',
      'Total,,,,80.00,100.00,180.00',
    ].join('\n');
    await taken(database.db, 'open-items', content, { ...options, preset: 'xero', currency: 'GBP' });
    expect((await itemsOf(options.entity)).map(({ accountId, number, amountMinor }) => [accountId, number, amountMinor])).toEqual([
      [`${options.entity}/Northwind`, 'INV-1', 10_000],
      [`${options.entity}/Contoso`, 'INV-2', 8_000],
    ]);
  });

  it('an SAP list, in German or English', async () => {
    const german =
      'Kunden-Einzelposten\n\nBuchungskreis\tDebitor\tName 1\tBelegart\tBelegnummer\tPosition\tBelegdatum\tNettofälligkeit\tBetrag in Belegwährung\tWährung\tText\n' +
      '1000\t0000100042\tBeispiel AG\tRV\t0090001234\t1\t01.10.2026\t31.10.2026\t1.190,00\tEUR\tLieferung\n1000\t0000100042\tBeispiel AG\tRV\t0090001234\t2\t01.10.2026\t30.11.2026\t1.190,00\tEUR\t2. Rate\n' +
      '1000\t0000100042\tBeispiel AG\tDZ\t0014000077\t1\t05.11.2026\t\t190,00-\tEUR\t\n*\t0000100042\t\t\t\t\t\t\t2.190,00\tEUR\t\n**\t\t\t\t\t\t\t\t2.190,00\tEUR\t\n';
    const report = await taken(database.db, 'open-items', Buffer.from(german, 'utf16le'), { asOf: '2026-11-22', preset: 'sap-fbl5n' });
    expect(report).toMatchObject({
      entities: ['1000'],
      rows: 3,
      ignoredCount: 2,
      totals: [{ entity: '1000', currency: 'EUR', openMinor: 219_000, creditMinor: -19_000 }],
    });
    expect(await itemsOf('1000')).toMatchObject([
      { accountId: '1000/100042', number: '0090001234', instalment: 1, dueOn: '2026-10-31', text: 'Lieferung' },
      { instalment: 2, dueOn: '2026-11-30' },
      { kind: 'PAYMENT', number: '0014000077', amountMinor: -19_000 },
    ]);
    const english =
      'Company Code;Customer;Document Type;Document Number;Document Date;Net Due Date;Amount in Doc. Curr.;Document Currency\nGB01;7;RV;1;10/01/2026;10/31/2026;1,190.00-;GBP\n';
    await taken(database.db, 'open-items', english, { asOf: '2026-11-22', preset: 'sap-fbl5n', decimal: '.', dateFormat: 'MM/DD/YYYY' });
    expect(await itemsOf('GB01')).toMatchObject([{ kind: 'CREDIT_NOTE', amountMinor: -119_000, dueOn: '2026-10-31' }]);
  });

  it('a workbook, with real numbers and days, whatever the decimal mark of the preset', async () => {
    const options = next();
    const day = (text: string) => ({ value: new Date(`${text}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' });
    const sheet = [
      [{ value: 'Open items' }],
      ['Customer number', 'Document number', 'Document date', 'Due date', 'Currency', 'Open amount'].map((value) => ({ value })),
      [{ value: 'K1' }, { value: 4711 }, day('2026-10-01'), day('2026-10-31'), { value: 'EUR' }, { value: 3299.7 }],
      [{ value: 'K1' }, { value: 'G-1' }, day('2026-10-02'), day('2026-10-02'), { value: 'EUR' }, { value: -0.1 }],
    ];
    const content = await writeExcelFile(sheet).toBuffer();
    await taken(database.db, 'open-items', content, { ...options, fileName: 'list.xlsx', decimal: ',' });
    expect(await itemsOf(options.entity)).toMatchObject([
      { number: '4711', issuedOn: '2026-10-01', dueOn: '2026-10-31', amountMinor: 329_970 },
      { number: 'G-1', amountMinor: -10 },
    ]);
  });

  it('many currencies, each with its own exponent and its own total', async () => {
    const options = next();
    const content =
      'customer number,document number,due date,currency,open amount\nK1,1,2026-10-31,JPY,1000\nK1,2,2026-10-31,KWD,1.234\nK1,3,2026-10-31,€,5.00';
    expect((await taken(database.db, 'open-items', content, options)).totals.map(({ currency, openMinor }) => [currency, openMinor])).toEqual([
      ['EUR', 500],
      ['JPY', 1_000],
      ['KWD', 1_234],
    ]);
  });

  it('a customer is called what most rows call it, and of equals what the first does', async () => {
    const options = next();
    const content =
      'customer number,customer name,document number,due date,currency,open amount\nN1,ACME ,1,2026-10-31,USD,1\nN1,ACME co,2,2026-10-31,USD,1\nN1,ACME co,3,2026-10-31,USD,1\nN2,Beta inc,4,2026-10-31,USD,1\nN2,Beta,5,2026-10-31,USD,1';
    await taken(database.db, 'open-items', content, options);
    expect((await database.db.customer.findMany({ where: { number: { in: ['N1', 'N2'] } }, orderBy: { number: 'asc' } })).map(({ name }) => name)).toEqual([
      'ACME co',
      'Beta inc',
    ]);
  });

  it('credits that a ledger writes as positive amounts are found out, and taken when it is said', async () => {
    const content =
      'customer number,document type,document number,due date,currency,open amount\nK1,Invoice,1,2026-10-31,USD,100\nK1,Credit memo,2,2026-10-31,USD,30\n';
    expect(await refused(database.db, 'open-items', content, next())).toMatchObject({
      problems: [{ line: 3, why: expect.stringContaining('sign: credits-positive') }],
    });
    const columns = {
      customerNumber: 'customer number',
      documentType: 'document type',
      documentNumber: 'document number',
      dueDate: 'due date',
      currency: 'currency',
      openAmount: 'open amount',
    };
    expect((await taken(database.db, 'open-items', content, { ...next(), mapping: { columns, sign: 'credits-positive' } })).totals).toMatchObject([
      { openMinor: 7_000, creditMinor: -3_000 },
    ]);
    expect((await taken(database.db, 'open-items', content, { ...next(), mapping: { columns, sign: 'inverted' } })).totals).toMatchObject([
      { openMinor: -13_000 },
    ]);
  });

  it('columns are joined and cleaned as the mapping says', async () => {
    const options = next();
    const mapping =
      'columns:\n  customerNumber: { from: Kunde, stripLeadingZeros: true }\n  documentNumber: { join: [Jahr, Beleg], with: "-" }\n  dueDate: F\n  openAmount: B\nconstants: { currency: EUR }\n';
    await taken(database.db, 'open-items', 'Kunde,Jahr,Beleg,F,B\n00042,2026,7,2026-10-31,1\n', { ...options, mapping });
    expect(await itemsOf(options.entity)).toMatchObject([{ accountId: `${options.entity}/42`, number: '2026-7' }]);
  });

  it('every bad row is reported with line, column, value and reason, also behind quoted line breaks', async () => {
    const content = [
      'customer number,document number,document date,due date,currency,open amount,original amount,text',
      'K1,1,2026-10-01,2026-10-31,USD,10.00,,"two',
      'lines"',
      'K1,2,2026-10-01,2026-10-32,USD,10.00,,',
      ',3,2026-10-01,2026-10-31,USD,10.00,,',
      'K1,,2026-10-01,2026-10-31,USD,10.00,,',
      'K1,4,2026-10-01,,USD,10.00,,',
      'K1,5,2026-10-01,2026-10-31,XXY,10.00,,',
      'K1,6,2026-10-01,2026-10-31,USD,10.005,,',
      'K1,7,2026-10-01,2026-10-31,USD,,,',
      'K1,8,2026-10-01,2026-10-31,USD,10.00,9.00,',
      'K1,1,2026-10-01,2026-10-31,USD,10.00,,',
      'K1,9,2026-10-01,2026-10-31,USD,1,000.00,,,',
      'K1,10,2026-10-01,2026-10-31,,10.00,,',
    ].join('\n');
    const refusal = await refused(database.db, 'open-items', content, next());
    expect(refusal).toMatchObject({ code: 'BAD_ROWS', problemCount: 11 });
    expect(refusal.problems.map(({ line, column, value }) => [line, column, value])).toEqual([
      [4, 'due date', '2026-10-32'],
      [5, 'customer number', null],
      [6, 'document number', null],
      [7, 'due date', null],
      [8, 'currency', 'XXY'],
      [9, 'open amount', '10.005'],
      [10, 'open amount', null],
      [11, 'open amount', '10.00'],
      [12, 'document number', '1'],
      [13, null, null],
      [14, 'currency', null],
    ]);
    expect(refusal.problems.every(({ why }) => why.length > 3)).toBe(true);
    expect(refusal.problems[8]?.why).toMatch(/^stands in line 2 already/);
  });

  it('days that may be read in two ways are refused, with what to state', async () => {
    const content = 'customer number,document number,due date,currency,open amount\nK1,1,03/04/2026,USD,10\n';
    expect(await refused(database.db, 'open-items', content, next())).toMatchObject({
      problems: [{ line: 2, column: 'due date', value: '03/04/2026', why: expect.stringContaining('DD/MM/YYYY or MM/DD/YYYY') }],
    });
    const options = next();
    await taken(database.db, 'open-items', content, { ...options, dateFormat: 'DD/MM/YYYY' });
    expect(await itemsOf(options.entity)).toMatchObject([{ dueOn: '2026-04-03' }]);
  });

  it.each([
    ['an empty file', '', 'NOT_READABLE'],
    ['no customer column', 'number,due date,open balance\n1,2026-01-01,5', 'NO_HEADER'],
    ['no column for what is open', 'customer number,number,due date\nK,1,2026-01-01', 'NO_HEADER'],
    ['an open quote', 'customer number,number,due date,currency,open balance\nK,"1,2026-01-01,USD,5', 'NOT_READABLE'],
    ['no entity', 'customer number,number,due date,currency,open balance\nK,1,2026-01-01,USD,5', 'BAD_ROWS'],
  ])('%s is refused in words that a person can act on', async (_name, content, code) => {
    const refusal = await refused(database.db, 'open-items', content, { asOf: '2026-11-22' });
    expect(refusal.code).toBe(code);
    expect(`${refusal.why} ${refusal.problems.map(({ why }) => why).join()}`).not.toMatch(/undefined|null|Error|at \w+ \(/);
  });

  it('files that only look like workbooks are refused', async () => {
    const zip = Buffer.from([0x50, 0x4b, 3, 4, ...Array.from({ length: 60 }, (_, n) => n)]);
    expect(await refused(database.db, 'open-items', zip, next())).toMatchObject({ code: 'NOT_READABLE' });
    expect(await refused(database.db, 'open-items', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), next())).toMatchObject({
      code: 'NOT_READABLE',
      why: expect.stringContaining('save it as .xlsx'),
    });
    expect(await refused(database.db, 'open-items', Buffer.from([1, 0, 2, 255, 0, 3]), next())).toMatchObject({ code: 'NOT_READABLE' });
  });

  it.each([
    [{ preset: 'nothing' }, 'NO_PRESET'],
    [{ mapping: 'columns: [' }, 'BAD_MAPPING'],
    [{ mapping: { columns: { colour: 'x' } } }, 'BAD_MAPPING'],
    [{ mapping: { columns: {}, delimiter: 'x' } }, 'BAD_MAPPING'],
    [{ preset: 'duly', mapping: {} }, 'BAD_MAPPING'],
    [{ currency: 'EURO' }, 'BAD_MAPPING'],
    [{ dateFormat: 'whenever' }, 'BAD_MAPPING'],
    [{ asOf: '22.11.2026' }, 'NO_AS_OF'],
    [{ asOf: undefined }, 'NO_AS_OF'],
  ])('what is stated wrongly is refused: %j', async (options, code) => {
    expect(await refused(database.db, 'open-items', plain, { ...next(), ...options })).toMatchObject({ code });
  });
});
