import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundBusiness, owes, pays } from './ledger.js';
import { startStage, type Stage } from './stage.js';

describe('reading accounts', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T13:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, {
      number: '100',
      name: 'Alder',
      segment: 'retail',
      items: [
        ['2020-04-20', 100_00],
        ['2020-06-30', 50_00],
        ['2020-07-20', 10_00],
      ],
    });
    await owes(stage.db, {
      number: '200',
      name: 'Birch',
      items: [
        ['2020-05-01', 30_00],
        ['2020-06-01', 80_00],
        ['2020-06-10', -40_00],
      ],
    });
    await owes(stage.db, {
      number: '300',
      name: 'Cedar 100%',
      items: [
        ['2020-06-20', 5_00, 'USD'],
        ['2020-06-20', 900],
        ['2020-06-20', 700, 'JPY'],
      ],
    });
    await owes(stage.db, { entity: 'NZ01', number: '400', name: 'Dogwood', items: [['2020-06-30', 20_00, 'NZD']] });
    await owes(stage.db, {
      number: '500',
      name: 'Elm',
      items: [
        ['2020-06-01', 20_00],
        ['2020-06-02', -60_00],
      ],
    });
    await pays(stage.db, 'DE01/100', 'R-100-1', 60_00, '2020-06-29');
    await pays(stage.db, 'DE01/100', 'R-100-1', 40_00, '2020-07-05');
  });
  afterAll(() => stage.close());

  const list = async (query = '') => (await stage.call('GET', `/accounts${query}`)).body;
  const ids = async (query: string) => (await list(query)).items.map(({ accountId }: { accountId: string }) => accountId);

  it('shows what is open and overdue net of credits, by currency, as of the business day', async () => {
    const { total, items } = await list('?sort=account&order=asc');
    expect(total).toBe(5);
    const of = (id: string) => items.find(({ accountId }: { accountId: string }) => accountId === id);
    expect(of('DE01/100')).toMatchObject({ open: { EUR: 100_00 }, overdue: { EUR: 40_00 }, daysPastDue: 71, segment: 'retail', flags: [], case: null });
    expect(of('DE01/200')).toMatchObject({ open: { EUR: 70_00 }, overdue: { EUR: 70_00 } });
    expect(of('DE01/300')).toMatchObject({ open: { EUR: 900, JPY: 700, USD: 500 }, overdue: { EUR: 900, JPY: 700, USD: 500 }, daysPastDue: 10 });
    expect(of('DE01/500')).toMatchObject({ open: { EUR: -40_00 }, overdue: { EUR: 0 }, daysPastDue: null, flags: ['credit-balance'] });
  });

  it('lets credits cover the oldest debt first, so that the age is that of what is left', async () => {
    expect((await list('?search=Birch')).items[0].daysPastDue).toBe(29);
  });

  it("counts days in the calendar of the account's entity", async () => {
    expect((await list('?entity=NZ01')).items[0]).toMatchObject({ overdue: { NZD: 20_00 }, daysPastDue: 1 });
  });

  it('filters, and takes signs of patterns as they are', async () => {
    expect(await ids('?minDaysPastDue=61&maxDaysPastDue=90')).toEqual(['DE01/100']);
    expect(await ids('?search=100%25')).toEqual(['DE01/300']);
    expect(await ids('?search=_')).toEqual([]);
    expect(await ids('?segment=retail&segment=other')).toEqual(['DE01/100']);
    expect(await ids('?flag=credit-balance')).toEqual(['DE01/500']);
    expect(await ids('?collection=open')).toEqual([]);
  });

  it('pages through a stable order with the total of the whole list', async () => {
    const pages = [];
    for (const offset of [0, 2, 4, 6]) pages.push(await list(`?sort=overdue&limit=2&offset=${offset}`));
    expect(pages.map(({ total, limit, items }) => [total, limit, items.length])).toEqual([
      [5, 2, 2],
      [5, 2, 2],
      [5, 2, 1],
      [5, 2, 0],
    ]);
    const seen = pages.flatMap(({ items }) => items.map(({ accountId }: { accountId: string }) => accountId));
    expect(new Set(seen).size).toBe(5);
  });

  it('shows an account on one page', async () => {
    const { status, body } = await stage.call('GET', '/accounts/DE01/100');
    expect(status).toBe(200);
    expect(body).toMatchObject({ accountId: 'DE01/100', name: 'Alder', itemCount: 3, contacts: [{ email: '100@example.com' }], disputes: [], notes: [] });
    expect(body.items[0]).toEqual({
      item: 'R-100-1',
      kind: 'INVOICE',
      issuedOn: '2020-03-21',
      dueOn: '2020-04-20',
      daysPastDue: 71,
      currency: 'EUR',
      amountMinor: 100_00,
      openMinor: 40_00,
      purchaseOrder: null,
      text: null,
    });
  });

  it("pages through an account's items, with what is closed when asked for", async () => {
    const open = (await stage.call('GET', '/accounts/DE01/100/items?limit=1&offset=1')).body;
    expect(open).toMatchObject({ total: 3, items: [{ item: 'R-100-2' }] });
    const all = (await stage.call('GET', '/accounts/DE01/100/items?all=true')).body;
    expect(all.items.map(({ item, openMinor }: { item: string; openMinor: number }) => [item, openMinor])).toContainEqual(['P-R-100-1-2020-06-29', 0]);
  });

  it('says of an account that is not there how accounts are named', async () => {
    for (const path of ['/accounts/DE01/999', '/accounts/DE01/999/items', '/accounts/DE01/999/case']) {
      const { status, type, body } = await stage.call('GET', path);
      expect([status, type]).toEqual([404, 'application/problem+json']);
      expect(body).toMatchObject({ type: 'urn:duly:problem:not-found', detail: expect.stringContaining('ENTITY/CUSTOMER') });
    }
  });
});
