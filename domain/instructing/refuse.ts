import type { Instruction, InstructionKind, InstructionRequest } from '../instructions.js';
import type { Role } from '../policy/types.js';
import { shapeFault } from './shape.js';

/** Why an instruction is not carried out: a stable code, and a sentence that says what would be accepted. */
export interface Refusal {
  code: string;
  why: string;
}

/** What the account's workflow knows without asking the store. */
export interface Receiver {
  accountId: string;
  /** Whether the case is being closed, so that nothing can be added to it any more. */
  closing: boolean;
}

/** Who may give which instruction. Whoever approves is checked against the approval's own role as well. Auditors change nothing. */
const allowed: Readonly<Record<InstructionKind, readonly Role[]>> = {
  pause: ['collector', 'finance', 'manager', 'controller'],
  resume: ['collector', 'finance', 'manager', 'controller'],
  dispute: ['collector', 'finance', 'manager', 'controller'],
  'resolve-dispute': ['collector', 'finance', 'manager', 'controller'],
  promise: ['collector', 'finance', 'manager'],
  plan: ['collector', 'finance', 'manager'],
  settlement: ['collector', 'finance', 'manager'],
  'cancel-plan': ['collector', 'finance', 'manager'],
  'task-done': ['collector', 'finance', 'manager', 'controller'],
  'record-contact': ['collector', 'finance', 'manager'],
  'correct-contact': ['collector', 'finance', 'manager'],
  consent: ['collector', 'finance', 'manager'],
  'withdraw-consent': ['collector', 'finance', 'manager'],
  inconvenience: ['collector', 'finance', 'manager'],
  'end-inconvenience': ['collector', 'finance', 'manager'],
  'payment-pending': ['collector', 'finance', 'manager'],
  'payment-failed': ['collector', 'finance', 'manager'],
  'payment-reversed': ['finance', 'manager', 'controller'],
  chargeback: ['finance', 'manager', 'controller'],
  'chargeback-won': ['finance', 'manager', 'controller'],
  void: ['finance', 'controller'],
  'opt-out': ['collector', 'finance', 'manager'],
  'opt-in': ['collector', 'finance', 'manager'],
  bounce: ['collector', 'finance', 'manager'],
  approve: ['finance', 'manager', 'controller'],
  decline: ['finance', 'manager', 'controller'],
  'acknowledge-placement': ['collector', 'finance', 'manager'],
  'recall-placement': ['manager', 'controller'],
  'return-placement': ['collector', 'finance', 'manager'],
  'reverse-write-off': ['controller'],
  'set-level': ['collector', 'finance', 'manager'],
  'skip-notice': ['collector', 'finance', 'manager'],
  'credit-hold': ['finance', 'manager', 'controller'],
  'reverse-charge': ['manager', 'controller'],
  note: ['collector', 'finance', 'manager', 'controller', 'admin'],
  'change-policy': ['manager'],
};

/**
 * Refuses what needs no look into the store: a malformed request, one that its giver has no role for, one that went to another account
 * or came too late. Synchronous and free of libraries: it is the validator of the workflow's `instruct` update. null: not refused.
 */
export function refusal(request: InstructionRequest, receiver: Receiver): Refusal | null {
  const fault = requestFault(request);
  if (fault) return { code: 'MALFORMED', why: fault };
  if (!Object.hasOwn(allowed, request.instruction.kind))
    return { code: 'UNKNOWN_KIND', why: `'${request.instruction.kind}' is no instruction. Known are: ${Object.keys(allowed).join(', ')}.` };
  const shape = shapeFault(request.instruction);
  if (shape) return { code: 'MALFORMED', why: shape };
  if (request.accountId !== receiver.accountId)
    return { code: 'OTHER_ACCOUNT', why: `This is account ${receiver.accountId}; the instruction is for ${request.accountId}. Send it there.` };
  if (!mayInstruct(request.actor.roles, request.instruction)) return notAllowed(request);
  if (receiver.closing)
    return { code: 'CASE_CLOSING', why: 'The case is being closed. Send the instruction again in a moment: it will find the account as it then is.' };
  return null;
}

/** Whether any of the roles may give an instruction of this kind. */
export function mayInstruct(roles: readonly Role[], { kind }: Pick<Instruction, 'kind'>): boolean {
  return roles.some((role) => allowed[kind].includes(role));
}

/** The role that authorises an instruction of this kind: the first of the actor's that may give it. */
export function authorisedBy(roles: readonly Role[], { kind }: Pick<Instruction, 'kind'>): Role | 'none' {
  return roles.find((role) => allowed[kind].includes(role)) ?? 'none';
}

function notAllowed({ actor, instruction }: InstructionRequest): Refusal {
  const has = actor.roles.length > 0 ? actor.roles.join(', ') : 'no role';
  return { code: 'NOT_ALLOWED', why: `${actor.userId} has ${has}; '${instruction.kind}' takes one of: ${allowed[instruction.kind].join(', ')}.` };
}

/** What is wrong with the envelope of a request; the wire may have brought anything. */
function requestFault(request: unknown): string | null {
  if (!isRecord(request)) return 'A request is an object with id, accountId, actor and instruction.';
  if (!isText(request['id'], 200)) return "A request has an 'id' of 1 to 200 characters, chosen by the caller.";
  if (!isText(request['accountId'], 200)) return "A request has an 'accountId', as ENTITY/CUSTOMER.";
  const { actor, instruction } = request;
  if (!isRecord(actor) || !isText(actor['userId'], 200) || !Array.isArray(actor['roles'])) return "A request has an 'actor' with a 'userId' and 'roles'.";
  if (!isRecord(instruction) || typeof instruction['kind'] !== 'string') return "A request has an 'instruction' with a 'kind'.";
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest;
}
