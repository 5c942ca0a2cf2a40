import { addDays, dayOf, daysBetween, isBefore, type Day, type Instant } from '../calendar/day.js';
import { nextSlot } from '../calendar/window.js';
import type { DraftFacts } from '../draft.js';
import type { AccountFacts, TaskFacts, TaskKind } from '../facts.js';
import { askGate, exclusionCode, windowOf } from '../gate/gate.js';
import { askLaw } from '../gate/lawful.js';
import { isChannel } from '../policy/checkActions.js';
import type { Policy, Step } from '../policy/types.js';
import type { About, Act, Assessment, EndedDraft, PassedStep, Reason, ReasonCode, TaskAct, Verdict } from '../verdict.js';
import { afterAct, leaveBehind } from './afterAct.js';
import { dueAfterCourtesy, earliest, nextChange } from './ahead.js';
import { chargeAlone, chargeForMonth, chargeForStep, chargeToSettle, ridingOf, uncharged } from './charging.js';
import { standingOf } from './climber.js';
import { act, because, type Case, close, type Decision, keyOf, longestWaitDays, wait, waitForTurn, waitUntil } from './deciding.js';
import { deferringPlan } from './deferringPlan.js';
import { atEndOfHold, whenRipe, type Ahead } from './lookingAgain.js';
import { draftOf, endedDrafts, overtakenDrafts, withoutDrafts } from './drafts.js';
import { dayOfSpeaker, lastContactOn, stepsTaken } from './ladder.js';
import { writeNotice } from './notice.js';
import { findPosition, type Position, type Rung } from './position.js';
import { whyBlocked } from './blocked.js';
import { channelsOf, reachOn, wasRejected, type Reach } from './reach.js';
import { actInHouse, creditHoldOver } from './inHouse.js';
import { isNothingOverdue, owesNothing, takeStock, type Standing } from './standing.js';

interface Decided {
  decision: Decision;
  passed: PassedStep[];
  standing: Standing;
  endedDrafts: EndedDraft[];
}

/**
 * Decides what an account needs next: one act, a wait with a reason and an end, or a close.
 * Pure. `facts.case` is the running case, or the one about to be opened; without one, keys are made for `<account>#new`.
 */
export function assess(facts: AccountFacts, policy: Policy, now: Instant): Assessment {
  const { decision, passed, standing, endedDrafts } = decide(facts, policy, now);
  const verdict: Verdict = decision.kind === 'act' ? { ...decision, lookAgainAt: lookAgain(facts, policy, now, decision.act, passed) } : decision;
  const missing = uncharged({ facts, policy, standing }, decision.kind === 'act' ? decision.act : null);
  const { overdue, collectable, daysPastDue } = standing;
  const unbooked = missing.length > 0 && { notCharged: missing };
  return { verdict, passed, endedDrafts, overdue, collectable, daysPastDue, charges: ridingOf(standing), ...unbooked };
}

function decide(seen: AccountFacts, policy: Policy, now: Instant): Decided {
  const window = windowOf(seen, policy);
  const standing = takeStock(seen, policy, dayOf(now, window.zone));
  const ended = endedDrafts(seen, standing);
  const facts = withoutDrafts(seen, ended);
  const it: Case = { facts, policy, now, window, standing };
  const position = findPosition(facts, policy, standing, window.zone);
  const early = doing(it, chargeToSettle(it)) ?? ending(it) ?? closing(it, position) ?? standstill(it) ?? doing(it, chargeForMonth(it));
  const { decision: next, passed } = early ? { decision: early, passed: [] } : climb(it, position);
  const decision = atEndOfHold(it, next);
  const overtaken = overtakenDrafts(leaveBehind(facts, passed, standing.today), decision.kind === 'close' ? decision.reason : null);
  return { decision, passed, standing, endedDrafts: [...ended, ...overtaken] };
}

/** A credit hold ends before anything else is asked. */
function ending(it: Case): Decision | null {
  const keyOfEnd = (last: string) => keyOf(it, '-', 0, last);
  return doing(it, creditHoldOver(it, keyOfEnd));
}

