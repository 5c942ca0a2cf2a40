import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { carryOut } from '../../activities/carryOut.js';
import { openTask } from '../../activities/openTask.js';
import { remind } from '../../activities/remind.js';
import { requestPlacement } from '../../activities/requestPlacement.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, policySource, turnAt, wanted, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  for (const [track, message] of [
    ['item', 'account'],
    ['item', 'level'],
    ['item', 'item'],
    ['account', 'item'],
  ]) {
    const name = track === 'item' ? `by-${message}` : 'apart';
    const source = policySource.replace('policy: standard-b2b', `policy: ${name}\nlevels: { track: ${track}, message: ${message} }`);
    await publishPolicy(world.db, { source, fileName: 'p.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
  }
});
afterAll(() => world.drop());
beforeEach(() => {
  world.post.delivered.length = 0;
  world.renderer.rendered.length = 0;
});

/** An account whose items climb by themselves, with messages for what the policy of this name says. */
async function climbs(policyName: string, number: string, invoices: [string, number][]): Promise<{ id: string; items: number[] }> {
  const id = await owes(world, { number, invoices });
  await world.db.account.update({ where: { id }, data: { policyName } });
  return { id, items: await invoicesOf(world, id) };
}

const stepsOf = async (accountId: string) => {
  const steps = await world.db.stepTaken.findMany({ where: { case: { accountId } }, orderBy: [{ at: 'asc' }, { step: 'asc' }, { round: 'asc' }] });
  return steps.map(({ step, round, result, itemIds }) => ({ step, round, result, itemIds }));
};
const stated = () => world.renderer.rendered.map(({ statement }) => ({ items: statement.items.map(({ number }) => number), asked: statement.asked }));

describe('a message for each item', () => {
  it('goes out for each on the same day, each once, and states its own item alone', async () => {
    const { id, items } = await climbs('by-item', '700', [
      ['2020-06-20', 60_000],
      ['2020-06-21', 5_000],
    ]);
    const at = evening('2020-06-30');
    const first = await wanted(world, 'contact', id, at);
    expect(first.act).toMatchObject({ key: `${id}#1/reminder/1/email`, itemIds: [items[0]] });
    expect(await remind(world)(first)).toMatchObject({ result: 'DONE' });
    const second = await wanted(world, 'contact', id, at);
    expect(second.act).toMatchObject({ key: `${id}#1/reminder/2/email`, itemIds: [items[1]] });
    expect(await remind(world)(second)).toMatchObject({ result: 'DONE' });
    expect(await remind(world)(first)).toMatchObject({ result: 'DONE' });
    expect(world.post.delivered).toHaveLength(2);
    expect(stated()).toEqual([
      { items: ['R-700-1'], asked: { EUR: 60_000 } },
      { items: ['R-700-2'], asked: { EUR: 5_000 } },
    ]);
    expect(await stepsOf(id)).toEqual([
      { step: 'reminder', round: 1, result: 'TAKEN', itemIds: [items[0]] },
      { step: 'reminder', round: 2, result: 'TAKEN', itemIds: [items[1]] },
    ]);
    const made = await world.db.contactMade.findMany({ where: { accountId: id }, orderBy: { key: 'asc' } });
    expect(made.map(({ itemIds, amounts, daySlot }) => ({ itemIds, amounts, daySlot }))).toEqual([
      { itemIds: [items[0]], amounts: { EUR: 60_000 }, daySlot: `${id}/2020-06-30/${items[0]}` },
      { itemIds: [items[1]], amounts: { EUR: 5_000 }, daySlot: `${id}/2020-06-30/${items[1]}` },
    ]);
  });

  it('is not sent for an item that was paid meanwhile: the turn is that of the next one', async () => {
    const { id, items } = await climbs('by-item', '701', [
      ['2020-06-20', 60_000],
      ['2020-06-21', 5_000],
    ]);
    const turn = await wanted(world, 'contact', id, evening('2020-06-30'));
    await pays(world, id, items[0] ?? 0, 60_000, '2020-06-30');
    expect(await remind(world)(turn)).toMatchObject({ result: 'DONE' });
    expect(stated()).toEqual([{ items: ['R-701-2'], asked: { EUR: 5_000 } }]);
    expect(await stepsOf(id)).toEqual([{ step: 'reminder', round: 1, result: 'TAKEN', itemIds: [items[1]] }]);
    expect((await lookAt(world, id, evening('2020-06-30'))).verdict.kind).toBe('wait');
  });
});

