import { toDecimal } from '../money/minor.js';
import type { Act, Reason, ReasonCode, Verdict } from '../verdict.js';

/** A verdict in a sentence that can be read out. */
export function verdictSentence(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'act':
      return `${capital(actPhrase(verdict.act))}, because ${reasonPhrase(verdict.reason)}.`;
    case 'wait':
      return `Waits until ${verdict.until.slice(0, 16).replace('T', ' ')} UTC, because ${reasonPhrase(verdict.reason)}.`;
    case 'close':
      return `The case closes, because ${reasonPhrase(verdict.reason)}.`;
    default:
      return verdict satisfies never;
  }
}

/** What an act does, as `the step reminder-1 goes by email to ap@example.com`. */
export function actPhrase(act: Act): string {
  switch (act.kind) {
    case 'contact':
      return `the step ${act.step} goes by ${act.channel} to ${act.address.replaceAll('\n', ', ')}`;
    case 'draft':
      return `the step ${act.step} by ${act.channel} to ${act.address.replaceAll('\n', ', ')} waits for the approval of a ${act.role}`;
    case 'task':
      return act.title ? `a task is opened for ${act.role}, due ${act.dueOn}: ${act.title}` : taskPhrase(act.task, act.step);
    case 'credit-hold':
      return act.hold === 'on' ? `a credit hold is set by the step ${act.step}` : 'the credit hold is ended';
    case 'place':
      return `placement with ${act.agency} is put up for approval`;
    case 'write-off':
      return 'a write-off is recommended';
    case 'charge':
      return chargePhrase(act);
    default:
      return act satisfies never;
  }
}

function chargePhrase({ cause, amounts, step }: Extract<Act, { kind: 'charge' }>): string {
  const sums = Object.entries(amounts).filter(([, minor]) => minor !== 0);
  const said = sums.map(([currency, minor]) => `${toDecimal(Math.abs(minor), currency)} ${currency}`).join(' and ');
  if (cause === 'SETTLE') return said ? `fees and interest of ${said} are put right` : 'fees and interest become ordinary items';
  const what = said ? `${said} of fees and interest ${sums.length > 1 ? 'are' : 'is'} booked` : 'nothing is charged';
  return step === null ? what : `${what} for the step ${step}`;
}

function taskPhrase(task: Extract<Act, { kind: 'task' }>['task'], step: string | null): string {
  switch (task) {
    case 'CALL':
      return `a call task is opened${step ? ` for the step ${step}` : ''}`;
    case 'FIND_CONTACT':
      return 'a task to find a contact is opened';
    case 'REVIEW_ACCOUNT':
      return 'a task to review the account is opened';
    case 'VERIFY_DELIVERY':
      return 'a task to verify a delivery is opened';
    case 'APPROVE':
      return 'an approval is asked for';
    case 'ANSWER_DISPUTE':
      return 'a task to answer the dispute is opened';
    case 'OTHER':
      return `a task is opened${step ? ` for the step ${step}` : ''}`;
    case 'RECORD_HANDOVER':
      return 'a task to record the hand-over is opened';
    default:
      return task satisfies never;
  }
}

/** A reason as the second half of a sentence: `the account is on hold (PAUSE) until 2020-07-15: customer asked`. */
export function reasonPhrase({ code, figures }: Reason): string {
  return phrases[code]((name, words = (value) => value) => {
    const value = figures[name];
    return value === null || value === undefined ? '' : words(String(value));
  });
}

/** A figure in words, or nothing where there is none. */
type Figure = (name: string, words?: (value: string) => string) => string;

