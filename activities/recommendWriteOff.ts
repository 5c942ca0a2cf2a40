import type { Amounts } from '../domain/money/minor.js';
import type { Policy, Role } from '../domain/policy/types.js';
import type { WriteOffAct } from '../domain/verdict.js';
import type { Store, StoreTx } from '../prisma/store/store.js';
import { actOnce } from './actOnce.js';
import type { Activities } from './activities.js';
import { evidenceOf } from './evidence.js';
import { proposedBy } from './group.js';
import type { Look } from './look.js';
import type { BusinessClock, Processes } from './ports.js';
import { idsOf, propose } from './proposal.js';

/** Recommends a write-off with its evidence, once, and starts the process that waits for the decision. */
export function recommendWriteOff(ports: { store: Store; clock: BusinessClock; processes: Processes }): Activities['recommendWriteOff'] {
  return async (turn) => {
    const done = await actOnce(ports, turn, { isDone: (tx, { act }) => tx.writeOffs.hasWriteOff(idsOf(act).id), carryOut: recommend });
    if (done.result === 'DONE') await ports.processes.startWatch('approveWriteOff', idsOf(turn.act).id);
    return done;
  };
}

/** The account's collector recommends; where there is none, the system does. */
async function recommend(tx: StoreTx, act: WriteOffAct, seen: Look): Promise<void> {
  const { facts, policy, now } = seen;
  const { itemIds, amounts } = proposedBy(seen, act);
  const { accountId, case: running, collectorId } = facts;
  const proposer = collectorId ?? 'system';
  const evidence = await evidenceOf(tx, seen);
  const request = { accountId, caseId: running.id, amounts, itemIds, evidence, requestedAt: now, requestedBy: proposer };
  await propose(tx, act, seen, {
    about: 'write-off',
    role: whoDecides(policy, amounts),
    proposedBy: proposer,
    title: `Decide on writing off ${facts.customer.name}`,
    write: (ids) => tx.writeOffs.requestWriteOff({ ...ids, ...request }),
  });
}

/** The first role whose limit covers the amount in each currency; a currency without a limit is covered only by the role that has none. */
export function whoDecides({ writeOff }: Pick<Policy, 'writeOff'>, amounts: Amounts): Role {
  const covers = (upTo: Amounts | null) => upTo === null || Object.entries(amounts).every(([currency, minor]) => minor <= (upTo[currency] ?? 0));
  return (writeOff.find(({ upTo }) => covers(upTo)) ?? writeOff.at(-1))?.role ?? 'controller';
}
