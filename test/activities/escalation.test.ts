import { recommendWriteOff, whoDecides } from '../../activities/recommendWriteOff.js';
import { requestPlacement } from '../../activities/requestPlacement.js';
import type { Evidence } from '../../activities/evidence.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, wanted, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());
beforeEach(() => {
  world.processes.calls.length = 0;
});

/** An account with these rungs behind it, the last one on 1 July. */
async function afterSteps(number: string, amount: number, steps: string[]): Promise<string> {
  const id = await owes(world, {
    number,
    invoices: [
      ['2020-05-01', amount],
      ['2020-12-01', 999],
    ],
  });
  await lookAt(world, id, evening('2020-06-01'));
  const at = new Date(evening('2020-07-01'));
  await world.db.stepTaken.createMany({
    data: steps.map((step) => ({ caseId: `${id}#1`, step, round: 1, result: 'TAKEN', at, onDate: new Date('2020-07-01') })),
  });
  return id;
}

describe('a placement', () => {
  it('is requested once, with its approval by another, and its process is started', async () => {
    const id = await afterSteps('400', 60_000, ['reminder', 'call']);
    const [item] = await invoicesOf(world, id);
    const turn = await wanted(world, 'place', id, evening('2020-07-10'));
    expect(await requestPlacement(world)(turn)).toEqual({ result: 'DONE', reason: null });
    expect(await requestPlacement(world)(turn)).toEqual({ result: 'DONE', reason: null });
    const placements = await world.db.placement.findMany({ where: { accountId: id }, include: { approval: true, agency: true } });
    expect(placements).toMatchObject([
      {
        status: 'REQUESTED',
        amounts: { EUR: 60_000 },
        itemIds: [item],
        requestedBy: 'system',
        caseId: `${id}#1`,
        agency: { code: 'northern-agency' },
        approval: { status: 'PENDING', role: 'manager', subject: 'placement', proposedBy: 'system', expiresAt: new Date('2020-08-08T22:00:00Z') },
      },
    ]);
    expect(placements[0]?.approval?.subjectId).toBe(placements[0]?.id);
    expect(await world.db.task.findMany({ where: { accountId: id } })).toMatchObject([
      { kind: 'APPROVE', status: 'OPEN', assigneeId: null, brief: { approvalId: placements[0]?.approvalId, role: 'manager' } },
    ]);
    expect(await world.db.stepTaken.findMany({ where: { caseId: `${id}#1`, step: 'placement' } })).toMatchObject([{ result: 'TAKEN' }]);
    expect(new Set(world.processes.calls)).toEqual(new Set([`start placeDebt ${placements[0]?.id}`]));
    expect(await world.db.auditEntry.count({ where: { accountId: id, action: 'placement.request' } })).toBe(1);
    expect((await lookAt(world, id, evening('2020-07-10'))).verdict).toMatchObject({ kind: 'wait', reason: { code: 'APPROVAL_PENDING' } });
  });

  it('starts its process also when the first attempt died before it did', async () => {
    const id = await afterSteps('401', 60_000, ['reminder', 'call']);
    const turn = await wanted(world, 'place', id, evening('2020-07-10'));
    const unreachable = { ...world, processes: { ...world.processes, startWatch: () => Promise.reject(new Error('no server')) } };
    await expect(requestPlacement(unreachable)(turn)).rejects.toThrow('no server');
    expect(await requestPlacement(world)(turn)).toMatchObject({ result: 'DONE' });
    expect(await world.db.placement.count({ where: { accountId: id } })).toBe(1);
    expect(world.processes.calls).toHaveLength(1);
  });

  it('leaves out what is disputed', async () => {
    const id = await afterSteps('402', 60_000, ['reminder', 'call']);
    const [item] = await invoicesOf(world, id);
    const second = await world.db.ledgerItem.create({
      data: {
        accountId: id,
        kind: 'INVOICE',
        number: 'D-1',
        currency: 'EUR',
        amountMinor: 70_000n,
        issuedOn: new Date('2020-04-01'),
        dueOn: new Date('2020-05-02'),
        recordedAt: new Date('2020-04-01'),
      },
    });
    await world.db.dispute.create({
      data: {
        accountId: id,
        reason: 'price',
        status: 'OPEN',
        raisedAt: new Date('2020-07-01'),
        raisedBy: 'collector-1',
        respondBy: new Date('2020-07-20'),
        items: { create: { itemId: second.id } },
      },
    });
    await requestPlacement(world)(await wanted(world, 'place', id, evening('2020-07-10')));
    expect(await world.db.placement.findMany({ where: { accountId: id } })).toMatchObject([{ amounts: { EUR: 60_000 }, itemIds: [item] }]);
  });

  it('is not requested when the debt was paid meanwhile', async () => {
    const id = await afterSteps('403', 60_000, ['reminder', 'call']);
    const turn = await wanted(world, 'place', id, evening('2020-07-10'));
    const [item] = await invoicesOf(world, id);
    await pays(world, id, item ?? 0, 60_000, '2020-07-10');
    expect(await requestPlacement(world)(turn)).toMatchObject({ result: 'HELD_BACK' });
    expect(await world.db.placement.count({ where: { accountId: id } })).toBe(0);
    expect(world.processes.calls).toEqual([]);
  });
});

