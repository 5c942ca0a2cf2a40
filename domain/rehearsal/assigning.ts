/** Which policy an account of a rehearsal is played by, and which of its items are left alone. */
import { chosenPhrase, type Chosen } from '../policy/assignment.js';
import type { Policy } from '../policy/types.js';
import type { AccountFacts } from '../facts.js';
import type { Instant } from '../calendar/day.js';
import { reasonPhrase } from '../rule/sentence.js';
import type { Assessment } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import type { EventOf } from './event.js';
import type { Happened } from './happen.js';
import { assignmentOf, lineOf, type Play } from './lines.js';
import { factsAt, type World } from './world.js';

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

/** An item is left alone by a policy that does nothing, and taken up again by the account's. */
function changeItem({ world, policy: own }: Governed, item: string, policy: Policy): Happened {
  const known = world.items.some(({ number, instalment, amountMinor }) => amountMinor > 0 && (number === item || `${number}/${instalment}` === item));
  if (!known) return { refused: `${item} is no item of the account` };
  const others = (world.leftAlone ?? []).filter((each) => each.item !== item);
  if (!policy.doNothing && policy.name !== own.name) return { refused: onlyExcludes(policy.name) };
  world.leftAlone = policy.doNothing ? [...others, { item, policy: policy.name }] : others;
  return { told: policy.doNothing ? `${item} is left alone by the policy ${policy.name}` : `${item} is collected again with the account` };
}

/** Why an item can't be given a policy that collects. */
export const onlyExcludes = (policy: string): string =>
  `the policy ${policy} collects; an item can be given a policy that does nothing, and is else collected with its account`;

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

/** The items of an account that an assignment leaves alone. */
export function leaveAlone(world: World, items: readonly { item: string; policy: string }[]): void {
  if (items.length > 0) world.leftAlone = items.map(({ item, policy }) => ({ item, policy }));
}