const doing = (it: Case, decided: { act: Act; reason: Reason } | null): Decision | null => decided && by(it, decided);
const by = (it: Case, { act: what, reason }: { act: Act; reason: Reason }): Decision => act(it, what, reason);

/** Nothing is owed any more, nothing is overdue and no courtesy is due, or all that is overdue is left alone by policy. */
function closing(it: Case, { next }: Position): Decision | null {
  const { facts, policy, standing } = it;
  const writtenOff = facts.writeOffs.some(({ status, caseId }) => status === 'BOOKED' && caseId === (facts.whole ?? facts).case?.id);
  if (owesNothing(standing.open, policy.tolerance)) {
    const inCredit = Object.values(standing.open).some((minor) => minor < 0);
    return close(writtenOff ? 'WRITTEN_OFF' : 'PAID', writtenOff ? 'WRITTEN_OFF' : inCredit ? 'BALANCE_IN_CREDIT' : 'PAID');
  }
  const excluded = close('EXCLUDED', 'EXCLUDED_BY_POLICY', { policy: standing.leftAloneBy });
  if (policy.doNothing) return excluded;
  if (!isNothingOverdue(standing, policy.tolerance)) return null;
  if (next.some(({ step, dueOn }) => step.when.daysBeforeDue && dueOn <= standing.today)) return null;
  const taken = stepsTaken(facts);
  const announced = dueAfterCourtesy(facts, policy, standing);
  if (announced !== null)
    return wait(it, earliest([addDays(announced, 1), ...next.map(({ dueOn }) => dueOn).filter((day) => day > standing.today)]), 'NOT_YET_DUE', {
      dueOn: announced,
    });
  if (policy.ladder.some((step) => taken.has(step.id) && !step.when.daysBeforeDue))
    return writtenOff ? close('WRITTEN_OFF', 'WRITTEN_OFF') : standing.leftAloneBy !== null ? excluded : close('PAID', 'PAID');
  // A courtesy that reached nobody was tried as well: the case waits for the due date, and is not opened anew for it.
  const tried = taken.size > 0 || facts.steps.some(({ result }) => result === 'UNREACHABLE');
  if (!tried || standing.nextDueOn === null) return standing.leftAloneBy !== null ? excluded : close('NOTHING_OVERDUE', 'NOTHING_OVERDUE');
  return wait(it, addDays(standing.nextDueOn, 1), 'NOT_YET_DUE', { dueOn: standing.nextDueOn });
}

/** Reasons for which the whole account stands still. */
function standstill(it: Case): Decision | null {
  const { facts, standing } = it;
  const pending = facts.writeOffs.find(({ status }) => status === 'REQUESTED' || status === 'APPROVED');
  if (pending) return wait(it, null, 'WRITE_OFF_PENDING', { writeOff: pending.id });
  const hold = standing.holds.reduce<Standing['holds'][number] | null>((last, each) => (last && endsLater(last, each) ? last : each), null);
  if (hold) return wait(it, hold.endsOn, 'ON_HOLD', { hold: hold.kind, until: hold.endsOn, why: hold.reason });
  const placement = facts.placements.find(({ status }) => status === 'REQUESTED');
  if (placement) return wait(it, null, 'APPROVAL_PENDING', { placement: placement.id });
  const plan = deferringPlan(facts, it.policy);
  if (plan) return wait(it, addDays(plan.until, 1), 'PLAN_RUNNING', { plan: plan.id, until: plan.until }, null);
  if (standing.oldestDueOn !== null || isNothingOverdue(standing, it.policy.tolerance)) return null;
  return wait(it, nextChange(facts, standing), exclusionCode(standing.excluded), {});
}

function endsLater(a: { endsOn: Day | null }, b: { endsOn: Day | null }): boolean {
  return a.endsOn === null || (b.endsOn !== null && a.endsOn >= b.endsOn);
}

