import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TaskBrief } from '../../domain/brief.js';
import { foundBusiness, owes } from './ledger.js';
import { startStage, type Stage } from './stage.js';

const date = (day: string): Date => new Date(`${day}T00:00:00Z`);

const brief: TaskBrief = {
  reason: { code: 'STEP_DUE', figures: { step: 'call', daysPastDue: 41 }, line: 12 },
  customer: { number: '100', name: 'Alder', country: 'DE', language: 'de' },
  script: { template: 'call', tone: 'firm', language: 'de' },
  people: [
    {
      contactId: 'c1',
      name: 'Buchhaltung',
      role: 'accounts_payable',
      language: 'de',
      phone: '+493023125001',
      mobile: null,
      email: null,
      timeZone: 'Europe/Berlin',
      suppressed: [],
    },
  ],
  debt: {
    open: { EUR: 900_00 },
    overdue: { EUR: 900_00 },
    collectable: { EUR: 900_00 },
    daysPastDue: 41,
    oldestDueOn: '2020-05-20',
    itemCount: 1,
    oldest: [{ number: 'R-100-1', dueOn: '2020-05-20', currency: 'EUR', openMinor: 900_00, disputed: false }],
  },
  contacts: [],
  promises: [],
};

describe('the worklist', () => {
  let stage: Stage;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    stage = await startStage({ at: '2020-06-30T08:00:00.000Z' });
    await foundBusiness(stage.db);
    await owes(stage.db, { number: '100', name: 'Alder', items: [['2020-05-20', 900_00]] });
    await owes(stage.db, { number: '200', name: 'Birch', items: [['2020-05-20', 5_000_00]] });
    const open = async (
      key: string,
      accountId: string,
      more: { priority?: number; dueOn?: string; status?: string; kind?: string; assigneeId?: string; brief?: object },
    ) => {
      const { dueOn = '2020-06-30', priority = 10, status = 'OPEN', kind = 'CALL', assigneeId = null, brief: its = brief } = more;
      const row = await stage.db.task.create({
        data: { key, accountId, kind, title: key, brief: its as object, dueOn: date(dueOn), priority, assigneeId, status, openedAt: date('2020-06-29') },
      });
      ids[key] = row.id;
    };
    await open('small', 'DE01/100', {});
    await open('large', 'DE01/200', {});
    await open('early', 'DE01/100', { dueOn: '2020-06-29' });
    await open('urgent', 'DE01/100', { priority: 90, dueOn: '2020-07-10', assigneeId: 'collector', kind: 'FIND_CONTACT', brief: { channel: 'email' } });
    await open('done', 'DE01/100', { status: 'DONE', priority: 99 });
  });
  afterAll(() => stage.close());
  const titles = async (query = '') => (await stage.call('GET', `/tasks${query}`, { as: 'collector' })).body.items.map(({ title }: { title: string }) => title);

  it('has the most urgent first, then what is due first, then where most is overdue', async () => {
    expect(await titles()).toEqual(['urgent', 'early', 'large', 'small']);
  });

  it('can be narrowed to a person, a kind, a day, an account', async () => {
    expect(await titles('?assignee=collector')).toEqual(['urgent']);
    expect(await titles('?assignee=none&dueBy=2020-06-29')).toEqual(['early']);
    expect(await titles('?kind=FIND_CONTACT')).toEqual(['urgent']);
    expect(await titles('?account=DE01/200')).toEqual(['large']);
    expect(await titles('?status=DONE')).toEqual(['done']);
    expect(await titles('?status=any')).toHaveLength(5);
  });

  it("gives a call its script in the customer's language, the numbers and the history", async () => {
    const { status, body } = await stage.call('GET', `/tasks/${ids['small']}`, { as: 'collector' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ title: 'small', name: 'Alder', overdue: { EUR: 900_00 }, brief: { people: [{ phone: '+493023125001' }] } });
    expect(body.script).toMatchObject({ trouble: null, text: expect.stringMatching(/900,00\s€/) });
  });

  it('gives other tasks none, and says what is wrong with a template', async () => {
    expect((await stage.call('GET', `/tasks/${ids['urgent']}`)).body.script).toBeNull();
    await stage.db.task.update({
      where: { id: ids['large'] ?? '' },
      data: { brief: { ...brief, script: { ...brief.script, template: 'no-such' } } as object },
    });
    expect((await stage.call('GET', `/tasks/${ids['large']}`)).body.script).toMatchObject({ text: null, trouble: expect.stringContaining('no-such') });
    expect((await stage.call('GET', '/tasks/none')).status).toBe(404);
  });
});
