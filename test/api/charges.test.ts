import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bookCharge, type ChargeToBook } from '../../prisma/store/charges.js';
import { duly } from '../cli/duly.js';
import { foundBusiness, owes } from './ledger.js';
import { startStage, type Stage } from './stage.js';

describe('fees and interest', () => {
  let stage: Stage;

  async function charge(accountId: string, what: ChargeToBook['what'], n: number, minor: number, more: Partial<ChargeToBook> = {}): Promise<number> {
    const item = await stage.db.ledgerItem.findFirstOrThrow({ where: { accountId, kind: 'INVOICE' } });
    const number = `${item.number}-${what === 'FEE' ? 'F' : 'I'}${n}`;
    const { currency } = item;
    const said = { accountId, key: number, actKey: number, does: 'BOOK', what, name: what === 'FEE' ? 'late-fee' : 'interest', number } as const;
    const when = { onDay: '2020-06-20', dueOn: '2020-06-20', at: '2020-06-20T08:00:00.000Z', from: null, to: null, percent: null, periods: null };
    const where = { caseId: null, step: 'second', round: 1, itemIds: [item.id], onInvoice: false, policyLine: 9, reason: 'late', by: 'system' };
    return bookCharge(stage.db, { ...said, ...when, ...where, currency, minor, ordinaryNumber: null, setOffMinor: 0, chargeId: null, ...more });
  }

  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T13:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '100', items: [['2020-06-01', 100_00]] });
    await owes(stage.db, { entity: 'NZ01', number: '200', items: [['2020-06-01', 100_00]] });
    await charge('DE01/100', 'FEE', 1, 5_00);
    await charge('DE01/100', 'INTEREST', 1, 73, { from: '2020-06-02', to: '2020-06-20', percent: '8.12' });
    await charge('NZ01/200', 'FEE', 1, 7_00);
    const reversed = await charge('DE01/100', 'FEE', 2, 6_00);
    await charge('DE01/100', 'FEE', 2, 6_00, { does: 'REVERSE', key: 'r', actKey: 'r', number: 'back', chargeId: reversed, setOffMinor: 6_00 });
  });
  afterAll(() => stage.close());

  it('are listed while they are open, with totals by entity and currency', async () => {
    const { status, body } = await stage.call('GET', '/charges');
    expect(status).toBe(200);
    expect(
      body.items.map(({ number, accountId, openMinor }: { number: string; accountId: string; openMinor: number }) => [accountId, number, openMinor]),
    ).toEqual([
      ['DE01/100', expect.stringMatching(/-F1$/), 5_00],
      ['DE01/100', expect.stringMatching(/-I1$/), 73],
      ['NZ01/200', expect.stringMatching(/-F1$/), 7_00],
    ]);
    expect(body.items[1]).toMatchObject({ what: 'INTEREST', from: '2020-06-02', to: '2020-06-20', percent: '8.12', step: 'second', status: 'OPEN' });
    expect(body.totals).toEqual([
      { entity: 'DE01', currency: expect.any(String), charges: 2, amountMinor: 5_73, openMinor: 5_73 },
      { entity: 'NZ01', currency: expect.any(String), charges: 1, amountMinor: 7_00, openMinor: 7_00 },
    ]);
  });

  it('are listed by account, by entity, by what became of them, and in parts', async () => {
    const total = async (query: string) => (await stage.call('GET', `/charges?${query}`)).body.total;
    expect(await total('account=DE01/100')).toBe(2);
    expect(await total('entity=NZ01')).toBe(1);
    expect(await total('status=REVERSED')).toBe(1);
    expect(await total('status=any')).toBe(4);
    const second = (await stage.call('GET', '/charges?limit=1&offset=1')).body;
    expect([second.total, second.items.length, second.totals.length]).toEqual([3, 1, 2]);
    expect((await stage.call('GET', '/charges?status=LOST')).status).toBe(400);
  });

  it('are shown by the command line', async () => {
    const { code, out, err } = await duly(['charge', 'list', '--entity', 'DE01'], { DULY_URL: stage.url, DULY_API_KEY: stage.keys.auditor });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2020-06-02 to 2020-06-20, 8.12 %');
    expect(out).toMatch(/Totals[\s\S]*DE01 +2 +5\.73/);
  });
});
