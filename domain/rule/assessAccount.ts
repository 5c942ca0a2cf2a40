/** The rule for a whole account: it is asked for each of its strands, and one of them has the turn. */
import { dayOf, isBefore, type Day, type Instant } from '../calendar/day.js';
import { total, type Amounts } from '../money/minor.js';
import type { AccountFacts } from '../facts.js';
import type { StepFacts, StrandFacts } from '../steps.js';
import type { Act, Assessment, CaseOutcome, Verdict } from '../verdict.js';
import { assess } from './assess.js';
import { debtorZone } from './debtorZone.js';
import { entryAt, inCase, stepsTakenOver, type InCase, type Opening } from './openCase.js';
import { takeStock } from './standing.js';
import { strandsOf, type Policies, type Strand } from './strandFacts.js';
import { isAtWork, ownStrand } from './strandNames.js';

/** What the rule says of one strand. */
export interface Part {
  strand: Strand;
  assessment: Assessment;
}

/** What it says of the account: the verdict is that of the strand that has the turn. */
export interface AccountAssessment extends Assessment {
  strand: Strand;
  parts: readonly Part[];
  /** Courses of strands that have begun or are over, to be noted with the case. */
  courses: StrandFacts[];
  /** Steps of another system with which a course begins. */
  takenOver: StepFacts[];
  /** Keys of the tasks that end with a course that is over. */
  endedTasks: string[];
}

/** Decides what an account needs next. Pure. `facts.case` is the running case, or the one about to be opened. */
export function assessAccount(facts: AccountFacts, policies: Policies, now: Instant): AccountAssessment {
  const strands = strandsAt(facts, policies, now);
  const [only] = strands;
  if (only && strands.length === 1 && !only.facts.whole) {
    const assessment = assess(facts, policies.own, now);
    return { ...assessment, strand: only, parts: [{ strand: only, assessment }], courses: [], takenOver: [], endedTasks: [] };
  }
  const parts = strands.map((strand): Part => ({ strand, assessment: marked(assess(strand.facts, strand.policy, now), strand.id) }));
  const { strand, verdict } = whoseTurn(parts, now);
  return {
    verdict,
    strand,
    parts,
    passed: parts.flatMap(({ assessment }) => assessment.passed),
    endedDrafts: parts.flatMap(({ assessment }) => assessment.endedDrafts),
    overdue: sumOf(parts, 'overdue'),
    collectable: sumOf(parts, 'collectable'),
    charges: sumOf(parts, 'charges'),
    daysPastDue: parts.reduce<number | null>(
      (most, { assessment: { daysPastDue: days } }) => (days === null || (most !== null && most > days) ? most : days),
      null,
    ),
    ...(verdict.kind === 'close' ? { courses: [], takenOver: [], endedTasks: [] } : movesOf(parts, facts, now)),
  };
}

/** The strands of an account at an instant. A course that is about to begin enters its ladder where the policy says, or where another system had come to. */
export function strandsAt(facts: AccountFacts, policies: Policies, now: Instant): Strand[] {
  const today = dayOf(now, debtorZone(facts));
  return strandsOf(facts, policies, now, today).map((strand) => {
    const { course, facts: view, policy } = strand;
    if (!course || !view.case || course.entryStep !== null || course.openedAt !== now) return strand;
    const steps = view.steps.length === 0 && view.case.episode === 1 ? stepsTakenOver(view, policy) : view.steps;
    const entry = entryAt({ ...view, steps }, policy, takeStock(view, policy, today));
    return { ...strand, course: { ...course, entryStep: entry }, facts: { ...view, steps, case: { ...view.case, entryStep: entry } } };
  });
}

/** Says of everything which strand it is of; of the account's own first nothing, as of an account that is one. */
function marked(assessment: Assessment, strand: string): Assessment {
  if (strand === ownStrand) return assessment;
  const { verdict, passed } = assessment;
  const told = verdict.kind === 'act' ? { ...verdict, act: { ...verdict.act, strand } } : verdict;
  return { ...assessment, verdict: told, passed: passed.map((step) => ({ ...step, strand })) };
}

interface Turn {
  strand: Strand;
  verdict: Verdict;
}

/**
 * What reaches nobody outside is done at once, the account's own first. Of those who want to write, the one that has been silent for longest has
 * the turn; while it waits for the contact budget alone, the others do not use that up. With nothing to do the first to end its wait is told.
 */
function whoseTurn(parts: readonly Part[], now: Instant): Turn {
  const turns = parts.map(({ strand, assessment: { verdict } }): Turn => ({ strand, verdict }));
  const acts = turns.filter(isActing);
  const quiet = acts.find(({ strand, verdict }) => !isContact(strand, verdict.act));
  const first = bySilence(turns, now).find(({ strand, verdict }) => (verdict.kind === 'act' ? isContact(strand, verdict.act) : waitsForTurn(verdict)));
  const next = quiet ?? (first && isActing(first) ? first : null);
  if (next) return { ...next, verdict: { ...next.verdict, lookAgainAt: lookAgain(turns, next, now) } };
  const waits = turns.flatMap(({ strand, verdict }) => (verdict.kind === 'wait' ? [{ strand, verdict }] : []));
  const [wait, ...others] = waits;
  if (wait) return others.reduce((soonest, each) => (isBefore(each.verdict.until, soonest.verdict.until) ? each : soonest), wait);
  return theEnd(turns);
}

type Acting = Turn & { verdict: Extract<Verdict, { kind: 'act' }> };

function isActing(turn: Turn): turn is Acting {
  return turn.verdict.kind === 'act';
}

