import fc from 'fast-check';
import { addDays, type Day } from '../../domain/calendar/day.js';
import type { AccountFacts, OpenItem } from '../../domain/facts.js';
import { loadDossiers, loadFacts } from '../../prisma/store/facts.js';
import { createWorld, date, evening, invoice, invoicesOf, lookAt, owes, pays, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const facts = async (accountId: string, asOf: Day): Promise<AccountFacts> => {
  const [found] = await loadFacts(world.db, [accountId], asOf);
  if (!found) throw new Error(`No facts of ${accountId}`);
  return found;
};

/** What is open, item by item, worked out from the booked rows one after the other. */
async function workedOut(accountId: string, asOf: Day): Promise<Map<string, number>> {
  const items = await world.db.ledgerItem.findMany({ where: { accountId }, include: { debitOf: true, creditOf: true } });
  const open = new Map<string, number>();
  for (const item of items) {
    if (item.issuedOn > date(asOf)) continue;
    let left = Number(item.amountMinor);
    for (const { onDate, reversedOn, amountMinor } of [...item.debitOf, ...item.creditOf]) {
      const counts = onDate <= date(asOf) && (reversedOn === null || reversedOn > date(asOf));
      if (counts) left -= Math.sign(Number(item.amountMinor)) * Number(amountMinor);
    }
    if (left !== 0) open.set(item.number, left);
  }
  return open;
}

const opened = (items: OpenItem[]) => new Map(items.map(({ number, openMinor }) => [number, openMinor]));

describe('open amounts', () => {
  it('agree with the booked rows, for any ledger and any day', async () => {
    let account = 0;
    const start = '2020-01-01';
    const onDay = fc.integer({ min: 0, max: 120 }).map((n) => addDays(start, n));
    const debit = fc.record({ dueOn: onDay, amount: fc.integer({ min: 1, max: 1_000_000 }), currency: fc.constantFrom('EUR', 'JPY') });
    const payment = fc.record({
      of: fc.nat(),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      on: onDay,
      reversedAfter: fc.option(fc.integer({ min: 0, max: 40 })),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(debit, { minLength: 1, maxLength: 6 }),
        fc.array(payment, { maxLength: 6 }),
        fc.array(onDay, { minLength: 1, maxLength: 3 }),
        async (debits, payments, days) => {
          const id = await owes(world, { number: `P${++account}` });
          const ids: number[] = [];
          for (const [n, { dueOn, amount, currency }] of debits.entries()) ids.push(await invoice(world, id, `I-${n}`, dueOn, amount, currency));
          const left = debits.map(({ amount }) => amount);
          for (const [n, { of, share, on, reversedAfter }] of payments.entries())
            await pay(id, { n, of: of % ids.length, share, on, reversedAfter }, { ids, left, debits });
          for (const day of days) expect(opened((await facts(id, day)).items)).toEqual(await workedOut(id, day));
        },
      ),
      { numRuns: 30 },
    );
  });

  async function pay(
    accountId: string,
    { n, of, share, on, reversedAfter }: { n: number; of: number; share: number; on: Day; reversedAfter: number | null },
    booked: { ids: number[]; left: number[]; debits: { currency: string }[] },
  ) {
    const amount = Math.floor(share * (booked.left[of] ?? 0));
    if (amount === 0) return;
    const days = { issuedOn: date(on), dueOn: date(on), recordedAt: date(on) };
    const credit = await world.db.ledgerItem.create({
      data: { accountId, kind: 'PAYMENT', number: `C-${n}`, currency: booked.debits[of]?.currency ?? '', amountMinor: BigInt(-amount - 7), ...days },
    });
    const allocation = { creditId: credit.id, debitId: booked.ids[of] ?? 0, amountMinor: BigInt(amount), onDate: date(on), recordedAt: date(on) };
    const { id } = await world.db.allocation.create({ data: allocation });
    if (reversedAfter === null) booked.left[of] = (booked.left[of] ?? 0) - amount;
    else await world.db.allocation.update({ where: { id }, data: { reversedOn: date(addDays(on, reversedAfter)), reversedAt: new Date() } });
  }

  it('are exact up to the largest safe integer, and refused beyond it', async () => {
    const id = await owes(world, { number: '500', invoices: [['2020-06-01', Number.MAX_SAFE_INTEGER]] });
    expect((await facts(id, '2020-06-30')).items[0]?.openMinor).toBe(9_007_199_254_740_991);
    const days = { issuedOn: date('2020-06-01'), dueOn: date('2020-06-01'), recordedAt: date('2020-06-01') };
    await world.db.ledgerItem.create({
      data: { accountId: id, kind: 'INVOICE', number: 'huge', currency: 'EUR', amountMinor: 9_007_199_254_740_993n, ...days },
    });
    await expect(facts(id, '2020-06-30')).rejects.toThrow(RangeError);
  });

  it('of an account with 2,459 items are read in one statement with those of hundreds of others', async () => {
    const big = await owes(world, { number: '501' });
    const days = { issuedOn: date('2020-05-01'), dueOn: date('2020-06-01'), recordedAt: date('2020-05-01') };
    await world.db.ledgerItem.createMany({
      data: Array.from({ length: 2_459 }, (_, n) => ({
        accountId: big,
        kind: 'INVOICE',
        number: `N-${n}`,
        currency: 'USD',
        amountMinor: BigInt(n + 1),
        ...days,
      })),
    });
    const others: string[] = [];
    for (let n = 0; n < 20; n++) others.push(await owes(world, { number: `501-${n}`, invoices: [['2020-06-01', 100 + n]] }));
    let statements = 0;
    const counting = new Proxy(world.db, {
      get: (db, name) => {
        statements++;
        const value = Reflect.get(db, name) as unknown;
        return typeof value === 'function' ? (value.bind(db) as unknown) : value;
      },
    });
    const found = await loadFacts(counting, [...others, 'DE01/nobody', big], '2020-06-30');
    expect(statements).toBe(1);
    expect(found.map(({ accountId }) => accountId)).toEqual([...others, big]);
    expect(found.at(-1)?.items).toHaveLength(2_459);
    expect(found.at(-1)?.items.reduce((sum, { openMinor }) => sum + openMinor, 0)).toBe((2_459 * 2_460) / 2);
    expect(found[3]?.items).toMatchObject([{ openMinor: 103, dueOn: '2020-06-01' }]);
  });
});

describe('the other facts', () => {
  it('are those in force: no hold lifted as of its first day, no resolved dispute, no lifted suppression, nobody who left', async () => {
    const id = await owes(world, { number: '510', invoices: [['2020-06-01', 60_000]], email: 'Ap@Example.com', mobile: '+491715550101' });
    const [item = 0] = await invoicesOf(world, id);
    const held = { accountId: id, kind: 'PAUSE', reason: 'r', startsOn: date('2020-06-01'), placedAt: date('2020-06-01'), placedBy: 'm' };
    const hold = await world.db.hold.create({ data: { ...held, endsOn: date('2020-07-15') } });
    await world.db.hold.create({ data: { ...held, liftedAt: date('2020-06-02'), liftedOn: date('2020-06-01') } });
    const raised = { accountId: id, reason: 'price', raisedAt: date('2020-06-01'), raisedBy: 'm', respondBy: date('2020-06-20') };
    const dispute = await world.db.dispute.create({ data: { ...raised, status: 'OPEN', items: { create: { itemId: item, amountMinor: 500n } } } });
    await world.db.dispute.create({ data: { ...raised, status: 'RESOLVED', resolvedAt: date('2020-06-03') } });
    const suppressed = { kind: 'BOUNCED', reason: '550', since: date('2020-06-01'), recordedBy: 'system' };
    await world.db.suppression.createMany({
      data: [
        { ...suppressed, address: 'ap@example.com', channel: 'email' },
        { ...suppressed, address: '+491715550101', channel: 'sms', liftedAt: date('2020-06-02') },
        { ...suppressed, address: 'other@example.com', channel: 'email' },
      ],
    });
    await world.db.contact.create({ data: { customerNumber: '510', name: 'Gone', role: 'management', email: 'gone@example.com', active: false } });
    const found = await facts(id, '2020-06-30');
    expect(found.holds).toEqual([
      { id: hold.id, kind: 'PAUSE', itemId: null, amountMinor: null, campaignId: null, reason: 'r', startsOn: '2020-06-01', endsOn: '2020-07-15' },
    ]);
    expect(found.disputes).toEqual([{ id: dispute.id, reason: 'price', respondBy: '2020-06-20', items: [{ itemId: item, amountMinor: 500 }] }]);
    expect(found.suppressions).toEqual([{ address: 'Ap@Example.com', channel: 'email', kind: 'BOUNCED' }]);
    expect(found.contacts).toMatchObject([{ name: 'Accounts payable', role: 'accounts_payable', email: 'Ap@Example.com', language: null, rank: 0 }]);
    expect(found).toMatchObject({
      entity: { code: 'DE01', timeZone: 'Europe/Berlin' },
      customer: { number: '510', language: 'de', tags: [], addressLines: [] },
      collectorId: 'collector-1',
      ledgerAsOf: null,
      case: null,
      steps: [],
    });
  });

  it('know all contacts of the case, and sixty days of the account', async () => {
    const id = await owes(world, { number: '511', invoices: [['2020-01-01', 60_000]] });
    await lookAt(world, id, evening('2020-01-10'));
    const made = { accountId: id, channel: 'email', amounts: {}, itemIds: [], gate: {}, status: 'ACCEPTED', actor: 'system' };
    await world.db.contactMade.createMany({
      data: [
        { ...made, key: '511/of-the-case', caseId: `${id}#1`, claimedAt: date('2020-01-10') },
        { ...made, key: '511/old', claimedAt: date('2020-04-20') },
        { ...made, key: '511/new', claimedAt: date('2020-05-20'), status: 'RETRYABLE', attempt: 2, notBefore: new Date('2020-05-20T10:00:00.123Z') },
      ],
    });
    const found = await facts(id, '2020-06-30');
    expect(found.contactsMade.map(({ key }) => key)).toEqual(['511/of-the-case', '511/new']);
    expect(found.contactsMade[1]).toMatchObject({
      at: '2020-05-20T00:00:00.000Z',
      attempt: 2,
      notBefore: '2020-05-20T10:00:00.123Z',
      automatic: true,
      direction: 'OUT',
    });
    expect(found.case).toMatchObject({ id: `${id}#1`, episode: 1, openedAt: evening('2020-01-10') });
  });

  it('know what was sent to the customer for other entities', async () => {
    const id = await owes(world, { number: '563', invoices: [['2020-06-20', 60_000]] });
    await world.db.entity.create({ data: { code: 'AT63', name: 'Sister', country: 'AT', currency: 'EUR', timeZone: 'Europe/Vienna', language: 'de' } });
    await world.db.account.create({ data: { id: 'AT63/563', entityCode: 'AT63', customerNumber: '563' } });
    const made = { accountId: 'AT63/563', channel: 'email', amounts: {}, itemIds: [], gate: {}, status: 'ACCEPTED', actor: 'system' };
    const days = ['2020-03-01', '2020-06-28', '2020-06-29'];
    await world.db.contactMade.createMany({ data: days.map((day) => ({ ...made, key: `563/${day}`, claimedAt: date(day) })) });
    const found = await facts(id, '2020-06-30');
    expect(found.contactsMade).toEqual([]);
    expect(found.contactsElsewhere?.map(({ key }) => key)).toEqual(['563/2020-06-28', '563/2020-06-29']);
  });

  it('say how fresh the ledger of the entity is', async () => {
    const batch = {
      semantics: 'snapshot',
      fileName: 'f',
      sha256: 'x',
      preset: 'p',
      rows: 0,
      created: 0,
      changed: 0,
      cleared: 0,
      unchanged: 0,
      controlTotals: {},
      importedBy: 'f',
      importedAt: new Date(),
    };
    const id = await owes(world, { number: '512', invoices: [['2020-06-01', 1]] });
    await world.db.importBatch.createMany({
      data: [
        { ...batch, kind: 'open-items', asOf: date('2020-06-28'), entityCodes: ['DE01', 'US01'] },
        { ...batch, kind: 'open-items', asOf: date('2020-06-29'), entityCodes: ['US01'] },
        { ...batch, kind: 'contacts', asOf: date('2020-06-30'), entityCodes: ['DE01'] },
      ],
    });
    expect((await facts(id, '2020-06-30')).ledgerAsOf).toBe('2020-06-28');
  });

  it('are as of the day of an instant in the calendar of each account’s creditor', async () => {
    await world.db.entity.create({
      data: { code: 'NZ01', name: 'Seller', country: 'NZ', currency: 'NZD', timeZone: 'Pacific/Auckland', language: 'en', addressLines: [] },
    });
    const berlin = await owes(world, { number: '513', invoices: [['2020-06-01', 500]] });
    const auckland = 'NZ01/513';
    await world.db.account.create({ data: { id: auckland, entityCode: 'NZ01', customerNumber: '513' } });
    const there = await invoice(world, auckland, 'NZ', '2020-06-01', 500, 'NZD');
    const [here = 0] = await invoicesOf(world, berlin);
    await pays(world, berlin, here, 100, '2020-07-01');
    await pays(world, auckland, there, 100, '2020-07-01', 'NZD');
    const dossiers = await loadDossiers(world.db, [berlin, auckland], { now: '2020-06-30T18:00:00Z' });
    expect(dossiers.map(({ facts: { items } }) => items.map(({ openMinor }) => openMinor))).toEqual([[500], [400]]);
  });
});
