import type { PlaceAct } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { actOnce } from './actOnce.js';
import type { Activities } from './activities.js';
import type { Look } from './look.js';
import type { BusinessClock, Processes } from './ports.js';
import { proposedBy } from './group.js';
import { idsOf, propose } from './proposal.js';

/** Requests the placement of what is to be collected and its approval, once, and starts the process that waits for it. */
export function requestPlacement(ports: { store: Store; clock: BusinessClock; processes: Processes }): Activities['requestPlacement'] {
  return async (turn) => {
    const done = await actOnce(ports, turn, { isDone: (tx, { act }) => tx.placements.hasPlacement(idsOf(act).id), carryOut: request });
    if (done.result === 'DONE') await ports.processes.startWatch('placeDebt', idsOf(turn.act).id);
    return done;
  };
}

async function request(tx: StoreTx, act: PlaceAct, seen: Look): Promise<void> {
  const { facts, policy, now } = seen;
  const { itemIds, amounts } = proposedBy(seen, act);
  const { accountId, case: running } = facts;
  const placement = { accountId, caseId: running.id, agencyCode: act.agency, amounts, itemIds, requestedAt: now, requestedBy: 'system' };
  await propose(tx, act, seen, {
    about: 'placement',
    role: policy.placement.approval,
    proposedBy: 'system',
    title: `Approve placing ${facts.customer.name} with ${act.agency}`,
    write: (ids) => tx.placements.requestPlacement({ ...ids, ...placement }),
  });
}
