import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { remind } from '../../activities/remind.js';
import { publishPolicy } from '../../prisma/store/policies.js';
import type { Store } from '../../prisma/store/store.js';
import { createWorld, evening, invoice, owes, policySource, wanted, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const source = policySource.replace('policy: standard-b2b', 'policy: one-a-week').replace('maxIn7Days: 5', 'maxIn7Days: 1');
  await publishPolicy(world.db, { source, fileName: 'p.yaml', by: 'admin', role: 'admin', at: '2020-01-01T00:00:00Z' });
  const sister = { code: 'AT01', name: 'Sister', country: 'AT', currency: 'EUR', timeZone: 'Europe/Vienna', language: 'de', defaultPolicy: 'one-a-week' };
  await world.db.entity.create({ data: sister });
});
afterAll(() => world.drop());

/** A customer who owes two entities, one of which may write in a week. */
async function owesTwice(number: string): Promise<[string, string]> {
  const own = await owes(world, { number, invoices: [['2020-06-20', 60_000]] });
  await world.db.account.update({ where: { id: own }, data: { policyName: 'one-a-week' } });
  const sisters = `AT01/${number}`;
  await world.db.account.create({ data: { id: sisters, entityCode: 'AT01', customerNumber: number } });
  await invoice(world, sisters, `S-${number}`, '2020-06-20', 60_000);
  return [own, sisters];
}

/** A store on which every claim, once it has read its facts, waits for the other to have read them too, for half a second at most. */
function claimingTogether(store: Store): () => Store {
  let read = 0;
  const both = async () => {
    read += 1;
    for (let waited = 0; read < 2 && waited < 500; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return () => {
    let transactions = 0;
    return {
      ...store,
      transact: (work) => {
        const isClaim = ++transactions === 2;
        return store.transact((tx) => {
          const loadDossier: typeof tx.facts.loadDossier = async (...asked) => {
            const dossier = await tx.facts.loadDossier(...asked);
            if (isClaim) await both();
            return dossier;
          };
          return work({ ...tx, facts: { ...tx.facts, loadDossier } });
        });
      },
    };
  };
}

describe('two entities that write to one customer at the same instant', () => {
  it('do not exceed the budget that they share: the second is held back', async () => {
    const [own, sisters] = await owesTwice('B1');
    const turns = [await wanted(world, 'contact', own, evening('2020-06-30')), await wanted(world, 'contact', sisters, evening('2020-06-30'))];
    const store = claimingTogether(world.store);
    const results = await Promise.all(turns.map((turn) => remind({ ...world, store: store() })(turn)));
    expect(results.map(({ result }) => result).toSorted()).toEqual(['DONE', 'HELD_BACK']);
    expect(results.find(({ result }) => result === 'HELD_BACK')?.reason).toMatchObject({ code: 'FREQUENCY', figures: { made: 1, atMost: 1 } });
    expect(world.post.delivered).toHaveLength(1);
  });

  it('each write where their budget allows it', async () => {
    const [own, sisters] = await owesTwice('B2');
    for (const id of [own, sisters]) await world.db.account.update({ where: { id }, data: { policyName: 'standard-b2b' } });
    const turns = [await wanted(world, 'contact', own, evening('2020-06-30')), await wanted(world, 'contact', sisters, evening('2020-06-30'))];
    const results = await Promise.all(turns.map((turn) => remind(world)(turn)));
    expect(results.map(({ result }) => result)).toEqual(['DONE', 'DONE']);
  });
});