const phrases: Readonly<Record<ReasonCode, (figure: Figure) => string>> = {
  STEP_DUE: (figure) =>
    `the step ${figure('step')} is due${figure('daysPastDue', (days) => `, ${daysText(days)} past due`)}${figure('at', () => ' and waits for its hour')}`,
  STEP_NOT_YET_DUE: (figure) => `${figure('step', (step) => `the step ${step}`) || 'it'} is not yet due${figure('dueOn', (day) => `: its day is ${day}`)}`,
  STEP_OVER: (figure) =>
    figure('atMost') === '0'
      ? 'something is overdue already'
      : `it is for debt up to ${daysText(figure('atMost'))} past due${figure('daysPastDue', (days) => `, and this is ${daysText(days)}`)}`,
  ENTERED_LATER: (figure) => `debt of ${daysText(figure('daysPastDue') || 0)} past due enters at the step ${figure('entry')}`,
  OUTSIDE_WINDOW: (figure) =>
    `messages go out only${figure('from', (from) => ` from ${from}`)}${figure('to', (to) => ` to ${to}`)} on working days${figure('zone', (zone) => ` in ${zone}`)}`,
  FREQUENCY: (figure) => `the account had ${figure('made') || 'enough'} contacts in seven days${figure('atMost', (most) => ` and may have ${most}`)}`,
  MIN_GAP: (figure) =>
    `the last message went out${figure('last', (day) => ` on ${day}`)}${figure('days', (days) => ` and the next may follow ${days} days later`)}`,
  ONE_A_DAY: (figure) => `a message went out${figure('day', (day) => ` on ${day}`)} already, and one a day is enough`,
  LEDGER_TOO_OLD: (figure) => `the ledger is${figure('ledgerAsOf', (day) => ` of ${day} and`)} too old to trust: load a newer one`,
  ON_HOLD: (figure) =>
    `${figure('hold', (hold) => `the account is on hold (${hold})`) || 'what is overdue is on hold'}${figure('until', (day) => ` until ${day}`)}${figure('why', (why) => `: ${why}`)}`,
  ALL_DISPUTED: () => 'everything that is overdue is disputed',
  PLAN_RUNNING: (figure) => `a promise or payment plan is running${figure('until', (day) => `, which can be kept until ${day}`)}`,
  PAYMENT_PENDING: (figure) => `a payment is under way${figure('until', (day) => `, expected by ${day}`)}`,
  PLACED: () => 'the debt is placed with a third party',
  APPROVAL_PENDING: () => 'an approval is pending',
  WRITE_OFF_PENDING: () => 'a write-off is pending',
  CALL_OPEN: () => 'a call task is open',
  UNREACHABLE: (figure) => `nobody can be reached${figure('channel', (channel) => ` by ${channel}`)}${figure('step', (step) => ` for the step ${step}`)}`,
  DELIVERY_UNKNOWN: () => 'it is not known whether the last message arrived',
  RETRY_LATER: (figure) =>
    `handing the message over failed${figure('attempt', (attempt) => (attempt === '1' ? ' once' : ` ${attempt} times`))} and is tried again`,
  LADDER_FINISHED: () => 'no step of the policy is left',
  PAID: () => 'nothing overdue is left to collect',
  CREDIT_HOLD_OVER: (figure) => `what it was set for${figure('since', (day) => ` on ${day}`)} is over by the policy`,
  NOTHING_OVERDUE: () => 'nothing is overdue',
  WRITTEN_OFF: () => 'the debt is written off',
  NOT_YET_DUE: (figure) => `nothing is due yet${figure('dueOn', (day) => `: the next is due on ${day}`)}`,
  BELOW_TOLERANCE: () => 'what is overdue is below the tolerance of the policy',
  MESSAGE_REJECTED: () => 'the message was rejected',
  ADDRESS_SUPPRESSED: (figure) => `the address must not be used${figure('channel', (channel) => ` by ${channel}`)}`,
  BALANCE_IN_CREDIT: () => 'the account is in credit',
  STANDING_CHANGED: () => 'the account is not what it was when the message was decided',
  CONDITIONS_UNMET: (figure) => `the conditions of the step ${figure('step')} do not hold as things are`,
  FREQ_CAP: (figure) =>
    `${figure('made') || 'enough'} contacts in ${figure('days') || 'some'} days are as many as ${figure('source') || 'the rules'} allows${figure('items', (items) => ` for ${items}`)}`,
  FREQ_AFTER_CONVERSATION: (figure) =>
    `after the conversation${figure('conversation', (day) => ` of ${day}`)} there is silence${figure('items', (items) => ` about ${items}`)} for ${figure('days') || 'some'} days (${figure('source')})`,
  QUIET_HOURS: (figure) =>
    `it is outside the hours${figure('open', (open) => ` from ${open}`)}${figure('close', (close) => ` to ${close}`)}${figure('zones', (zones) => ` in ${zones}`)} (${figure('source')})`,
  HOLIDAY: (figure) => `it is a Sunday, a weekend or a holiday of the debtor (${figure('source')})`,
  DEBTOR_INCONVENIENT: (figure) =>
    `the person has named this ${figure('place', () => 'place') || 'time'} as inconvenient${figure('place', (place) => ` (${place})`)}${figure('from', (from) => `, from ${from}`)}${figure('to', (to) => ` to ${to}`)}`,
  NO_CONSENT: (figure) => `there is no consent to contact by ${figure('channel')} (${figure('source')})`,
  CHANNEL_PROHIBITED: (figure) => `${figure('channel')} must not be used here: ${figure('why')}`,
  PLAN_BROKEN: () => 'a promise or payment plan was broken',
  DISPUTE_OPEN: (figure) => `a dispute is to be answered${figure('respondBy', (day) => ` by ${day}`)}`,
  DISPUTE_LATE: (figure) => `a dispute was to be answered${figure('respondBy', (day) => ` by ${day}`)} and was not`,
  DECLINED: () => 'what was proposed was declined',
  APPROVAL_EXPIRED: () => 'nobody decided in time on what was proposed',
  CALL_BACK_AGREED: (figure) => `it was agreed to call back${figure('dueOn', (day) => ` on ${day}`)}`,
  NUMBER_WRONG: () => 'the number on file is wrong',
  HANDED_OVER: () => 'the debt was handed over to a third party',
  RECALLED: () => 'the debt was recalled from the third party',
  LEVEL_SET: (figure) => `a person set the level${figure('why', (why) => `: ${why}`)}`,
  NOTICE_SKIPPED: (figure) => `a person had the notice left out${figure('why', (why) => `: ${why}`)}`,
  RETURNED: () => 'the third party returned the debt',
  EXCLUDED_BY_POLICY: (figure) => `it is excluded by policy${figure('policy', (name) => `: ${name} does nothing`)}`,
  DRAFT_WAITING: (figure) =>
    `the message of the step ${figure('step')} waits for the approval of a ${figure('role')}${figure('lapsesOn', (day) => ` until ${day}`)}`,
  DRAFT_DECLINED: (figure) => `its message was declined${figure('why', (why) => `: ${why}`)}`,
  DRAFT_LAPSED: (figure) => `nobody had it sent by ${figure('lapsesOn')}`,
  CHARGE_DUE: (figure) =>
    `${figure('charge', (charge) => (charge === 'interest' ? 'interest' : `the fee ${charge}`)) || 'a charge'} is due${figure('step', (step) => ` with the step ${step}`)}${figure('periods', (periods) => `: ${periods}`)}`,
  NOTHING_TO_CHARGE: (figure) => `the step ${figure('step')} finds nothing to charge`,
  CHARGED_TOO_MUCH: () => 'more was charged than is owed by what is known now',
  PRINCIPAL_PAID: () => 'what it was charged for is paid',
  RATE_MISSING: (figure) => `no rate of ${figure('series')} is known for ${figure('from')}: nothing is guessed`,
  FEE_CURRENCY: (figure) => `the fee ${figure('fee')} has no amount in ${figure('currency')}`,
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `1 day`, `2 days`. */
export const daysText = (days: number | string): string => (String(days) === '1' ? '1 day' : `${days} days`);