describe('a recommendation to write off', () => {
  it('is made once, with its evidence, for whoever may decide on that amount', async () => {
    const id = await afterSteps('410', 120_000, ['reminder', 'call', 'placement']);
    const [item] = await invoicesOf(world, id);
    const made = { accountId: id, caseId: `${id}#1`, channel: 'email', amounts: {}, itemIds: [], gate: {}, claimedAt: new Date('2020-06-01'), actor: 'system' };
    await world.db.contactMade.createMany({
      data: [
        { ...made, key: `${id}/1`, status: 'ACCEPTED' },
        { ...made, key: `${id}/2`, status: 'REJECTED' },
        { ...made, key: `${id}/3`, status: 'HELD_BACK' },
        { ...made, key: `${id}/4`, channel: 'call', status: 'RECORDED', outcome: 'NO_ANSWER', automatic: false },
      ],
    });
    const turn = await wanted(world, 'write-off', id, evening('2020-07-10'));
    expect(await recommendWriteOff(world)(turn)).toEqual({ result: 'DONE', reason: null });
    expect(await recommendWriteOff(world)(turn)).toEqual({ result: 'DONE', reason: null });
    const requests = await world.db.writeOffRequest.findMany({ where: { accountId: id }, include: { approval: true } });
    expect(requests).toMatchObject([
      {
        status: 'REQUESTED',
        amounts: { EUR: 120_000 },
        itemIds: [item],
        requestedBy: 'collector-1',
        approval: { role: 'controller', proposedBy: 'collector-1', status: 'PENDING' },
      },
    ]);
    const evidence = requests[0]?.evidence as unknown as Evidence;
    expect(evidence).toMatchObject({
      daysPastDue: 70,
      attempts: { email: { ACCEPTED: 1, REJECTED: 1 }, call: { NO_ANSWER: 1 } },
      promises: { made: 0, broken: 0 },
    });
    expect(evidence.contacts).toHaveLength(3);
    expect(evidence.items).toMatchObject([{ number: 'R-410-1', openMinor: 120_000, daysPastDue: 70 }]);
    expect(world.processes.calls).toEqual([`start approveWriteOff ${requests[0]?.id}`, `start approveWriteOff ${requests[0]?.id}`]);
    expect((await lookAt(world, id, evening('2020-07-10'))).verdict).toMatchObject({ kind: 'wait', reason: { code: 'WRITE_OFF_PENDING' } });
  });
});

describe('whoever decides on a write-off', () => {
  const writeOff = [
    { upTo: { EUR: 100_000, USD: 50_000 }, role: 'manager' },
    { upTo: { EUR: 500_000 }, role: 'finance' },
    { upTo: null, role: 'controller' },
  ] as const;
  it.each([
    [{ EUR: 100_000 }, 'manager'],
    [{ EUR: 100_001 }, 'finance'],
    [{ EUR: 500_001 }, 'controller'],
    [{ EUR: 10, USD: 50_001 }, 'controller'],
    [{ GBP: 1 }, 'controller'],
  ])('of %j is the %s', (amounts, role) => {
    expect(whoDecides({ writeOff: [...writeOff] }, amounts)).toBe(role);
  });
});
