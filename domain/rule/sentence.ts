import type { Act, Reason, Verdict } from '../verdict.js';

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
    case 'task':
      return taskPhrase(act.task, act.step);
    case 'place':
      return `placement with ${act.agency} is put up for approval`;
    case 'write-off':
      return 'a write-off is recommended';
    default:
      return act satisfies never;
  }
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
    case 'RECORD_HANDOVER':
      return 'a task to record the hand-over is opened';
    default:
      return task satisfies never;
  }
}

/** A reason as the second half of a sentence: `the account is on hold until 2020-07-15 (customer asked)`. */
export function reasonPhrase({ code, figures }: Reason): string {
  const given = (name: string): string | null => (figures[name] === null || figures[name] === undefined ? null : String(figures[name]));
  const when = (name: string, words: (value: string) => string): string => {
    const value = given(name);
    return value === null ? '' : words(value);
  };
  switch (code) {
    case 'STEP_DUE':
      return `the step ${given('step') ?? ''} is due${when('daysPastDue', (days) => `, ${days} days past due`)}`;
    case 'STEP_NOT_YET_DUE':
      return `${given('step') ? `the step ${given('step')}` : 'it'} is not yet due${when('dueOn', (on) => `: its day is ${on}`)}`;
    case 'OUTSIDE_WINDOW':
      return `messages go out only${when('from', (from) => ` from ${from}`)}${when('to', (to) => ` to ${to}`)} on working days${when('zone', (zone) => ` in ${zone}`)}`;
    case 'FREQUENCY':
      return `the account had ${given('made') ?? 'enough'} contacts in seven days${when('atMost', (most) => ` and may have ${most}`)}`;
    case 'MIN_GAP':
      return `the last message went out${when('last', (last) => ` on ${last}`)}${when('days', (days) => ` and the next may follow ${days} days later`)}`;
    case 'ONE_A_DAY':
      return `a message went out${when('day', (on) => ` on ${on}`)} already, and one a day is enough`;
    case 'LEDGER_TOO_OLD':
      return `the ledger is${when('ledgerAsOf', (on) => ` of ${on} and`)} too old to trust: load a newer one`;
    case 'ON_HOLD':
      return `${given('hold') ? `the account is on hold (${given('hold')})` : 'what is overdue is on hold'}${when('until', (until) => ` until ${until}`)}${when('why', (why) => `: ${why}`)}`;
    case 'ALL_DISPUTED':
      return 'everything that is overdue is disputed';
    case 'PLAN_RUNNING':
      return 'a promise or payment plan is running';
    case 'PLACED':
      return 'the debt is placed with a third party';
    case 'APPROVAL_PENDING':
      return 'an approval is pending';
    case 'WRITE_OFF_PENDING':
      return 'a write-off is pending';
    case 'CALL_OPEN':
      return 'a call task is open';
    case 'UNREACHABLE':
      return `nobody can be reached${when('channel', (channel) => ` by ${channel}`)}${when('step', (step) => ` for the step ${step}`)}`;
    case 'DELIVERY_UNKNOWN':
      return 'it is not known whether the last message arrived';
    case 'RETRY_LATER':
      return `handing the message over failed${when('attempt', (attempt) => ` ${attempt} times`)} and is tried again`;
    case 'LADDER_FINISHED':
      return 'no step of the policy is left';
    case 'PAID':
      return 'nothing overdue is left to collect';
    case 'NOTHING_OVERDUE':
      return 'nothing is overdue';
    case 'WRITTEN_OFF':
      return 'the debt is written off';
    case 'NOT_YET_DUE':
      return `nothing is due yet${when('dueOn', (on) => `: the next is due on ${on}`)}`;
    case 'BELOW_TOLERANCE':
      return 'what is overdue is below the tolerance of the policy';
    case 'MESSAGE_REJECTED':
      return 'the message was rejected';
    case 'ADDRESS_SUPPRESSED':
      return `the address must not be used${when('channel', (channel) => ` by ${channel}`)}`;
    case 'BALANCE_IN_CREDIT':
      return 'the account is in credit';
    case 'STANDING_CHANGED':
      return 'what is owed, or who is written to, changed while the message was being written';
    case 'PLAN_BROKEN':
      return `a promise or payment plan was not kept${when('dueOn', (on) => `: it was due on ${on}`)}`;
    case 'DISPUTE_OPEN':
      return `a dispute waits for its answer${when('respondBy', (on) => `, due by ${on}`)}`;
    case 'DISPUTE_LATE':
      return `a dispute has no answer, which was due by ${given('respondBy') ?? 'now'}`;
    case 'DECLINED':
      return `a ${given('what') ?? 'proposal'} was declined${when('why', (why) => `: ${why}`)}`;
    case 'APPROVAL_EXPIRED':
      return `nobody decided on a ${given('what') ?? 'proposal'} in time`;
    case 'HANDED_OVER':
      return `the debt was handed over to ${given('agency') ?? 'a third party'}`;
    case 'RECALLED':
      return `the debt was recalled from ${given('agency') ?? 'a third party'}${when('why', (why) => `: ${why}`)}`;
    case 'RETURNED':
      return `${given('agency') ?? 'the third party'} gave the debt back${when('why', (why) => `: ${why}`)}`;
    default:
      return code satisfies never;
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
