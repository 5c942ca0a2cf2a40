import { assess } from '../../activities/assess.js';
import { enrolDelinquent } from '../../activities/enrolDelinquent.js';
import { setCreditHold } from '../../activities/setCreditHold.js';
import { openTask } from '../../activities/openTask.js';
import { addDays, type Day } from '../../domain/calendar/day.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import type { RehearsalEvent } from '../../domain/rehearsal/event.js';
import { rehearse } from '../../domain/rehearsal/rehearse.js';
import { newWorld } from '../../domain/rehearsal/world.js';
import { setTimeout } from 'node:timers/promises';
import { appendAudit } from '../../prisma/store/audit.js';
import { inTransaction } from '../../prisma/store/db.js';
import { nudgeAccounts } from '../../prisma/store/nudges.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import { listEvents, readCourse } from '../../prisma/store/reading/course.js';
import { listTasks } from '../../prisma/store/reading/tasks.js';
import { done, manager } from './dealings.js';
import { createWorld, evening, invoicesOf, lookAt, owes, pays, policySource, turnAt, type World } from './world.js';

const watched = policySource
  .replace(
    'ladder:',
    `count: { pause: freezes }
states:
  - { state: blocked, when: { overdueItems: { atLeast: 2 }, daysPastDue: { atLeast: 15 } }, enter: [suspend-delivery], leave: [resume-delivery] }
  - { state: warned, when: { daysPastDue: { atLeast: 5 } }, enter: [notify-sales] }
classes:
  - { class: watch, minDays: 1, maxDays: 14 }
  - { class: doubtful, minDays: 15 }
ladder:
  - { id: visit, action: task, task: { title: Ask sales to visit, role: sales, dueInDays: 2 }, when: { daysPastDue: { atLeast: 2 } } }
  - { id: stop, action: credit-hold, hold: on, when: { daysPastDue: { atLeast: 3 } } }`,
  )
  .replace(/  - \{ id: reminder[\s\S]*?contact:/, '  - { id: reminder, action: email, template: reminder, when: { daysPastDue: { atLeast: 90 } } }\ncontact:');

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await publishPolicy(world.db, { source: watched, fileName: 'standard-b2b.yaml', by: 'admin', role: 'admin', at: '2020-01-02T00:00:00Z' });
});
afterAll(() => world.drop());

const told = async (accountId: string, kind: string) =>
  (await listEvents(world.db, { after: 0, limit: 100, accountId, kind })).map(({ onDay, item, from, to, actions }) =>
    [onDay, item, `${from ?? '-'} > ${to ?? '-'}`, ...actions].filter(Boolean).join(' '),
  );

/** Looks each evening, and does what the rule wants, as the workflow does; every activity is called twice. */
async function live(accountId: string, from: Day, to: Day, meanwhile: (on: Day) => Promise<unknown> = () => Promise.resolve()): Promise<void> {
  const twice = async <T>(work: () => Promise<T>): Promise<T> => (await work(), work());
  for (let on = from; on <= to; on = addDays(on, 1)) {
    await meanwhile(on);
    for (let n = 0; n < 5; n++) {
      const { caseId, verdict } = await twice(() => assess(world)({ accountId, campaignId: null, ...turnAt(evening(on)) }));
      if (verdict.kind !== 'act' || caseId === null) break;
      const turn = { accountId, caseId, ...turnAt(evening(on)) };
      const { act } = verdict;
      if (act.kind === 'credit-hold') expect(await twice(() => setCreditHold(world)({ ...turn, act }))).toMatchObject({ result: 'DONE' });
      if (act.kind === 'task') expect(await twice(() => openTask(world)({ ...turn, act }))).toMatchObject({ result: 'DONE' });
    }
  }
}

