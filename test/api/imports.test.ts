import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStage, type Stage } from './stage.js';

const entities = 'code,name,country,currency,time zone\nDE01,Seller,DE,EUR,Europe/Berlin\n';
const list =
  'entity;customer number;customer name;document number;document date;due date;amount;currency\n' +
  'DE01;100;Alder GmbH;R1;01.04.2020;01.05.2020;1.250,50;EUR\n' +
  'DE01;100;Alder GmbH;G1;01.05.2020;01.05.2020;-50,50;EUR\n' +
  'DE01;200;Birch AG;R2;15.05.2020;14.06.2020;99,00;EUR\n';

describe('files that are loaded through the API', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.close());
  const load = (kind: string, content: string | Uint8Array, query = '', name = `${kind}.csv`) =>
    stage.call('POST', `/imports/${kind}${query}`, { as: 'finance', raw: { type: 'text/csv', content }, headers: { 'x-file-name': encodeURIComponent(name) } });

  it('answer with what they changed and their control totals', async () => {
    expect((await load('entities', entities)).status).toBe(200);
    const { status, body } = await load('open-items', list, '?asOf=2020-06-30', 'Offene Posten größer.csv');
    expect([status, body.status]).toEqual([200, 'imported']);
    expect(body).toMatchObject({ kind: 'open-items', fileName: 'Offene Posten größer.csv', asOf: '2020-06-30', rows: 3, created: 3, accountsChanged: 2 });
    expect(body.totals).toEqual([expect.objectContaining({ entity: 'DE01', currency: 'EUR', items: 3, openMinor: 1299_00, storeOpenMinor: 1299_00 })]);
    expect((await stage.call('GET', '/accounts/DE01/100')).body).toMatchObject({ open: { EUR: 1200_00 } });
  });

  it('change nothing the second time', async () => {
    const { body } = await load('open-items', list, '?asOf=2020-06-30');
    expect(body).toMatchObject({ created: 0, changed: 0, cleared: 0, unchanged: 3, accountsChanged: 0 });
  });

  it('change nothing as a dry run', async () => {
    const shorter = list.split('\n').slice(0, 3).join('\n');
    const { body } = await load('open-items', shorter, '?asOf=2020-07-01&dryRun=true');
    expect(body).toMatchObject({ status: 'dry-run', cleared: 1 });
    expect((await stage.call('GET', '/imports?kind=open-items', { as: 'auditor' })).body.items[0]).toMatchObject({ asOf: '2020-06-30', importedBy: 'finance' });
  });

  it('are refused as a whole, with the line, the column and the value of what is wrong', async () => {
    const bad = list.replace('14.06.2020', '34.06.2020').replace('1.250,50', 'viel');
    const { status, type, body } = await load('open-items', bad, '?asOf=2020-07-01');
    expect([status, type, body.code]).toEqual([422, 'application/problem+json', 'BAD_ROWS']);
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { line: 2, column: 'amount', value: 'viel', why: expect.any(String) },
        { line: 4, column: 'due date', value: '34.06.2020', why: expect.any(String) },
      ]),
    );
    expect((await stage.call('GET', '/imports')).body.total).toBe(2);
  });

  it('are refused when they are no such file, older than the last, or nothing at all', async () => {
    const answers = [
      await load('open-items', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 1, 2]), '?asOf=2020-07-01'),
      await load('open-items', list, ''),
      await load('open-items', list, '?asOf=2020-06-01'),
      await load('open-items', '', '?asOf=2020-07-01'),
      await load('open-items', 'a,b\n1,2\n', '?asOf=2020-07-01'),
      await load('open-items', list, '?asOf=2020-07-01&preset=none-such'),
      await load('shoes', list),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'NOT_READABLE'],
      [422, 'NO_AS_OF'],
      [409, 'OLDER_THAN_LAST'],
      [400, undefined],
      [422, 'NO_HEADER'],
      [422, 'NO_PRESET'],
      [400, undefined],
    ]);
    for (const { body } of answers) expect(body.detail.length).toBeGreaterThan(20);
  });

  it('can be asked which column is which', async () => {
    const { status, body } = await stage.call('POST', '/imports/propose-mapping?kind=open-items', { as: 'finance', raw: { type: 'text/csv', content: list } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ columns: { customerNumber: 'customer number', dueDate: 'due date', openAmount: 'amount' }, missing: [], doubtful: [] });
    expect((await stage.call('GET', '/import-presets')).body.items.length).toBeGreaterThan(0);
  });
});