/** Carries on up the ladder; a step that reaches nobody is passed over once finding a contact had its time. */
function climb(it: Case, position: Position): { decision: Decision; passed: PassedStep[] } {
  const passed = [...position.passed];
  let { next, finished, ...ahead } = position;
  for (;;) {
    const { decision, inVain } = firstAct(it, next);
    if (decision && (decision.kind === 'act' || !finished)) return { decision: whenRipe(it, decision, ahead), passed };
    if (!inVain) {
      const otherwise = awaitConditions(it, ahead) ?? whenRipe(it, endOfLadder(it), ahead);
      return { decision: decision?.kind === 'wait' && otherwise.kind === 'wait' && isBefore(decision.until, otherwise.until) ? decision : otherwise, passed };
    }
    passed.push(inVain);
    const facts = leaveBehind(it.facts, passed, it.standing.today);
    ({ next, finished, ...ahead } = findPosition(facts, it.policy, it.standing, it.window.zone));
  }
}

/** Tries what comes next in its order: the first act, else the first wait to end; or a step that is left behind. */
function firstAct(it: Case, rungs: readonly Rung[]): { decision: Decision | null; inVain: PassedStep | null } {
  let first: Extract<Decision, { kind: 'wait' }> | null = null;
  for (const rung of rungs) {
    const tried = attempt(it, rung);
    if ('leave' in tried) return { decision: null, inVain: leftBehind(rung, tried, it.policy) };
    if (tried.kind !== 'wait') return { decision: tried, inVain: null };
    if (!first || isBefore(tried.until, first.until)) first = tried;
  }
  return { decision: first, inVain: null };
}

/** Where the account climbs, whatever stands in the way of one message of a turn does so of all, but for what was decided on it alone. */
function leftBehind({ step, round, spokenFor }: Rung, { leave }: Left, { levels }: Policy): PassedStep {
  const [about] = spokenFor ?? [];
  const ofAll = levels.track === 'account' && leave.reason.code !== 'DRAFT_DECLINED';
  return { step: step.id, round, ...leave, ...(about && !ofAll && { itemIds: about.itemIds }), ...(about?.turn !== undefined && { turn: about.turn }) };
}

function attempt(it: Case, rung: Rung): Decision | Left {
  const { standing, window, facts, now } = it;
  if (rung.dueOn > standing.today) return wait(it, rung.dueOn, 'STEP_NOT_YET_DUE', { step: rung.step.id, dueOn: rung.dueOn }, rung.step);
  const draft = rung.step.approval ? draftOf(facts, rung.step.id, rung.round) : null;
  if (draft?.status === 'DECLINED')
    return { leave: { result: 'SKIPPED', reason: because('DRAFT_DECLINED', { step: rung.step.id, why: draft.reason }, rung.step) } };
  if (draft?.status === 'WAITING') return awaitApproval(it, rung, draft);
  const slot = nextSlot(standing.today, window, facts.accountId, now);
  if (isBefore(now, slot)) return waitUntil(it, slot, because('STEP_DUE', { step: rung.step.id, at: slot }, rung.step));
  const taken = takeStep(it, rung);
  return 'kind' in taken && taken.kind === 'act' ? (doing(it, chargeForStep(it, taken.act)) ?? taken) : taken;
}

/** Waits for an approval: until the draft lapses, or a later step may speak for it. */
function awaitApproval(it: Case, { step, itemIds }: Rung, { role, lapsesOn }: DraftFacts): Decision {
  const items = it.standing.claims
    .filter(({ item }) => itemIds?.includes(item.id))
    .map(({ item }) => ({ ...it, item, standing: standingOf(item, it.standing) }));
  const anchor = lastContactOn(it.facts, it.policy, it.window.zone);
  const speakers = (itemIds && it.policy.levels.track === 'item' ? items : [it]).flatMap((asked) => dayOfSpeaker(step, asked, anchor) ?? []);
  const until = earliest([lapsesOn, ...speakers]);
  return wait(it, until, 'DRAFT_WAITING', { step: step.id, role, lapsesOn }, step);
}

