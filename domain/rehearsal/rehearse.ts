import { addDays, dayOf, instantOf, isBefore, type Day, type Instant } from '../calendar/day.js';
import { applicationOf } from '../charges/ledger.js';
import type { AccountFacts } from '../facts.js';
import type { Policy } from '../policy/types.js';
import { stepsPassed } from '../rule/afterAct.js';
import { accountInCase, assessAccount, type Part as PartOfAccount } from '../rule/assessAccount.js';
import { debtorZone } from '../rule/debtorZone.js';
import type { Assessment } from '../verdict.js';
import type { AgendaLine } from './agenda.js';
import { notCharged } from './charge.js';
import { doing } from './doing.js';
import { follow } from './course.js';
import { decidedDraft, endDrafts, waitingDraft } from './drafts.js';
import type { RehearsalEvent } from './event.js';
import { happen } from './happen.js';
import { changePolicy, govern, leavingAlone, type Choose, type Governed } from './assigning.js';
import { heightsAt, movesSince, type AllHeights } from './heights.js';
import { following } from './followUps.js';
import { blank, closing, explaining, leaving, opening, waiting, type Play } from './lines.js';
import { overnight } from './overnight.js';
import { stateLine } from './state.js';
import { noteCourses, playOf } from './strands.js';
import { factsAt, numbersOf, policiesOf, remember, type World } from './world.js';

/** The span of a rehearsal. Both days are played. */
export interface Span {
  from: Day;
  to: Day;
}

/** What is to be said besides, and what may happen besides. */
export interface Manner {
  /** Policies to which an event may change, by name. */
  policies?: ReadonlyMap<string, Policy>;
  /** Chooses the policy whenever a case is about to be opened; without it, it is the one that was given. */
  choose?: Choose;
  /** Days at whose end the state is told; those outside the span are left out. */
  states?: readonly Day[];
  /** Whether the rule is asked and told each morning, also when nothing changed. */
  explain?: boolean;
  /** Days on which nobody asks the rule, as if it were switched off: what happens is seen on the next other day. */
  asleep?: (day: Day) => boolean;
}

/** Hour of the daily enrolment, in the debtor's zone. */
const enrolmentHour = '06:00';

interface Course extends Governed {
  readonly manner: Manner;
  pending: RehearsalEvent[];
  states: Day[];
  /** Days on which the ledger of the files changes by itself. */
  moves: Set<Day>;
  wake: Instant | null;
  /** The next time of the daily enrolment. */
  morning: Instant;
  /** Whether something was seen of which the rule has not been told yet. */
  owed: boolean;
  /** The levels as they were last told. */
  heights: AllHeights;
}

/**
 * Plays an account through a span of days by the very rule that runs live: events happen, the rule is asked, acts are taken as done.
 * What happened before the span is history: the account has it behind it, and nothing is sent about it. Yields one line for each thing
 * that would happen, in order. The world is changed on the way.
 */
export function* rehearse(world: World, policy: Policy, events: readonly RehearsalEvent[], span: Span, manner: Manner = {}): Generator<AgendaLine> {
  yield* rehearseTogether([{ world, events, manner }], policy, span);
}

/** One of several accounts that are played side by side. */
export interface Part {
  world: World;
  events: readonly RehearsalEvent[];
  manner: Manner;
}

/** Plays accounts side by side, each moment in its turn, because what is done for one may concern the others: they share their customer's contact budget. */
export function* rehearseTogether(parts: readonly Part[], policy: Policy, span: Span): Generator<AgendaLine> {
  const lines: AgendaLine[] = [];
  const courses = parts.map((part) => {
    const moments = momentsOf(part, policy, span, lines);
    return { moments, next: moments.next() };
  });
  yield* lines.splice(0);
  for (;;) {
    const waiting = courses.filter(({ next }) => !next.done);
    const [first, ...others] = waiting;
    if (!first) return;
    const earliest = others.reduce((soonest, each) => (isBefore(each.next.value ?? '', soonest.next.value ?? '') ? each : soonest), first);
    earliest.next = earliest.moments.next();
    yield* lines.splice(0);
  }
}

