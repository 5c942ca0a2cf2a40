import { addDays, dayOf, type Instant } from '../calendar/day.js';
import type { Policy } from '../policy/types.js';
import { draftMade } from '../rule/afterAct.js';
import { takeStock } from '../rule/standing.js';
import type { Act } from '../verdict.js';
import type { Play } from './lines.js';
import { factsAt, nextId, remember, type World } from './world.js';

/** Takes an act as done. */
export function carryOut({ world, policy, zone }: Play, act: Act, now: Instant): void {
  const onDay = dayOf(now, zone);
  const taken =
    act.step === null || act.kind === 'draft' || (act.kind === 'task' && act.task !== 'CALL')
      ? {}
      : { step: { step: act.step, round: act.round, result: 'TAKEN' as const, onDay } };
  const expiresOn = addDays(onDay, policy.approvalExpiresDays);
  switch (act.kind) {
    case 'contact': {
      const { key, step, round, channel, contactId, deadlineOn, cc } = act;
      const caseId = world.base.case?.id ?? null;
      remember(world, {
        ...taken,
        made: {
          key,
          caseId,
          step,
          round,
          channel,
          direction: 'OUT',
          automatic: true,
          status: 'ACCEPTED',
          at: now,
          attempt: 1,
          notBefore: null,
          contactId,
          outcome: null,
          address: act.address,
          itemIds: overdueIds(world, now, policy, zone),
          deadlineOn,
          ...(cc && { cc }),
        },
      });
      return;
    }
    case 'draft':
      world.base.drafts = [...(world.base.drafts ?? []), draftMade(act, factsAt(world, now), policy, onDay)];
      return;
    case 'task':
      remember(world, {
        ...taken,
        task: {
          id: nextId(world, 'task-'),
          key: act.key,
          kind: act.task,
          step: act.step,
          round: act.round,
          status: 'OPEN',
          outcome: null,
          openedAt: now,
          closedAt: null,
        },
      });
      return;
    case 'place': {
      const id = nextId(world, 'placement-');
      remember(world, taken);
      world.base.placements = [...world.base.placements, { id, status: 'REQUESTED', itemIds: overdueIds(world, now, policy, zone) }];
      world.proposals.set(id, { about: 'placement', expiresOn });
      return;
    }
    case 'write-off': {
      const id = nextId(world, 'write-off-');
      remember(world, taken);
      world.base.writeOffs = [
        ...world.base.writeOffs,
        { id, caseId: world.base.case?.id ?? null, status: 'REQUESTED', itemIds: overdueIds(world, now, policy, zone) },
      ];
      world.proposals.set(id, { about: 'write-off', expiresOn });
      return;
    }
    default:
      return act satisfies never;
  }
}

function overdueIds(world: World, now: Instant, policy: Policy, zone: string): number[] {
  const facts = factsAt(world, now);
  const { today } = takeStock(facts, policy, dayOf(now, zone));
  return facts.items.filter((item) => item.openMinor > 0 && item.dueOn < today).map(({ id }) => id);
}
