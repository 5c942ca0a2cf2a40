import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import { keepSweeping, sweep } from '../../worker/sweeper.js';
import { createDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
const accounts = Array.from({ length: 450 }, (_, i) => `ACME/${i}`);

beforeAll(async () => {
  database = await createDatabase();
  const { db } = database;
  await db.entity.create({ data: { code: 'ACME', name: 'Acme', country: 'DE', currency: 'EUR', timeZone: 'Europe/Berlin', addressLines: [] } });
  await db.customer.createMany({ data: accounts.map((_, i) => ({ number: String(i), name: `Customer ${i}`, addressLines: [], tags: [] })) });
  await db.account.createMany({ data: accounts.map((id, i) => ({ id, entityCode: 'ACME', customerNumber: String(i) })) });
});
afterAll(() => database.drop());
beforeEach(() => database.db.nudge.deleteMany());

const left = () => database.db.nudge.count();

describe('The sweeper', () => {
  it('tells every account whose nudge was left lying, once', async () => {
    const { db } = database;
    await nudgeAccounts(db, accounts);
    const told: string[] = [];
    expect(await sweep(db, { nudge: async (_, id) => void told.push(id) }, 0)).toBe(450);
    expect(told.sort()).toEqual([...accounts].sort());
    expect(await left()).toBe(0);
  });

  it('tells of money also those who watch a promise of an account without a running case', async () => {
    const { db } = database;
    const at = new Date('2026-03-02T09:00:00Z');
    const promise = { kind: 'PROMISE', currency: 'EUR', itemIds: [1], level: 0, graceDays: 1, tolerancePercent: 0, totalMinor: 100n, baselineMinor: 0n };
    const agreed = { ...promise, agreedAt: at, agreedBy: 'collector-1' };
    const { id } = await db.plan.create({ data: { ...agreed, accountId: 'ACME/1', status: 'OPEN' } });
    await db.plan.create({ data: { ...agreed, accountId: 'ACME/1', status: 'CANCELLED' } });
    await nudgeAccounts(db, ['ACME/1', 'ACME/2']);
    const told: string[] = [];
    await sweep(db, { nudge: async (process, each) => void told.push(`${process} ${each}`) }, 0);
    expect(told.sort()).toEqual(['collectAccount ACME/1', 'collectAccount ACME/2', `watchPlan ${id}`]);
  });

  it('leaves the first seconds to whoever wrote the nudge', async () => {
    const { db } = database;
    await nudgeAccounts(db, accounts.slice(0, 1));
    expect(await sweep(db, { nudge: async () => {} }, 60)).toBe(0);
    expect(await left()).toBe(1);
  });

  it('keeps the nudge of an account that could not be told', async () => {
    const { db } = database;
    await nudgeAccounts(db, accounts.slice(0, 3));
    const unreachable = async () => {
      throw new Error('no connection');
    };
    await expect(sweep(db, { nudge: unreachable }, 0)).rejects.toThrow('no connection');
    expect(await left()).toBe(3);
  });

  it('keeps a nudge that was renewed while the account was being told', async () => {
    const { db } = database;
    await nudgeAccounts(db, accounts.slice(0, 1));
    await sweep(db, { nudge: async (_, id) => nudgeAccounts(db, [id]) }, 0);
    expect(await left()).toBe(1);
  });

  it('sweeps in one worker at a time', async () => {
    const { db } = database;
    await nudgeAccounts(db, accounts.slice(0, 20));
    let within: number | null = null;
    const nudge = async () => {
      within ??= await sweep(db, { nudge: async () => {} }, 0);
    };
    expect(await sweep(db, { nudge }, 0)).toBe(20);
    expect(within).toBe(0);
  });

  it('goes on after a failure, and ends only when its sweep is done', async () => {
    const failures: unknown[] = [];
    let sweeps = 0;
    let ended = 0;
    const work = async () => {
      if (++sweeps === 1) throw new Error('no connection');
      await new Promise((resolve) => setTimeout(resolve, 50));
      ended += 1;
    };
    const sweeper = keepSweeping(work, (error) => failures.push(error), 5);
    while (sweeps < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await sweeper.stop();
    expect(failures).toHaveLength(1);
    expect(ended).toBe(sweeps - 1);
  });
});