function takeStep(it: Case, rung: Rung): Decision | Left {
  const { action, id } = rung.step;
  if (isChannel(action)) return contact(it, rung);
  if (action === 'fee' || action === 'interest') return by(it, chargeAlone(it, rung));
  const reason = dueNow(it, rung);
  const inHouse = actInHouse(it, { ...rung, action }, (last) => keyOf(it, id, rung.round, last), reason);
  return act(it, { ...inHouse, ...about(rung) }, reason);
}

type StepRound = Omit<Rung, 'dueOn'>;

/** What an act is about, where items climb by themselves. */
function about({ itemIds, spokenFor }: About): About {
  return itemIds && spokenFor ? { itemIds, spokenFor } : {};
}

/** A step that is left behind without an act. */
interface Left {
  leave: Pick<PassedStep, 'result' | 'reason'>;
}

/** Tries the step's channels in order. Whoever can't be reached by the first one is looked for, and written to by another meanwhile. */
function contact(it: Case, at: StepRound): Decision | Left {
  const channels = channelsOf(at.step).filter((channel) => !wasRejected(it.facts, { step: at.step.id, round: at.round }, channel));
  const reached = channels.map((channel) => reachOn(it.facts, at.step, channel));
  const preferred = reachOn(it.facts, at.step, channelsOf(at.step)[0] ?? 'email');
  const search = findContactTask(it, at.step);
  if (!preferred && !search)
    return act(it, taskAct(it, at, 'FIND_CONTACT', 'UNREACHABLE'), because('UNREACHABLE', { step: at.step.id, channel: at.step.action }, at.step));
  for (const reach of reached) {
    if (!reach) continue;
    const answer = reachOut(it, at, reach);
    if (answer) return answer;
  }
  return stillSearching(it, at.step, search, whyBlocked(it.facts, it.policy, at.step, reached, it.now));
}

/** The contact or call task, or a wait for its time; null when the gate blocks this channel. */
function reachOut(it: Case, at: StepRound, reach: Reach): Decision | null {
  if (reach.channel === 'call') return callTask(it, at, reach);
  const key = keyOf(it, at.step.id, at.round, reach.channel);
  const retry = it.facts.contactsMade.find((made) => made.key === key && made.status === 'RETRYABLE');
  if (retry?.notBefore && isBefore(it.now, retry.notBefore))
    return waitUntil(it, retry.notBefore, because('RETRY_LATER', { step: at.step.id, attempt: retry.attempt }, at.step));
  const asked = { ...reach, key, step: at.step.id, ...about(at) };
  const gate = askGate(it.facts, it.policy, asked, it.now);
  if (gate.decision === 'BLOCK') return null;
  if (gate.decision === 'DEFER') return waitForTurn(it, gate, (slot) => askGate(it.facts, it.policy, asked, slot));
  return act(it, writeNotice(it, at, reach, key), dueNow(it, at));
}

/** A call task, once the law allows a call; null when it never does. */
function callTask(it: Case, at: StepRound, reach: Reach): Decision | null {
  const asked = { ...reach, ...about(at) };
  const law = askLaw(it.facts, it.policy, asked, it.now);
  if (law.decision === 'BLOCK') return null;
  if (law.decision === 'DEFER') return waitForTurn(it, law, (slot) => askLaw(it.facts, it.policy, asked, slot));
  return act(it, { ...taskAct(it, at, 'CALL', 'STEP_DUE'), ...about(at) }, dueNow(it, at));
}

function findContactTask({ facts }: Case, step: Step): TaskFacts | null {
  const searches = facts.tasks.filter(({ kind }) => kind === 'FIND_CONTACT');
  return searches.find(({ status }) => status === 'OPEN') ?? searches.find((task) => task.step === step.id) ?? null;
}

