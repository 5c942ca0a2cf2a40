import { enrolDelinquent } from '../../activities/enrolDelinquent.js';
import { createWorld, evening, turnAt, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const enrolOn = (day: string) => enrolDelinquent(world)(turnAt(evening(day)));
const notes = async () =>
  (await world.db.auditEntry.findMany({ where: { action: 'rates.missing' }, orderBy: { seq: 'asc' } })).map(({ subjectId }) => subjectId);

describe('the daily enrolment', () => {
  it('notes nothing while every series has a rate', async () => {
    await enrolOn('2026-11-23');
    expect(await notes()).toEqual([]);
  });

  it('notes each series without a rate once for each half-year, however often it runs', async () => {
    for (const day of ['2027-01-04', '2027-01-04', '2027-06-30']) await enrolOn(day);
    const first = ['DE_BASE', 'ECB_REFERENCE', 'ES_LATE', 'UK_REFERENCE'].map((code) => `${code}, 2027 H1`);
    expect((await notes()).sort()).toEqual(first);
    await enrolOn('2027-07-01');
    expect(await notes()).toHaveLength(8);
  });
});