/** Whether an act writes to somebody, or books what its message will ask for. */
function isContact({ policy }: Strand, act: Act): boolean {
  if (act.kind === 'contact') return true;
  const action = policy.ladder.find(({ id }) => id === act.step)?.action;
  return act.kind === 'charge' && act.cause === 'STEP' && !act.takesStep && (action === 'email' || action === 'sms' || action === 'letter');
}

/** Whether a strand waits for nothing but the time since other contacts. */
function waitsForTurn(verdict: Verdict): boolean {
  const { code } = verdict.reason;
  return verdict.kind === 'wait' && (code === 'ONE_A_DAY' || code === 'MIN_GAP' || code === 'FREQUENCY' || code === 'FREQ_CAP');
}

/**
 * The one that has written today goes on with what it has for the day, as the others can't; then the one that was silent for longest. Sorting
 * is stable: of two that were silent alike the account's own goes first, then by name.
 */
function bySilence(turns: readonly Turn[], now: Instant): Turn[] {
  const [first] = turns;
  const zone = first ? debtorZone(first.strand.facts) : 'UTC';
  const today = dayOf(now, zone);
  const silent = turns.map((turn) => {
    const last = lastWord(turn, zone);
    return { turn, since: last === today ? '' : (last ?? '0') };
  });
  return silent.toSorted((a, b) => (a.since === b.since ? 0 : a.since < b.since ? -1 : 1)).map(({ turn }) => turn);
}

/** The day of the newest message of the strand; null when there was none. */
function lastWord({ strand: { facts } }: Turn, zone: string): Day | null {
  const made = facts.contactsMade.filter(
    ({ caseId, automatic, status }) => caseId === facts.case?.id && automatic && (status === 'ACCEPTED' || status === 'UNKNOWN'),
  );
  const days = made.map(({ at }) => dayOf(at, zone));
  return days.reduce<Day | null>((last, day) => (last === null || day > last ? day : last), null);
}

/** The others are asked again at once where they have something to do, and else when their waits end. */
function lookAgain(turns: readonly Turn[], next: Acting, now: Instant): Instant {
  return turns.reduce((soonest, { strand, verdict }) => {
    if (strand === next.strand || verdict.kind === 'close') return soonest;
    const at = verdict.kind === 'act' ? now : verdict.until;
    return isBefore(at, soonest) ? at : soonest;
  }, next.verdict.lookAgainAt);
}

const outcomes: readonly CaseOutcome[] = ['WRITTEN_OFF', 'PAID', 'NOTHING_OVERDUE', 'EXCLUDED'];

/** All are done: the case closes with what says most of what became of it. */
function theEnd(turns: readonly Turn[]): Turn {
  const outcomeOf = ({ verdict }: Turn) => (verdict.kind === 'close' ? outcomes.indexOf(verdict.outcome) : outcomes.length);
  const [own, ...others] = turns;
  if (!own) throw new Error('An account has at least one strand');
  return others.reduce((most, each) => (outcomeOf(each) < outcomeOf(most) ? each : most), own);
}

/** Which courses begin and which are over; those that never had anything to do are not noted. */
function movesOf(
  parts: readonly Part[],
  { case: running, steps }: AccountFacts,
  now: Instant,
): Pick<AccountAssessment, 'courses' | 'takenOver' | 'endedTasks'> {
  const noted = new Map((running?.strands ?? []).map((each) => [each.id, each]));
  const courses: StrandFacts[] = [];
  const takenOver: StepFacts[] = [];
  const endedTasks: string[] = [];
  for (const { strand, assessment } of parts) {
    const known = noted.get(strand.id);
    const { facts, id } = strand;
    if (assessment.verdict.kind !== 'close') {
      if (!strand.course || (known && isAtWork(known))) continue;
      courses.push(strand.course);
      takenOver.push(...facts.steps.filter((step) => !steps.includes(step)).map((step) => ({ ...step, strand: id })));
      continue;
    }
    const isRunning = known ? isAtWork(known) : id === ownStrand && hasPast(facts);
    if (!isRunning) continue;
    const { openedAt = now, entryStep: entry = null } = facts.case ?? {};
    courses.push({ ...(strand.course ?? { id, policy: ownStrand, openedAt, entryStep: entry }), closedAt: now });
    const own = facts.tasks.filter(({ key, status }) => status === 'OPEN' && key.startsWith(`${facts.case?.id}/`));
    endedTasks.push(...own.map(({ key }) => key));
  }
  return { courses, takenOver, endedTasks };
}

function hasPast({ steps, contactsMade, case: running }: AccountFacts): boolean {
  return steps.length > 0 || contactsMade.some(({ caseId, automatic }) => caseId === running?.id && automatic);
}

function sumOf(parts: readonly Part[], figure: 'overdue' | 'collectable' | 'charges'): Amounts {
  return total(parts.flatMap(({ assessment }) => Object.entries(assessment[figure]).map(([currency, minor]) => ({ currency, minor }))));
}

/** The facts with the running case, or with the one that would be opened for the account's own strand and those of its items. */
export function accountInCase(facts: AccountFacts, policies: Policies, opening: Opening): InCase {
  if (facts.case) return { ...facts, case: facts.case };
  const own = strandsAt(facts, policies, opening.now)[0]?.facts ?? facts;
  const today = dayOf(opening.now, debtorZone(facts));
  const { case: opened, steps } = inCase(own, policies.own, takeStock(own, policies.own, today), opening);
  return { ...facts, case: opened, steps: own.whole ? [...steps, ...facts.steps.filter(({ strand }) => strand)] : steps };
}