/** Nobody can be reached: waits for the search, and gives the step up when it had its days or was closed in vain. */
function stillSearching(it: Case, step: Step, search: TaskFacts | null, blocked: Reason | null): Decision | Left {
  const givenUp: Left = { leave: { result: 'UNREACHABLE', reason: blocked ?? because('UNREACHABLE', { step: step.id }, step) } };
  if (!search || search.status !== 'OPEN') return givenUp;
  const giveUpOn = addDays(dayOf(search.openedAt, it.window.zone), it.policy.contact.findContactDays);
  if (it.standing.today >= giveUpOn) return givenUp;
  return wait(it, giveUpOn, 'UNREACHABLE', { step: step.id, task: search.id }, step);
}

/** A step whose conditions may yet come true gets its time; null when there is none, or when nothing has happened for so long that a person has to look. */
function awaitConditions(it: Case, { conditional: step, ripensOn }: Ahead): Decision | null {
  const { facts, standing, window } = it;
  if (!step) return null;
  const since = lastContactOn(facts, it.policy, window.zone) ?? dayOf(facts.case?.openedAt ?? it.now, window.zone);
  const patienceEnds = addDays(since, longestWaitDays);
  if (standing.today >= patienceEnds && ripensOn === null) return null;
  const dueNext = standing.nextDueOn === null ? [] : [addDays(standing.nextDueOn, 1)];
  return wait(it, earliest([ripensOn ?? patienceEnds, ...dueNext]), 'CONDITIONS_UNMET', { step: step.id }, step);
}

/** Nothing is left on the ladder: a person has to look, now and every thirty days. */
function endOfLadder(it: Case): Decision {
  const reviews = it.facts.tasks.filter(({ kind }) => kind === 'REVIEW_ACCOUNT');
  const last = reviews.at(-1);
  const again = last?.closedAt ? addDays(dayOf(last.closedAt, it.window.zone), longestWaitDays) : null;
  if (last?.status === 'OPEN' || (again !== null && again > it.standing.today)) return wait(it, again, 'LADDER_FINISHED', { review: last?.id ?? null });
  const slot = nextSlot(it.standing.today, it.window, it.facts.accountId, it.now);
  if (isBefore(it.now, slot)) return waitUntil(it, slot, because('LADDER_FINISHED', {}, null));
  const task: TaskAct = {
    kind: 'task',
    key: keyOf(it, '-', reviews.length + 1, 'review_account'),
    step: null,
    round: reviews.length + 1,
    task: 'REVIEW_ACCOUNT',
    dueOn: it.standing.today,
    reason: because('LADDER_FINISHED', {}, null),
  };
  return act(it, task, task.reason);
}

function taskAct(it: Case, { step, round }: StepRound, task: TaskKind, code: ReasonCode): TaskAct {
  const key = keyOf(it, step.id, round, task.toLowerCase());
  return { kind: 'task', key, step: step.id, round, task, dueOn: it.standing.today, reason: because(code, { step: step.id }, step) };
}

/** When to look again if the act is carried out and nothing else happens: asked of the rule itself. */
function lookAgain(facts: AccountFacts, policy: Policy, now: Instant, done: Act, passed: readonly PassedStep[]): Instant {
  if (done.kind === 'charge') return now;
  const { decision, passed: next } = decide(afterAct(facts, done, passed, now, policy), policy, now);
  // A step that is left behind next has to be noted on its day, as gaps may count from it.
  return decision.kind === 'wait' && next.length === 0 ? decision.until : now;
}

function dueNow({ standing, policy }: Case, { step, itemIds: about }: Pick<Rung, 'step' | 'itemIds'>): Reason {
  const itemIds = policy.levels.track === 'item' ? about : undefined;
  const oldest = itemIds && standing.claims.find(({ item }) => itemIds.includes(item.id))?.item;
  const daysPastDue = itemIds ? (oldest ? daysBetween(oldest.dueOn, standing.today) : null) : standing.daysPastDue;
  return because('STEP_DUE', { step: step.id, daysPastDue }, step);
}