describe('an account that climbs, with a message for each item', () => {
  it('writes about each on the day of its own step, as one turn of the step', async () => {
    const { id, items } = await climbs('apart', '705', [
      ['2020-06-20', 60_000],
      ['2020-06-28', 5_000],
    ]);
    const at = evening('2020-06-30');
    const first = await wanted(world, 'contact', id, at);
    expect(first.act).toMatchObject({ key: `${id}#1/reminder/1/email`, itemIds: [items[0]] });
    expect(await remind(world)(first)).toMatchObject({ result: 'DONE' });
    const second = await wanted(world, 'contact', id, at);
    expect(second.act).toMatchObject({ key: `${id}#1/reminder/2/email`, itemIds: [items[1]] });
    expect(await remind(world)(second)).toMatchObject({ result: 'DONE' });
    expect(stated()).toEqual([
      { items: ['R-705-1'], asked: { EUR: 60_000 } },
      { items: ['R-705-2'], asked: { EUR: 5_000 } },
    ]);
    const steps = await world.db.stepTaken.findMany({ where: { case: { accountId: id } }, orderBy: { round: 'asc' } });
    expect(steps.map(({ step, round, turn }) => ({ step, round, turn }))).toEqual([
      { step: 'reminder', round: 1, turn: 1 },
      { step: 'reminder', round: 2, turn: 1 },
    ]);
    expect((await lookAt(world, id, at)).verdict.kind).toBe('wait');
  });
});

describe('a message for the account', () => {
  it('takes each item’s own step, lists all that is open, and keeps what it spoke for until its fate is known', async () => {
    const { id, items } = await climbs('by-account', '710', [
      ['2020-06-10', 60_000],
      ['2020-06-27', 5_000],
    ]);
    const turn = await wanted(world, 'contact', id, evening('2020-06-14'));
    expect(turn.act.itemIds).toEqual([items[0]]);
    await remind(world)(turn);
    const call = await wanted(world, 'task', id, evening('2020-06-30'));
    expect(call.act).toMatchObject({ task: 'CALL', step: 'call', itemIds: [items[0]] });
    await openTask(world)(call);
    const later = await wanted(world, 'contact', id, evening('2020-06-30'));
    expect(later.act).toMatchObject({ step: 'reminder', round: 2, itemIds: [items[1]], spokenFor: [{ step: 'reminder', round: 2, itemIds: [items[1]] }] });
    world.post.next.push({ outcome: 'unknown', reason: 'cut off' });
    expect(await remind(world)(later)).toMatchObject({ result: 'UNKNOWN' });
    expect(stated().at(-1)?.items).toEqual(['R-710-1', 'R-710-2']);
    const { verdict } = await lookAt(world, id, evening('2020-07-01'));
    expect(verdict.kind).toBe('wait');
    const task = await world.db.task.findFirstOrThrow({ where: { accountId: id, kind: 'VERIFY_DELIVERY' } });
    const request = {
      id: 'found-out',
      accountId: id,
      actor: { userId: 'collector-1', roles: ['collector' as const] },
      instruction: { kind: 'task-done' as const, taskId: task.id, outcome: 'DELIVERED' },
    };
    expect(await carryOut(world)({ ...turnAt(evening('2020-07-01')), request })).toMatchObject({ status: 'done' });
    expect(await stepsOf(id)).toEqual([
      { step: 'reminder', round: 1, result: 'TAKEN', itemIds: [items[0]] },
      { step: 'call', round: 1, result: 'TAKEN', itemIds: [items[0]] },
      { step: 'reminder', round: 2, result: 'TAKEN', itemIds: [items[1]] },
    ]);
  });
});

