import { dayOf } from '../calendar/day.js';
import type { Policy } from '../policy/types.js';
import { debtorZone } from '../rule/debtorZone.js';
import { bookWriteOff } from './book.js';
import { decideDraft } from './drafts.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { movePlan } from './plans.js';
import type { World } from './world.js';

/** Decides on the oldest proposal of a kind. Who proposed it does not decide, where events say who that is. */
export function approve(world: World, policy: Policy, event: EventOf<'approval'>): Happened {
  if (event.subject === 'notice') return decideDraft(world, policy, event);
  const proposal = [...world.proposals].find(([, { about }]) => about === event.subject);
  if (!proposal) return { refused: `no ${event.subject} waits for approval` };
  const [id, { by }] = proposal;
  if (event.by && event.by === by) return { refused: `${event.by} proposed it; who proposes does not decide` };
  world.proposals.delete(id);
  const approved = event.decision === 'APPROVED';
  switch (event.subject) {
    case 'placement':
      world.base.placements = world.base.placements.map((each) => (each.id === id ? { ...each, status: approved ? 'PLACED' : 'DECLINED' } : each));
      break;
    case 'write-off':
      if (approved) bookWriteOff(world, id, dayOf(event.at, debtorZone(world.base)));
      world.base.writeOffs = world.base.writeOffs.map((each) => (each.id === id ? { ...each, status: approved ? 'BOOKED' : 'DECLINED' } : each));
      break;
    case 'settlement':
      movePlan(world, id, approved ? 'OPEN' : 'DECLINED');
      break;
    default:
      return event.subject satisfies never;
  }
  return { told: `The ${event.subject} was ${event.decision.toLowerCase()}` };
}
