import { callOutcomes } from './choices.js';
import { addDays } from '../calendar/day.js';
import type { Place, TaskKind } from '../facts.js';
import { roundByHand } from '../rule/byHand.js';
import type { CallOutcome, Instruction } from '../instructions.js';
import { refuse, type ContactRecorded, type Decided, type Situation, type TaskOpened, type TaskSubject } from './change.js';
import { inStrand } from './inStrand.js';
import { debitsAbout } from './items.js';
import type { Refusal } from './refuse.js';

type TaskDone = Extract<Instruction, { kind: 'task-done' }>;
type Made = Extract<Instruction, { kind: 'record-contact' }>;

/** What can come of a task; none where another instruction closes it. */
const outcomes: Readonly<Record<TaskKind, readonly string[]>> = {
  CALL: callOutcomes,
  FIND_CONTACT: ['FOUND', 'NOT_FOUND'],
  VERIFY_DELIVERY: ['DELIVERED', 'NOT_DELIVERED'],
  REVIEW_ACCOUNT: ['REVIEWED'],
  RECORD_HANDOVER: ['RECORDED'],
  OTHER: ['DONE', 'NOT_DONE'],
  APPROVE: [],
  ANSWER_DISPUTE: [],
};

/** Closes a task with its outcome. A call becomes a contact made, so that it counts in the contact budget. */
export function closeTask(asked: TaskDone, situation: Situation): Decided {
  const { subject, facts, today } = situation;
  if (subject?.of !== 'task') return refuse('NO_SUCH_TASK', `${asked.taskId} is no task of ${facts.accountId}.`);
  if (subject.status !== 'OPEN') return refuse('NOT_OPEN', `Task ${subject.id} is ${subject.status} already.`);
  const fault = outcomeFault(asked, subject);
  if (fault) return fault;
  const contact = subject.kind === 'CALL' ? callMade(asked, subject, situation) : null;
  if (contact && 'refused' in contact) return contact;
  if (asked.outcome === 'CALL_BACK' && (asked.callBackOn === undefined || asked.callBackOn < today))
    return refuse('CALL_BACK_DAY', `A call back needs its day (callBackOn), today, ${today}, or later.`);
  const delivered = subject.kind === 'VERIFY_DELIVERY' ? asked.outcome === 'DELIVERED' : null;
  const opens = subject.kind === 'CALL' ? opensAfter(asked, subject, today) : [];
  const more = opens.map(({ title, dueOn }) => ` Next: ${title}, ${dueOn}.`).join('');
  return {
    change: { change: 'task-closed', task: subject, outcome: asked.outcome, note: asked.note ?? null, contact, delivered, opens },
    message: `Task done: ${asked.outcome}.${more}`,
  };
}

/** Records a contact that no task asked for: a call that came in, a letter sent by hand. */
export function recordContact(asked: Made, situation: Situation): Decided {
  const fits =
    asked.channel === 'call' ? callOutcomes.includes(asked.outcome as CallOutcome) : asked.outcome === (asked.direction === 'OUT' ? 'SENT' : 'RECEIVED');
  if (!fits) {
    const possible = asked.channel === 'call' ? callOutcomes.join(', ') : asked.direction === 'OUT' ? 'SENT' : 'RECEIVED';
    return refuse('OUTCOME', `The outcome of this contact (${asked.channel}, ${asked.direction}) can be: ${possible}.`);
  }
  const step = asked.step ?? null;
  const about = debitsAbout(situation.facts, asked.items);
  if ('refused' in about) return about;
  const { facts, policy } = step === null ? situation : inStrand(situation, about.ids).situation;
  const stands = step === null ? { round: 0 } : roundByHand(facts, policy, step);
  if ('why' in stands) return refuse('NO_SUCH_STEP', `This contact stands for no step: ${stands.why}.`);
  const contact = contactOf({ ...asked, step, round: stands.round, caseId: facts.case?.id ?? null }, situation);
  if ('refused' in contact) return contact;
  return { change: { change: 'contact-recorded', contact }, message: `Contact recorded: ${asked.channel}, ${asked.outcome}.` };
}

function outcomeFault(asked: TaskDone, { kind }: TaskSubject): { refused: Refusal } | null {
  if (outcomes[kind].includes(asked.outcome)) return null;
  if (kind === 'APPROVE') return refuse('OTHER_INSTRUCTION', "This task is closed by 'approve' or 'decline'.");
  if (kind === 'ANSWER_DISPUTE') return refuse('OTHER_INSTRUCTION', "This task is closed by 'resolve-dispute'.");
  return refuse('OUTCOME', `'${asked.outcome}' is no outcome of a ${kind} task. Possible are: ${outcomes[kind].join(', ')}.`);
}

function callMade(asked: TaskDone, { caseId, step, round }: TaskSubject, situation: Situation): ContactRecorded | { refused: Refusal } {
  const { note, contactId, address, items, place } = asked;
  const outcome = asked.outcome as CallOutcome;
  return contactOf({ channel: 'call', direction: 'OUT', outcome, note, contactId, address, items, place, caseId, step, round }, situation);
}

interface ContactTold extends Pick<ContactRecorded, 'channel' | 'direction' | 'outcome' | 'caseId' | 'step' | 'round'> {
  note?: string | undefined;
  contactId?: string | undefined;
  address?: string | undefined;
  items?: string[] | undefined;
  place?: Place | undefined;
}

function contactOf(told: ContactTold, { facts }: Situation): ContactRecorded | { refused: Refusal } {
  const { channel, direction, outcome, caseId, step, round } = told;
  const person = facts.contacts.find(({ id }) => id === told.contactId);
  if (told.contactId !== undefined && !person) return refuse('NO_SUCH_CONTACT', `${told.contactId} is no contact of customer ${facts.customer.number}.`);
  const about = debitsAbout(facts, told.items);
  if ('refused' in about) return about;
  const number = channel === 'call' ? (person?.phone ?? person?.mobile) : channel === 'sms' ? person?.mobile : channel === 'email' ? person?.email : null;
  const address = told.address ?? number ?? null;
  if (outcome === 'WRONG_NUMBER' && address === null)
    return refuse('NUMBER_MISSING', 'Which number is wrong? Name the contact (contactId) or the number (address).');
  const suppress = outcome === 'WRONG_NUMBER' && address !== null ? { address, channel, kind: 'INVALID' as const } : null;
  const made = { channel, direction, outcome, contactId: person?.id ?? null, address, caseId, step, round };
  return { ...made, note: told.note ?? null, itemIds: about.ids, place: told.place ?? null, suppress };
}

function opensAfter(asked: TaskDone, task: TaskSubject, today: string): TaskOpened[] {
  if (asked.outcome === 'WRONG_NUMBER')
    return [{ key: `${task.id}/find-contact`, kind: 'FIND_CONTACT', title: 'Find a number: the one on file is wrong', dueOn: addDays(today, 1), priority: 50 }];
  if (asked.outcome === 'CALL_BACK')
    return [{ key: `${task.id}/call-back`, kind: 'CALL', title: 'Call back as agreed', dueOn: asked.callBackOn ?? today, priority: 90 }];
  return [];
}