describe('a placement', () => {
  it('is of the items whose step it is', async () => {
    const { id, items } = await climbs('by-level', '720', [
      ['2020-05-10', 60_000],
      ['2020-06-25', 5_000],
    ]);
    await remind(world)(await wanted(world, 'contact', id, evening('2020-06-10')));
    await openTask(world)(await wanted(world, 'task', id, evening('2020-06-13')));
    const turn = await wanted(world, 'place', id, evening('2020-06-20'));
    expect(turn.act.itemIds).toEqual([items[0]]);
    expect(await requestPlacement(world)(turn)).toMatchObject({ result: 'DONE' });
    expect(await world.db.placement.findFirst({ where: { accountId: id } })).toMatchObject({ itemIds: [items[0]], amounts: { EUR: 60_000 } });
  });
});

describe('the level of a system before', () => {
  const dunned = (id: number, dunnedLevel: number, on: string) => world.db.ledgerItem.update({ where: { id }, data: { dunnedLevel, dunnedOn: new Date(on) } });

  it('is where the first case begins, for each item; what follows has its gap from that day', async () => {
    const { id, items } = await climbs('by-level', '740', [
      ['2020-06-10', 60_000],
      ['2020-06-10', 5_000],
    ]);
    await dunned(items[0] ?? 0, 1, '2020-06-19');
    const turn = await wanted(world, 'contact', id, evening('2020-06-21'));
    expect(turn.act).toMatchObject({ step: 'reminder', round: 2, itemIds: [items[1]] });
    await remind(world)(turn);
    const call = await wanted(world, 'task', id, evening('2020-06-22'));
    expect(call.act).toMatchObject({ task: 'CALL', step: 'call', itemIds: [items[0]] });
    const steps = await world.db.stepTaken.findMany({ where: { case: { accountId: id } }, orderBy: { at: 'asc' } });
    expect(steps.map(({ step, round, result, itemIds }) => ({ step, round, result, itemIds }))).toEqual([
      { step: 'reminder', round: 1, result: 'SET', itemIds: [items[0]] },
      { step: 'reminder', round: 2, result: 'TAKEN', itemIds: [items[1]] },
    ]);
    const opened = await world.db.auditEntry.findFirstOrThrow({ where: { accountId: id, action: 'case.open' } });
    expect(opened.change).toMatchObject({ takenOver: [{ step: 'reminder', onDay: '2020-06-19', itemIds: [items[0]] }] });
  });

  it('is that of the furthest item, where the account climbs', async () => {
    const { id, items } = await climbs('apart', '741', [
      ['2020-06-10', 60_000],
      ['2020-06-10', 5_000],
    ]);
    await dunned(items[1] ?? 0, 1, '2020-06-19');
    expect((await lookAt(world, id, evening('2020-06-21'))).verdict).toMatchObject({
      kind: 'wait',
      reason: { figures: { step: 'call', dueOn: '2020-06-22' } },
    });
    expect(await world.db.collectionCase.findFirst({ where: { accountId: id } })).toMatchObject({ entryStep: 'reminder' });
  });
});

describe('a level that a person sets', () => {
  it('is that of one item, and what follows starts from it', async () => {
    const { id, items } = await climbs('by-level', '730', [
      ['2020-06-10', 60_000],
      ['2020-06-10', 5_000],
    ]);
    await lookAt(world, id, evening('2020-06-12'));
    const instruction = { kind: 'set-level' as const, level: 1, item: 'R-730-2', reason: 'told by telephone' };
    const request = { id: 'set', accountId: id, actor: { userId: 'collector-1', roles: ['collector' as const] }, instruction };
    expect(await carryOut(world)({ ...turnAt(evening('2020-06-12')), request })).toEqual({
      status: 'done',
      subjectId: `${id}#1`,
      message: 'Level of R-730-2 set to 1 (reminder).',
    });
    const turn = await wanted(world, 'contact', id, evening('2020-06-13'));
    expect(turn.act).toMatchObject({ round: 2, itemIds: [items[0]] });
    expect(await world.db.auditEntry.findFirst({ where: { accountId: id, action: 'case.set-level' } })).toMatchObject({ reason: 'told by telephone' });
  });
});
