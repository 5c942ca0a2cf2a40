import { compilePolicy, findPolicy, listPolicies, policySource, publishPolicy } from '../../prisma/store/policies.js';
import { readClock, setClock } from '../../prisma/store/clock.js';
import { createWorld, policySource as source, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.drop());

const publish = (text: string) => publishPolicy(world.db, { source: text, fileName: 'p.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
const named = (name: string, title: string) => source.replace('standard-b2b', name).replace('Four steps', title);

describe('publishing a policy', () => {
  it('gives each new text a version of its own, and the same text none', async () => {
    expect(await publish(named('a', 'One'))).toMatchObject({ name: 'a', version: 1, isNew: true });
    expect(await publish(named('a', 'One'))).toMatchObject({ version: 1, isNew: false });
    expect(await publish(named('a', 'Two'))).toMatchObject({ version: 2, isNew: true });
    expect(await publish(named('a', 'One'))).toMatchObject({ version: 3, isNew: true });
    expect(await world.db.auditEntry.count({ where: { action: 'policy.publish', subjectId: { startsWith: 'a@' } } })).toBe(3);
  });

  it('at the same time by several people loses nothing', async () => {
    const versions = await Promise.all(['One', 'Two', 'Three', 'Four'].map((title) => publish(named('b', title))));
    expect(versions.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  });

  it('refuses a document that is not good, and says where', async () => {
    await expect(publish(named('c', 'One').replace('atLeast: 3 }', 'atLeast: soon }'))).rejects.toThrow(
      /^p\.yaml:5:\d+: ladder\[0\]\.when\.daysPastDue\.atLeast/,
    );
    expect(await findPolicy(world.db, 'c', null)).toBeNull();
  });

  it('never changes what was published', async () => {
    await publish(named('d', 'One'));
    await expect(world.db.policyVersion.updateMany({ where: { name: 'd' }, data: { source: '' } })).rejects.toThrow();
    expect(await policySource(world.db, { name: 'd', version: 1 })).toBe(named('d', 'One'));
  });
});

describe('a published policy', () => {
  it('is found by its version, or as the newest', async () => {
    await publish(named('e', 'One'));
    await publish(named('e', 'Two'));
    const [first, newest] = [await findPolicy(world.db, 'e', 1), await findPolicy(world.db, 'e', null)];
    expect([first?.version, newest?.version, await findPolicy(world.db, 'e', 9)]).toEqual([1, 2, null]);
    if (!first || !newest) throw new Error('both were published');
    expect([(await compilePolicy(world.db, first)).title, (await compilePolicy(world.db, newest)).title]).toEqual(['One', 'Two']);
    expect(await compilePolicy(world.db, newest)).toMatchObject({
      name: 'e',
      version: 2,
      tolerance: {},
      ladder: [{ id: 'reminder', line: 5 }, {}, { when: { overdueAtLeast: { EUR: 50_000 } } }, {}],
    });
    expect((await listPolicies(world.db)).filter(({ name }) => name === 'e').map(({ version, title }) => `${version} ${title}`)).toEqual(['2 Two', '1 One']);
  });
});

describe('the business clock', () => {
  it('is real time until it is set, and is set once for all', async () => {
    expect(await readClock(world.db)).toBeNull();
    const setting = { anchorReal: '2026-01-01T00:00:00.000Z', anchorBusiness: '2020-06-30T08:00:00.000Z', rate: 1440 };
    await setClock(world.db, { ...setting, rate: 1 });
    await setClock(world.db, setting);
    expect(await readClock(world.db)).toEqual(setting);
  });
});
