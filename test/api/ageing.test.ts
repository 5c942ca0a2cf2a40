import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readExcel from 'read-excel-file/node';
import { foundBusiness, owes, pays } from './ledger.js';
import { startStage, type Stage } from './stage.js';

describe('the ageing report', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, {
      number: '100',
      name: 'Alder',
      items: [
        ['2020-04-20', 100_00],
        ['2020-06-20', 50_00],
      ],
    });
    await owes(stage.db, {
      number: '200',
      name: '=Birch',
      items: [
        ['2020-05-20', 30_00],
        ['2020-05-25', -10_00],
      ],
    });
    await pays(stage.db, 'DE01/100', 'R-100-1', 100_00, '2020-06-29');
  });
  afterAll(() => stage.close());
  const get = (query = '') => stage.call('GET', `/ageing${query}`, { as: 'finance' });

  it('is of today in business time, and of any day before', async () => {
    const today = (await get()).body;
    expect(today).toMatchObject({ asOf: '2020-06-30', by: 'customer', buckets: ['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+'] });
    expect(today.totals[0]).toMatchObject({ currency: 'EUR', total: { minor: 70_00, items: 3 }, credits: { minor: -10_00 } });
    const before = (await get('?asOf=2020-06-28')).body;
    expect(before.totals[0].total).toMatchObject({ minor: 170_00 });
  });

  it('comes in the buckets and rows that are asked for', async () => {
    const { body } = await get('?by=bucket&buckets=15,45');
    expect(body.rows.map(({ key, total }: { key: string; total: { minor: number } }) => [key, total.minor])).toEqual([
      ['CURRENT', 0],
      ['1-15', 50_00],
      ['16-45', 30_00],
      ['46+', 0],
      ['Credits', -10_00],
    ]);
    expect((await get('?customer=200')).body.rows).toHaveLength(1);
    const wrong = await get('?buckets=60,30');
    expect([wrong.status, wrong.type]).toEqual([400, 'application/problem+json']);
  });

  it('comes as a table, as CSV that no spreadsheet takes for a formula, and as a workbook with numbers', async () => {
    const table = await get('?format=table');
    expect([table.type, table.body]).toEqual(['text/plain; charset=utf-8', expect.stringContaining('Open items as of 2020-06-30')]);
    const csv = await get('?format=csv');
    expect(csv.type).toBe('text/csv; charset=utf-8');
    expect(csv.body).toMatch(/200,'=Birch,EUR,2,0\.00,0\.00,30\.00/);
    const workbook = await fetch(`${stage.url}/ageing?format=xlsx`, { headers: { authorization: `Bearer ${stage.keys.finance}` } });
    expect(workbook.headers.get('content-disposition')).toContain('ageing-2020-06-30.xlsx');
    const [sheet] = await readExcel(Buffer.from(await workbook.arrayBuffer()));
    expect(sheet?.data.at(-1)?.at(-1)).toBe(70);
  });
});
