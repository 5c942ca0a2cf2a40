/** Which policy an account of a rehearsal is played by, and which its items by themselves. */
import { chosenPhrase, isNamed, type Chosen } from '../policy/assignment.js';
import type { Policy } from '../policy/types.js';
import type { AccountFacts } from '../facts.js';
import type { Instant } from '../calendar/day.js';
import { reasonPhrase } from '../rule/sentence.js';
import type { Assessment } from '../verdict.js';
import { baseName } from '../rule/strandNames.js';
import type { AgendaLine } from './agenda.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { assignmentOf, lineOf, type Play } from './lines.js';
import { giveItems } from './strands.js';
import { factsAt } from './world.js';

/** Chooses the policy of an account whose case is about to be opened. */
export type Choose = (facts: AccountFacts) => { policy: Policy; chosen: Chosen | null };

/** An account whose policy an assignment chooses. */
export interface Governed extends Play {
  /** Whether an event has given the account a policy of its own. */
  overridden?: boolean;
  /** The policy of which it has been told that it leaves the account alone. */
  toldOf?: string | null;
}

/** Without a running case, and unless an event has said which, the assignment decides anew. */
export function govern(play: Governed, choose: Choose | undefined, now: Instant): void {
  if (!choose || play.overridden || play.world.base.case) return;
  const { policy, chosen } = choose(factsAt(play.world, now));
  play.policy = policy;
  play.chosen = chosen;
}

/** An event gives the account, or one of its items, another of the known policies. */
export function changePolicy(play: Governed, event: EventOf<'policy'>, policies: ReadonlyMap<string, Policy> | undefined): Happened {
  const policy = policies?.get(event.policy);
  if (!policy) return { refused: `the policy ${event.policy} is not among those given` };
  if (event.item) return changeItem(play, event.item, policy);
  play.policy = policy;
  play.chosen = { policy: policy.name, by: 'account', line: null };
  play.overridden = true;
  return { told: `The policy is ${policy.name} from here on` };
}

/** An item goes by a policy of its own from here on, or by the account's again. */
function changeItem({ world, policy: own }: Governed, item: string, policy: Policy): Happened {
  const known = world.items.some((each) => each.amountMinor > 0 && isNamed(each, item));
  if (!known) return { refused: `${item} is no item of the account` };
  const isOwn = !policy.doNothing && baseName(policy.name) === baseName(own.name);
  giveItems(world, [{ item, policy: isOwn ? null : policy, line: null }]);
  if (policy.doNothing) return { told: `${item} is left alone by the policy ${policy.name}` };
  return { told: isOwn ? `${item} is collected again with the account` : `${item} is collected by the policy ${policy.name} from here on` };
}

/** Of an account that is left alone it is told once, when it first would be collected. */
export function* leavingAlone(play: Governed, now: Instant, assessment: Assessment): Generator<AgendaLine> {
  const { reason } = assessment.verdict;
  if (reason.code !== 'EXCLUDED_BY_POLICY' || play.toldOf === reason.figures['policy']) return;
  if (Object.values(assessment.overdue).every((minor) => minor <= 0)) return;
  play.toldOf = String(reason.figures['policy']);
  const because = play.policy.doNothing ? assignmentOf(play) : {};
  const why = !play.policy.doNothing ? '; it is the items’ own' : play.chosen ? `; ${chosenPhrase(play.chosen)}` : '';
  yield { ...lineOf(play, now, assessment), ...because, kind: 'block', sentence: `No case is opened, because ${reasonPhrase(reason)}${why}.` };
}
