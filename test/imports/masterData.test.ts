import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { listOf, refused, taken } from './importing.js';

describe('master data', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
    await taken(
      database.db,
      'open-items',
      listOf([
        { number: '1', open: '1.00' },
        { customer: 'C2', number: '2', open: '2.00' },
      ]),
      { asOf: '2026-11-01' },
    );
    await database.db.user.create({ data: { id: 'collector1', name: 'Collector' } });
    await database.db.nudge.deleteMany();
  });
  afterEach(() => database.drop());

  it('completes customers, leaves what a file leaves empty, and gives accounts to their collectors', async () => {
    const { db } = database;
    const file =
      'customer_number,name,kind,language,country,postcode,city,address_1,address_2,time_zone,segment,tags,parent,collector\n' +
      'C1,Northwind Foods,company,EN,United States,10001,New York,1 Example Street,Floor 2,America/New_York,retail,key; slow,C2,collector1\n' +
      'C2,,,,Deutschland,,,,,,,,,\nC3,New One,person,de,DE,,,,,,,,,';
    expect(await taken(db, 'customers', file)).toMatchObject({ created: 1, changed: 2, unchanged: 0, accountsChanged: ['US01/C1', 'US01/C2'] });
    expect(await db.customer.findMany({ orderBy: { number: 'asc' } })).toMatchObject([
      {
        number: 'C1',
        name: 'Northwind Foods',
        kind: 'BUSINESS',
        language: 'en',
        country: 'US',
        addressLines: ['1 Example Street', 'Floor 2'],
        timeZone: 'America/New_York',
        tags: ['key', 'slow'],
        parentNumber: 'C2',
      },
      { number: 'C2', name: 'C2', country: 'DE' },
      { number: 'C3', kind: 'CONSUMER', language: 'de' },
    ]);
    expect(await db.account.findUnique({ where: { id: 'US01/C1' } })).toMatchObject({ collectorId: 'collector1' });
    expect((await db.nudge.findMany()).map(({ accountId }) => accountId).sort()).toEqual(['US01/C1', 'US01/C2']);
    expect(await taken(db, 'customers', file)).toMatchObject({ created: 0, changed: 0, unchanged: 3, batchId: null, accountsChanged: [] });
  });

  it('opens the account of a customer that names its entity', async () => {
    const { db } = database;
    expect(await taken(db, 'customers', 'customer_number,name,entity,collector\nC9,New,US01,collector1')).toMatchObject({ created: 1, newAccounts: 1 });
    expect(await db.account.findUnique({ where: { id: 'US01/C9' } })).toMatchObject({ collectorId: 'collector1' });
  });

  it('names every bad row of a file of customers', async () => {
    const { db } = database;
    const refusal = await refused(
      db,
      'customers',
      'customer_number,name,kind,language,country,time_zone,parent,collector,entity\nC1,,robot,german,Atlantis,Mars/Base,C1,nobody,XX\nC2,,,,,,C77,,\nC2,,,,,,,,\n,,,,US,,,,',
    );
    expect(refusal.problems.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '2 entity',
      '2 collector',
      '2 parent',
      '2 kind',
      '2 language',
      '2 country',
      '2 time_zone',
      '3 parent',
      '4 customer_number',
      '5 customer_number',
    ]);
  });

  it('refuses families that go in a circle, also through customers that the file does not name', async () => {
    const { db } = database;
    await taken(db, 'customers', 'customer_number,parent\nC1,C2');
    expect(await refused(db, 'customers', 'customer_number,parent\nC2,C1')).toMatchObject({ problems: [{ column: 'parent' }, { column: 'parent' }] });
  });

  it("takes contacts, with numbers in the international form of the customer's country", async () => {
    const { db } = database;
    await taken(db, 'customers', 'customer_number,country\nC1,US\nC2,DE');
    const file =
      'customer_number,name,role,language,email,phone,mobile,rank\n' +
      'C1,Accounts Payable,Accounts Payable,en,ap@c1.example.com,(212) 555-0142,,\nC1,Owner,owner,,owner@c1.example.com,,+1 212 555 0143,1\nC2,,,de,,030 23125 123,,';
    expect(await taken(db, 'contacts', file)).toMatchObject({ created: 3, accountsChanged: ['US01/C1', 'US01/C2'] });
    expect(await db.contact.findMany({ orderBy: [{ customerNumber: 'asc' }, { rank: 'asc' }] })).toMatchObject([
      { name: 'Accounts Payable', role: 'accounts_payable', email: 'ap@c1.example.com', phone: '+12125550142', mobile: null, rank: 0 },
      { name: 'Owner', role: 'owner', mobile: '+12125550143', rank: 1 },
      { customerNumber: 'C2', name: '+493023125123', role: 'accounts_payable', language: 'de', phone: '+493023125123' },
    ]);
    expect(await taken(db, 'contacts', file)).toMatchObject({ created: 0, unchanged: 3, batchId: null });
    expect(await taken(db, 'contacts', 'customer_number,name,role,email\nC1,Owner,owner,new@c1.example.com')).toMatchObject({
      changed: 1,
      accountsChanged: ['US01/C1'],
    });
    expect(await db.contact.findFirst({ where: { name: 'Owner' } })).toMatchObject({ email: 'new@c1.example.com', mobile: '+12125550143' });
  });

  it('names every bad row of a file of contacts', async () => {
    const { db } = database;
    const refusal = await refused(
      db,
      'contacts',
      'customer_number,name,email,phone,mobile,rank\nC9,A,a@example.com,,,\nC1,B,not an address,12,,x\nC1,C,two@@example.com,,+49 1,\nC1,,,,,\nC1,D,d@example.com,,,\nC1,D,e@example.com,,,',
    );
    expect(refusal.problems.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '2 customer_number',
      '3 email',
      '3 phone',
      '3 rank',
      '4 email',
      '4 mobile',
      '5 name',
      '7 name',
    ]);
  });

  it('completes entities, and refuses new ones that lack what is needed', async () => {
    const { db } = database;
    const report = await taken(
      db,
      'entities',
      'code,name,country,currency,time_zone,language,address_1,email,iban,bic\nUS01,Example Inc.,US,USD,America/New_York,en,1 Example Street,ar@example.com,,\nDE01,Beispiel GmbH,DE,EUR,Europe/Berlin,de,,,DE02 1203 0000 0000 2020 51,BYLADEM1001',
    );
    expect(report).toMatchObject({ created: 1, changed: 1 });
    expect(await db.entity.findMany({ orderBy: { code: 'asc' } })).toMatchObject([
      { code: 'DE01', iban: 'DE02120300000000202051' },
      { code: 'US01', name: 'Example Inc.', timeZone: 'America/New_York' },
    ]);
    expect(await refused(db, 'entities', 'code,country,currency,time_zone,iban\nXX,,EUR,,DE02120300000000202052')).toMatchObject({
      problems: [{ column: 'country' }, { column: 'time_zone' }, { column: 'iban', why: expect.stringContaining('check digits') }],
    });
  });
});
