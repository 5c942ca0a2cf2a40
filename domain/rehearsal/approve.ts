import { decideDraft } from './drafts.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import type { Play } from './lines.js';
import { movePlan } from './plans.js';
import type { World } from './world.js';

/** Decides on the oldest proposal of a kind. Who proposed it does not decide, where events say who that is. */
export function approve(play: Play, event: EventOf<'approval'>): Happened {
  const { world } = play;
  if (event.subject === 'notice') return decideDraft(play, event);
  const proposal = [...world.proposals].find(([id, { about }]) => about === event.subject && waits(world, id));
  if (!proposal) return { refused: `no ${event.subject} waits for approval` };
  const [id, { by }] = proposal;
  if (event.by && event.by === by) return { refused: `${event.by} proposed it; who proposes does not decide` };
  const status = event.decision;
  switch (event.subject) {
    case 'placement':
      world.base.placements = world.base.placements.map((each) => (each.id === id ? { ...each, status } : each));
      break;
    case 'write-off':
      world.base.writeOffs = world.base.writeOffs.map((each) => (each.id === id ? { ...each, status } : each));
      break;
    case 'settlement':
      world.proposals.delete(id);
      movePlan(world, id, status === 'APPROVED' ? 'OPEN' : 'DECLINED');
      break;
    default:
      return event.subject satisfies never;
  }
  return { told: `The ${event.subject} was ${event.decision.toLowerCase()}` };
}

/** A placement or a write-off that was decided on is a proposal until it is carried out, and waits for nobody. */
function waits({ base }: World, id: string): boolean {
  return [...base.placements, ...base.writeOffs].every((each) => each.id !== id || each.status === 'REQUESTED');
}
