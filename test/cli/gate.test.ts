import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundBusiness, owes } from '../api/ledger.js';
import { startStage, type Stage } from '../api/stage.js';
import { duly } from './duly.js';

/** Tuesday, 30 June 2020, ten in the morning in Berlin; the policy's window closes at 23:59. */
const morning = '2020-06-30T08:00:00.000Z';

describe('duly gate, asked of the server', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({ at: morning });
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '1', name: 'Alder', items: [['2020-06-28', 100_00]] });
    await owes(stage.db, { number: '2', name: 'Birch', items: [['2020-06-28', 100_00]] });
    const data = { name: 'Payables', role: 'accounts_payable', email: 'ap@example.com', phone: '+493023125100' };
    await stage.db.contact.createMany({ data: ['1', '2'].map((customerNumber) => ({ ...data, customerNumber })) });
    await stage.db.hold.create({
      data: { accountId: 'DE01/2', kind: 'LITIGATION', reason: 'in court', startsOn: new Date('2020-06-01'), placedBy: 'manager', placedAt: new Date(morning) },
    });
  });
  afterAll(() => stage.close());
  const gate = (...args: string[]) => duly(['gate', ...args], { DULY_URL: stage.url, DULY_API_KEY: stage.keys.collector });

  it('allows a call within the hours, now or at a named instant, and defers one after the hours to the next day', async () => {
    expect(await gate('DE01/1', '--channel', 'call')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^ALLOW {2}call to Payables of DE01\/1 at 2020-06-30T08:0/),
    });
    const late = await gate('DE01/1', '--channel', 'call', '--at', '2020-06-30T23:59:30+02:00');
    // Midnight in Berlin, when the window opens.
    expect(late.out).toMatch(/^DEFER until 2020-06-30T22:00:00Z[\s\S]*OUTSIDE_WINDOW: /);
  });

  it('answers for a person by the strictest of the accounts that know it', async () => {
    const { out } = await gate('Payables', '--channel', 'email', '--json');
    expect(JSON.parse(out)).toMatchObject({ decision: 'BLOCK', account: 'DE01/2', address: 'ap@example.com', reasons: [{ code: 'ON_HOLD' }] });
  });

  it('names what is not there', async () => {
    expect(await gate('DE01/9', '--channel', 'call')).toMatchObject({ code: 1, err: expect.stringContaining('There is no account and no person DE01/9.') });
    expect(await gate('DE01/1', '--channel', 'call', '--debt', 'R-0')).toMatchObject({ err: expect.stringContaining('R-0 is no open item of DE01/1.') });
    expect(await gate('DE01/1', '--channel', 'call', '--role', 'third-party')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--role goes with --ledger'),
    });
  });
});