/** The moments at which something happens to an account. What happens at one is added to `lines` when the next one is asked for. */
function* momentsOf({ world, events, manner }: Part, policy: Policy, span: Span, lines: AgendaLine[]): Generator<Instant, undefined> {
  const zone = debtorZone(world.base);
  const pending = [...events].sort((a, b) => (isBefore(a.at, b.at) ? -1 : isBefore(b.at, a.at) ? 1 : a.line - b.line));
  const states = (manner.states ?? []).filter((day) => day >= span.from && day <= span.to).sort();
  const end = instantOf(addDays(span.to, 1), '00:00', zone);
  let now = instantOf(span.from, '00:00', zone);
  const morning = instantOf(span.from, enrolmentHour, zone);
  const heights = heightsAt({ world, policy, zone }, now);
  const course: Course = {
    world,
    policy,
    zone,
    manner,
    pending,
    states,
    moves: movesOf(world),
    wake: morning,
    morning,
    owed: false,
    heights,
    followedOn: addDays(span.from, -1),
  };
  lines.push(...remembering(course, now));
  course.heights = heightsAt(course, now);
  for (;;) {
    now = nextMoment(course, now);
    yield now;
    const over = !isBefore(now, end);
    lines.push(...telling(course, over ? addDays(span.to, 1) : dayOf(now, zone)));
    if (over) return;
    lines.push(...living(course, now));
  }
}

function nextMoment(course: Course, now: Instant): Instant {
  const { pending, wake, zone } = course;
  if (!isBefore(now, course.morning)) course.morning = instantOf(addDays(dayOf(now, zone), 1), enrolmentHour, zone);
  const moments = [pending[0]?.at ?? null, wake !== null && isBefore(now, wake) ? wake : null];
  return moments.filter((at) => at !== null).reduce((first, at) => (isBefore(at, first) ? at : first), course.morning);
}

/** What lies before the span happens without a word, but for what was refused. */
function* remembering(course: Course, start: Instant): Generator<AgendaLine> {
  while (course.pending[0] && isBefore(course.pending[0].at, start))
    for (const line of tell(course, course.pending.shift() as RehearsalEvent)) if (line.kind === 'refused') yield line;
  overnight(course, instantOf(addDays(dayOf(start, course.zone), -1), enrolmentHour, course.zone));
}

/** Everything of one moment: events, what the night changed, and the rule. */
function* living(course: Course, now: Instant): Generator<AgendaLine> {
  const { world, zone, manner } = course;
  const today = dayOf(now, zone);
  const isMorning = now === instantOf(today, enrolmentHour, zone);
  if (course.wake !== null && !isBefore(now, course.wake)) course.owed = true;
  if (course.pending[0] && !isBefore(now, course.pending[0].at)) yield* bySelf(course, now);
  while (course.pending[0] && !isBefore(now, course.pending[0].at)) {
    yield* tell(course, course.pending.shift() as RehearsalEvent);
    course.owed = true;
  }
  yield* bySelf(course, now);
  if (isMorning && course.moves.has(today)) {
    yield* booked(course, now, today);
    course.owed = true;
  }
  if (isMorning || course.owed) govern(course, manner.choose, now);
  if (course.owed) yield* rising(course, now);
  if (isMorning && manner.explain) yield explained(course, now);
  if (manner.asleep?.(today)) return;
  for (const line of isMorning || course.owed ? follow(course, now) : []) {
    yield line;
    course.owed = true;
  }
  if (!course.owed && world.base.case) return;
  course.owed = false;
  govern(course, manner.choose, now);
  course.wake = yield* turns(course, now);
}

/** Tells what rose and fell on the ladder since it was last told. */
function* rising(course: Course, now: Instant): Generator<AgendaLine> {
  yield* movesSince(course, course.heights, now);
  course.heights = heightsAt(course, now);
}

/** What changes by itself, of which the rule is told. */
function* bySelf(course: Course, now: Instant): Generator<AgendaLine> {
  const lines = overnight(course, now);
  if (lines.length > 0) course.owed = true;
  yield* lines;
}

function* telling(course: Course, today: Day): Generator<AgendaLine> {
  while (course.states[0] !== undefined && course.states[0] < today) yield stateLine(course, instantOf(course.states.shift() as Day, '23:59', course.zone));
}

function movesOf({ items, allocations }: World): Set<Day> {
  return new Set([
    ...items.map(({ issuedOn }) => issuedOn),
    ...allocations.flatMap(({ onDay, reversedOn }) => (reversedOn === null ? [onDay] : [onDay, reversedOn])),
  ]);
}

/** What the ledger of the files books on a day. */
function* booked(course: Course, now: Instant, today: Day): Generator<AgendaLine> {
  for (const { id, kind, number, issuedOn, currency, amountMinor } of course.world.items) {
    if (issuedOn !== today || (kind !== 'PAYMENT' && kind !== 'CREDIT_NOTE')) continue;
    const what = kind === 'PAYMENT' ? 'Payment' : 'Credit note';
    yield {
      ...blank(course, now),
      kind: 'event',
      result: kind === 'PAYMENT' ? 'payment' : 'credit-note',
      items: numbersOf(course.world, [id]),
      amounts: { [currency]: -amountMinor },
      sentence: `${what} ${number}, by the ledger`,
    };
  }
}

