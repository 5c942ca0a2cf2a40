/** What the rule sees of an account for one of its strands: the items that one policy governs, with what the person and the account share. */
import { standingCharges } from '../charges/ledger.js';
import type { Instant } from '../calendar/day.js';
import type { AccountFacts, OpenItem, PlacementFacts, TaskFacts, WriteOffFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import type { StepFacts, StrandFacts } from '../steps.js';
import { inFlight, type Flight } from './inFlight.js';
import { baseName, courseIdOf, isAtWork, ownStrand, policyOfCourse } from './strandNames.js';
import { creditsByStrand } from './strandCredits.js';

/** The policies of an account: its own, and by name those that its items may have. */
export interface Policies {
  own: Policy;
  ofItems: ReadonlyMap<string, Policy>;
}

/** A course of the items that one policy governs. */
export interface Strand {
  /** `StrandFacts.id`. */
  id: string;
  policy: Policy;
  /** The facts as the rule sees them for it; without items of a policy of their own those of the account. */
  facts: AccountFacts;
  /** The course, for it to be noted; null for the account's own first, which is the case itself. */
  course: StrandFacts | null;
}

/**
 * The strands of an account: its own first, then those of its items' policies by name. An account whose items have no policy of their own
 * is one strand, as it is. `facts.case` is the running case, or the one about to be opened.
 */
export function strandsOf(facts: AccountFacts, policies: Policies, now: Instant, today: string): Strand[] {
  const noted = facts.case?.strands ?? [];
  if (noted.length === 0 && (facts.itemPolicies ?? []).length === 0) return [{ id: ownStrand, policy: policies.own, facts, course: null }];
  const nameOf = governors(facts, policies);
  const names = [...new Set([...facts.items.map(nameOf), ...noted.filter(isAtWork).map(({ policy }) => policy)])];
  const others = names.filter((name) => name !== ownStrand && policies.ofItems.has(name)).sort();
  if (others.length === 0 && noted.length === 0) return [{ id: ownStrand, policy: policies.own, facts, course: null }];
  const credits = creditsByStrand(facts, policies.own, today, nameOf);
  const flights = inFlight(facts, today);
  return [ownStrand, ...others].map((name) => {
    const policy = name === ownStrand ? policies.own : (policies.ofItems.get(name) ?? policies.own);
    return strandOf(facts, policy, { name, names: others, nameOf, credits: credits(name), flights, now });
  });
}

interface Parted {
  name: string;
  /** All names that are in use. */
  names: readonly string[];
  nameOf: (item: Pick<OpenItem, 'id'>) => string;
  credits: OpenItem[];
  flights: readonly Flight[];
  now: Instant;
}

function strandOf(facts: AccountFacts, policy: Policy, parted: Parted): Strand {
  const { name, nameOf, credits, flights, now } = parted;
  const items = facts.items.filter((item) => item.openMinor > 0 && nameOf(item) === name);
  const ids = new Set(items.map(({ id }) => id));
  const course = courseOf(facts, name, ids, now);
  const id = course?.id ?? ownStrand;
  const running = facts.case && { ...facts.case, id: courseIdOf(facts.case.id, id), ...(course && { openedAt: course.openedAt, entryStep: course.entryStep }) };
  const elsewhere = new Set(facts.items.filter((item) => item.openMinor > 0 && !ids.has(item.id)).map((item) => item.id));
  const concerns = ({ itemIds }: PlacementFacts | WriteOffFacts) => itemIds.length === 0 || !itemIds.every((each) => elsewhere.has(each));
  const charged = chargesOf(facts, parted);
  const view: AccountFacts = {
    ...facts,
    whole: facts,
    case: running,
    items: [...items, ...credits],
    steps: facts.steps.filter(({ strand }) => (strand ?? ownStrand) === id),
    tasks: facts.tasks.filter((task) => isOfStrand(task, facts, running?.id ?? '', name)),
    pendingPayments: flights
      .filter(({ itemId }) => ids.has(itemId))
      .map(({ payment, itemId, minor }) => ({ ...payment, itemIds: [itemId], amountMinor: minor })),
    placements: facts.placements.filter(concerns),
    writeOffs: facts.writeOffs.filter(concerns),
    creditHold: name === ownStrand ? (facts.creditHold ?? null) : null,
    ...(facts.charges && { charges: facts.charges.filter(({ chargeId }) => charged.has(chargeId)) }),
  };
  return { id, policy, facts: view, course };
}

/** The charges that go with a strand, paid or not; those that go with none in use, with the account's own. */
function chargesOf(facts: AccountFacts, { name, names, nameOf }: Parted): ReadonlySet<number> {
  const own = [...standingCharges(facts).keys()].filter((id) => {
    const of = nameOf({ id });
    return (names.includes(of) ? of : ownStrand) === name;
  });
  return new Set(own);
}

/** By which policy's name an item goes: its own, or, of a fee or interest, that of its principal, else of the course that charged it. */
function governors(facts: AccountFacts, { own, ofItems }: Policies): (item: Pick<OpenItem, 'id'>) => string {
  const given = new Map((facts.itemPolicies ?? []).map(({ itemId, policy }) => [itemId, baseName(policy)]));
  const charges = standingCharges(facts);
  const known = (name: string | undefined) => (name !== undefined && name !== baseName(own.name) && ofItems.has(name) ? name : ownStrand);
  const open = new Set(facts.items.filter(({ openMinor }) => openMinor > 0).map(({ id }) => id));
  return ({ id }) => {
    const charge = charges.get(id);
    if (!charge) return known(given.get(id));
    const principal = charge.itemIds.find((each) => open.has(each));
    return known(principal === undefined ? policyOfCourse(charge.caseId) : given.get(principal));
  };
}

/**
 * The course that a strand is in: the last, while it runs, has nothing to begin another with, or something that it asked for is open again; else another. null: the
 * account's own first.
 */
function courseOf(facts: AccountFacts, policy: string, items: ReadonlySet<number>, now: Instant): StrandFacts | null {
  const noted = (facts.case?.strands ?? []).filter((each) => each.policy === policy);
  const last = noted.at(-1);
  if (!last) return policy === ownStrand ? null : { id: policy, policy, openedAt: now, entryStep: null, closedAt: null };
  if (items.size === 0) return last;
  if (last.closedAt === null || wasAskedFor(facts, last, items)) return { ...last, closedAt: null };
  return { id: `${policy}+${noted.length + 1}`, policy, openedAt: now, entryStep: null, closedAt: null };
}

function wasAskedFor(facts: AccountFacts, { id }: StrandFacts, items: ReadonlySet<number>): boolean {
  const caseId = courseIdOf(facts.case?.id ?? '', id);
  return facts.contactsMade.some((made) => made.caseId === caseId && made.automatic && made.itemIds?.some((each) => items.has(each)));
}

/** Its own tasks; of the others their open searches for a person, who is the account's. What follows from elsewhere goes with the account's own. */
function isOfStrand({ key, kind, status }: TaskFacts, { case: running }: AccountFacts, courseId: string, name: string): boolean {
  if (key.startsWith(`${courseId}/`)) return true;
  const another = running !== null && (key.startsWith(`${running.id}/`) || key.startsWith(`${running.id}~`));
  if (another) return kind === 'FIND_CONTACT' && status === 'OPEN';
  return name === ownStrand;
}

/** The facts once courses have begun, with the steps of another system, or are over. */
export function withCourses(facts: AccountFacts, { courses, takenOver }: { courses: readonly StrandFacts[]; takenOver: readonly StepFacts[] }): AccountFacts {
  if (!facts.case || courses.length === 0) return facts;
  const kept = (facts.case.strands ?? []).filter(({ id }) => !courses.some((each) => each.id === id));
  return { ...facts, steps: [...facts.steps, ...takenOver], case: { ...facts.case, strands: [...kept, ...courses] } };
}