describe('the daily enrolment beside an import', () => {
  it('waits for what the import tells an account without keeping the audit from it', async () => {
    const accountId = await owes(world, { number: '4800', invoices: [['2020-06-01', 10_000]] });
    await assess(world)({ accountId, campaignId: null, ...turnAt(evening('2020-06-04')) });
    const someoneWaits = async () =>
      (await world.db.$queryRaw<object[]>`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).length > 0;
    const beside = await inTransaction(world.db, async (tx) => {
      await nudgeAccounts(tx, [accountId]);
      const enrolled = enrolDelinquent(world)(turnAt(evening('2020-06-20')));
      while (!(await someoneWaits())) await setTimeout(20);
      const entry = { action: 'import.open-items', subject: 'import', subjectId: 'list-1', change: {} };
      await appendAudit(tx, { at: evening('2020-06-20'), actor: 'finance', role: 'finance', ...entry });
      return { enrolled };
    });
    await beside.enrolled;
    expect(await told(accountId, 'state')).toEqual(['2020-06-20 clear > warned notify-sales']);
  });
});

describe('days on which nothing ran', () => {
  it('are gone back to: states and classes are kept with their own days, once', async () => {
    const id = await owes(world, { number: '590', invoices: [['2020-06-28', 60_000]] });
    await enrolDelinquent(world)(turnAt(evening('2020-07-01')));
    for (let times = 0; times < 2; times++) await enrolDelinquent(world)(turnAt(evening('2020-07-20')));
    expect(await told(id, 'state')).toEqual(['2020-07-03 clear > warned notify-sales']);
    expect((await told(id, 'class')).filter((line) => !line.includes('R-'))).toEqual(['2020-06-29 - > watch', '2020-07-13 watch > doubtful']);
    await world.db.dailyLook.deleteMany();
  });
});

describe('the course of an account', () => {
  it('is kept once for each change, with what other systems are told to do, and audited', async () => {
    const id = await owes(world, {
      number: '700',
      invoices: [
        ['2020-06-01', 100_000],
        ['2020-06-11', 50_000],
      ],
    });
    const [first = 0, second = 0] = await invoicesOf(world, id);
    await live(id, '2020-06-02', '2020-06-22', async (on) => {
      if (on === '2020-06-18') await pays(world, id, first, 100_000, on);
      if (on === '2020-06-20') await pays(world, id, second, 50_000, on);
    });
    expect(await told(id, 'state')).toEqual([
      '2020-06-06 clear > warned notify-sales',
      '2020-06-16 warned > blocked suspend-delivery',
      '2020-06-18 blocked > warned resume-delivery notify-sales',
      '2020-06-20 warned > clear',
    ]);
    expect(await told(id, 'class')).toEqual([
      '2020-06-02 - > watch',
      '2020-06-02 R-700-1 - > watch',
      '2020-06-12 R-700-2 - > watch',
      '2020-06-16 watch > doubtful',
      '2020-06-16 R-700-1 watch > doubtful',
      '2020-06-18 doubtful > watch',
      '2020-06-18 R-700-1 doubtful > -',
      '2020-06-20 watch > -',
      '2020-06-20 R-700-2 watch > -',
    ]);
    const audits = await world.db.auditEntry.findMany({ where: { accountId: id, action: 'course.change' } });
    expect(audits.length).toBe(6);
    expect((await world.store.audit.verifyAudit()).intact).toBe(true);
  });

  it('is followed by the daily job where nobody looks, and the account is told', async () => {
    const id = await owes(world, { number: '701', invoices: [['2020-06-01', 100_000]] });
    await lookAt(world, id, evening('2020-06-02'));
    await enrolDelinquent(world)(turnAt('2020-06-06T06:00:00Z'));
    expect(await told(id, 'state')).toEqual(['2020-06-06 clear > warned notify-sales']);
    expect(await world.db.nudge.count({ where: { accountId: id } })).toBe(1);
    await enrolDelinquent(world)(turnAt('2020-06-06T06:00:00Z'));
    expect(await told(id, 'state')).toHaveLength(1);
  });

  it('can be read on from a number, and can’t be changed', async () => {
    const all = await listEvents(world.db, { after: 0, limit: 100 });
    const [one, two] = all;
    expect((await listEvents(world.db, { after: one?.id ?? 0, limit: 1 })).map(({ id }) => id)).toEqual([two?.id]);
    await expect(world.db.courseChange.updateMany({ data: { to: 'clear' } })).rejects.toThrow('never forgotten');
    await expect(world.db.courseChange.deleteMany({})).rejects.toThrow('never forgotten');
  });
});

describe('steps of the house', () => {
  it('open a task for a department, set a credit hold, and end it when nothing is overdue', async () => {
    const id = await owes(world, { number: '702', invoices: [['2020-06-01', 100_000]] });
    const [item = 0] = await invoicesOf(world, id);
    await live(id, '2020-06-02', '2020-06-10', async (on) => on === '2020-06-09' && pays(world, id, item, 100_000, on));
    const { items } = await listTasks(world.db, { accountId: id, limit: 10, offset: 0 }, evening('2020-06-03'));
    expect(items.filter(({ kind }) => kind === 'OTHER')).toMatchObject([
      { title: 'Ask sales to visit: Buyer 702', role: 'sales', assigneeId: null, dueOn: '2020-06-05', step: 'visit' },
    ]);
    expect(await told(id, 'credit-hold')).toEqual(['2020-06-04 - > on credit-hold-on', '2020-06-09 on > - credit-hold-off']);
    expect(await readCourse(world.db, id)).toMatchObject({ state: 'clear', class: null, creditHold: null });
    const kept = (await readCourse(world.db, id)).history.find(({ kind }) => kind === 'credit-hold');
    expect(kept).toEqual({ kind: 'credit-hold', item: null, name: 'on', addedOn: '2020-06-04', liftedOn: '2020-06-09' });
    const actions = (await world.db.auditEntry.findMany({ where: { accountId: id }, orderBy: { seq: 'asc' } })).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['task.open', 'credit-hold.on', 'credit-hold.off', 'case.close']));
  });
});

describe('live and rehearsed', () => {
  const due = '2020-06-01';
  /** Days on which the state changes in a rehearsal of the same account. */
  async function rehearsed(accountId: string, events: readonly RehearsalEvent[]): Promise<string[]> {
    const { facts, policy } = await world.store.facts.loadDossier(accountId, `${due}T06:00:00Z`, null);
    if (!policy) throw new Error('no policy');
    const { items, ...base } = facts;
    const rule = await world.store.policies.compilePolicy(policy);
    const booked = items.map(({ openMinor: _open, purchaseOrder: _order, ...item }) => item);
    const lines: AgendaLine[] = [...rehearse(newWorld({ ...base, holds: [], case: null }, booked), rule, events, { from: due, to: '2020-07-10' })];
    return lines.filter(({ kind }) => kind === 'state-change').map(({ date, from, to, actions }) => `${date} ${from} > ${to} ${actions?.join(' ')}`.trim());
  }
  const at = (on: Day) => `${on}T05:00:00Z`;

  it('count the same days of a hold that was lifted early, and of one that became known late', async () => {
    const id = await owes(world, {
      number: '703',
      invoices: [
        [due, 100_000],
        [due, 50_000],
      ],
    });
    const held = {
      at: at('2020-06-03'),
      accountId: id,
      line: 1,
      id: 'H',
      type: 'hold',
      kind: 'PAUSE',
      item: null,
      startsOn: null,
      endsOn: '2020-07-01',
      reason: 'asked',
    } as const;
    const lifted = { at: at('2020-06-05'), accountId: id, line: 2, id: null, type: 'release', reason: 'done', hold: null, endsOn: null } as const;
    const late = { ...held, at: at('2020-06-14'), line: 3, id: null, startsOn: '2020-06-08', endsOn: '2020-06-11' } as const;
    const plan = await rehearsed(id, [held, lifted, late]);
    await live(id, '2020-06-02', '2020-07-10', async (on) => {
      if (on === '2020-06-03') await done(world, id, at(on), { kind: 'pause', until: '2020-07-01', reason: 'asked' }, manager);
      if (on === '2020-06-05') await done(world, id, at(on), { kind: 'resume', reason: 'done' }, manager);
      if (on === '2020-06-14') await done(world, id, at(on), { kind: 'pause', startsOn: '2020-06-08', until: '2020-06-11', reason: 'told late' }, manager);
    });
    // Held on 3 and 4 June: five days counted on the 8th. With 8 to 10 June, told on the 14th: 15 days counted on the 21st.
    expect(plan).toEqual(['2020-06-08 clear > warned notify-sales', '2020-06-21 warned > blocked suspend-delivery']);
    expect(await told(id, 'state')).toEqual(plan);
  });
});