function* tell(course: Course, event: RehearsalEvent): Generator<AgendaLine> {
  if (event.type === 'set-level') govern(course, course.manner.choose, event.at);
  course.world.application = applicationOf(course.policy.charges);
  const before = course.world.items.length;
  const draft = event.type === 'approval' && event.subject === 'notice' ? waitingDraft(course, event) : null;
  const happened = event.type === 'policy' ? changePolicy(course, event, course.manner.policies) : happen(course, event);
  for (const { issuedOn } of course.world.items.slice(before)) if (issuedOn > dayOf(event.at, course.zone)) course.moves.add(issuedOn);
  const kind = 'refused' in happened ? 'refused' : 'event';
  const sentence = 'refused' in happened ? `Line ${event.line}: ${event.type} refused: ${happened.refused}` : happened.told;
  const amounts = 'amountMinor' in event && event.amountMinor !== null ? { [event.currency]: event.amountMinor } : {};
  yield { ...blank(course, event.at), kind, result: event.type, amounts, sentence };
  if ('opens' in happened && happened.opens) yield following(course, event.at, happened.opens);
  if (kind === 'event' && event.type === 'approval' && draft) yield decidedDraft(event, draft);
}

/** The assessment as of now, with the case that runs or the one that would be opened. */
function ask({ world, policy }: Play, now: Instant) {
  const facts = factsAt(world, now);
  const policies = policiesOf(world, policy);
  const opened = accountInCase(facts, policies, { lastEpisode: world.episodes, campaignId: null, now });
  return { opened, assessment: assessAccount(opened, policies, now) };
}

function explained(play: Play, now: Instant): AgendaLine {
  const { assessment } = ask(play, now);
  return explaining(playOf(play, assessment.strand), now, assessment);
}

/** A case begins, with what was done before it. */
function* begin(play: Course, turn: Play, { steps }: AccountFacts, assessment: Assessment, now: Instant): Generator<AgendaLine> {
  play.world.base.steps = steps;
  yield opening(turn, assessment, now);
  if (steps.length > 0) yield* rising(play, now);
}

/** Of the tasks of a case only the work with a third party outlives it. */
function closeCase(world: World): void {
  const tasks = world.base.tasks.filter(({ kind, status }) => kind === 'RECORD_HANDOVER' && status === 'OPEN');
  world.base = { ...world.base, case: null, steps: [], tasks };
}

/** Asks the rule until it waits or closes; answers when to look again (null: at the next enrolment). */
function* turns(play: Course, now: Instant): Generator<AgendaLine, Instant | null> {
  const { world } = play;
  for (let turn = 0; turn < 50; turn++) {
    const { opened, assessment } = ask(play, now);
    const { verdict } = assessment;
    const isNew = world.base.case === null;
    if (isNew && verdict.kind === 'close') {
      yield* leavingAlone(play, now, assessment);
      return null;
    }
    world.episodes = opened.case.episode;
    world.base.case = opened.case;
    const turn = playOf(play, assessment.strand);
    if (isNew) yield* begin(play, turn, opened, assessment, now);
    for (const part of assessment.parts) yield* leavingBehind(playOf(play, part.strand), part, now);
    noteCourses(world, assessment);
    if (verdict.kind === 'wait') {
      yield waiting(turn, now, assessment, verdict);
      return verdict.until;
    }
    if (verdict.kind === 'close') {
      yield closing(turn, now, assessment, verdict);
      closeCase(world);
      return null;
    }
    yield* doing(turn, now, assessment, verdict);
    yield* rising(play, now);
    if (isBefore(now, verdict.lookAgainAt)) return verdict.lookAgainAt;
  }
  throw new Error(`${world.base.accountId} does not come to rest at ${now}`);
}

/** What an assessment leaves behind of a strand without an act, and what it could not charge. */
function* leavingBehind(play: Play, { assessment }: PartOfAccount, now: Instant): Generator<AgendaLine> {
  remember(play.world, { steps: stepsPassed(assessment.passed, dayOf(now, play.zone)) });
  for (const passed of assessment.passed) yield leaving(play, assessment, passed, now);
  yield* endDrafts(play, assessment.endedDrafts, now);
  yield* notCharged(play, now, assessment);
}
