/** The strands of an account in a rehearsal: each is played as an account of its own, in the same world. */
import type { Instant } from '../calendar/day.js';
import type { AccountFacts } from '../facts.js';
import { strandsAt, type AccountAssessment } from '../rule/assessAccount.js';
import { withCourses, type Strand } from '../rule/strandFacts.js';
import { baseName, ownStrand } from '../rule/strandNames.js';
import type { Play } from './lines.js';
import { factsAt, policiesOf, type World } from './world.js';

/** The account, as it is played for one of its strands; as it is where it is one. */
export function playOf(play: Play, { id, policy, facts, course }: Pick<Strand, 'id' | 'policy' | 'facts' | 'course'>): Play {
  if (!facts.whole) return play;
  const { world, zone, chosen } = play;
  const isOwn = id === ownStrand || course?.policy === ownStrand;
  const given = world.ownPolicies?.findLast((each) => each.policy === policy);
  const by = isOwn ? chosen : given && { policy: policy.name, by: 'item' as const, line: given.line };
  return { world, zone, policy, strand: { id, own: ownPolicyOf(play) }, ...(by && { chosen: by }) };
}

/** The plays of all strands, the account's own first. */
export function playsOf(play: Play, at: Instant): Play[] {
  return strandsAt(factsAt(play.world, at), policiesOf(play.world, ownPolicyOf(play)), at).map((strand) => playOf(play, strand));
}

/** The play of the strand that an act, or items, belong to; the account's own where they belong to none. */
export function playFor(play: Play, at: Instant, which: { strand?: string | undefined } | { itemIds: readonly number[] }): Play {
  const strands = strandsAt(factsAt(play.world, at), policiesOf(play.world, ownPolicyOf(play)), at);
  const found = strands.find(({ id, facts }) =>
    'itemIds' in which ? facts.items.some((item) => item.openMinor > 0 && which.itemIds.includes(item.id)) : id === (which.strand ?? ownStrand),
  );
  const strand = found ?? strands[0];
  return strand ? playOf(play, strand) : play;
}

/** The facts of a play: of the account, or of its strand. */
export function factsOf({ world, strand }: Pick<Play, 'world' | 'strand'>, at: Instant): AccountFacts {
  const facts = factsAt(world, at);
  if (strand === undefined) return facts;
  const found = strandsAt(facts, policiesOf(world, strand.own), at).find(({ id }) => id === strand.id);
  return found?.facts ?? facts;
}

const ownPolicyOf = ({ policy, strand }: Pick<Play, 'policy' | 'strand'>) => strand?.own ?? policy;

/** Notes which courses have begun and which are over, and ends the tasks of the latter. */
export function noteCourses(world: World, { courses, takenOver, endedTasks }: Pick<AccountAssessment, 'courses' | 'takenOver' | 'endedTasks'>): void {
  if (courses.length === 0) return;
  const { case: running, steps } = withCourses({ ...world.base, items: [] }, { courses, takenOver });
  world.base.case = running;
  world.base.steps = steps;
  if (endedTasks.length > 0) world.base.tasks = world.base.tasks.filter(({ key, joined }) => joined || !endedTasks.includes(key));
}

/** Gives items a policy of their own, or takes it away again. */
export function giveItems(world: World, given: NonNullable<World['ownPolicies']>): void {
  world.ownPolicies = [...(world.ownPolicies ?? []), ...given];
  world.policiesOfItems = new Map([
    ...(world.policiesOfItems ?? []),
    ...given.flatMap(({ policy }) => (policy ? [[baseName(policy.name), policy] as const] : [])),
  ]);
}
