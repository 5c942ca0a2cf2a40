import { addDays, dayOf, type Day, type Instant } from '../calendar/day.js';
import type { StepFacts } from '../steps.js';
import { contactMade, draftMade } from '../rule/afterAct.js';
import { askedFor } from '../rule/asked.js';
import { stepsWith } from '../rule/levels.js';
import { takeStock } from '../rule/standing.js';
import { takesStep, type Act, type ChargeAct } from '../verdict.js';
import { setCreditHold } from './course.js';
import { openTask } from './followUps.js';
import type { Play } from './lines.js';
import { factsOf } from './strands.js';
import { nextId, remember } from './world.js';

/** Takes an act as done. Charges are booked apart. */
export function carryOut(play: Play, act: Exclude<Act, ChargeAct>, now: Instant): void {
  const { world, policy, zone } = play;
  const onDay = dayOf(now, zone);
  const facts = factsOf(play, now);
  const asked = askedFor(facts, policy, takeStock(facts, policy, onDay), act);
  const about = asked.items.map(({ id }) => id);
  const taken = { steps: stepsTaken(act, onDay) };
  const expiresOn = addDays(onDay, policy.approvalExpiresDays);
  switch (act.kind) {
    case 'contact': {
      const { address, cc } = act;
      remember(world, { ...taken, made: { ...contactMade(facts, act, now, about), address, ...(cc && { cc }) } });
      return;
    }
    case 'draft':
      world.base.drafts = [...(world.base.drafts ?? []), draftMade(act, facts, policy, onDay)];
      return;
    case 'task':
      remember(world, taken);
      openTask(world, { key: act.key, kind: act.task, step: act.step, round: act.round }, now);
      return;
    case 'credit-hold':
      remember(world, taken);
      setCreditHold(world, act, onDay, policy);
      return;
    case 'place': {
      const id = nextId(world, 'placement-');
      remember(world, taken);
      world.base.placements = [...world.base.placements, { id, status: 'REQUESTED', itemIds: about }];
      world.proposals.set(id, { about: 'placement', expiresOn, amounts: asked.amounts });
      return;
    }
    case 'write-off': {
      const id = nextId(world, 'write-off-');
      remember(world, taken);
      world.base.writeOffs = [...world.base.writeOffs, { id, caseId: world.base.case?.id ?? null, status: 'REQUESTED', itemIds: about }];
      world.proposals.set(id, { about: 'write-off', expiresOn, amounts: asked.amounts });
      return;
    }
    default:
      return act satisfies never;
  }
}

/** The steps that are taken with an act: a task but a call takes none. */
function stepsTaken(act: Act, onDay: Day): StepFacts[] {
  if (!takesStep(act)) return [];
  return stepsWith(act).map((each) => ({ ...each, result: 'TAKEN', onDay }));
}
