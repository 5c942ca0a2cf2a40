/** What may be chosen where a channel, a place, a hold or the outcome of a call is named. Part of the workflows' bundle. */
import type { Channel, HoldKind, Place } from '../facts.js';
import type { CallOutcome } from '../instructions.js';

export const channels = ['email', 'sms', 'letter', 'call'] as const satisfies readonly Channel[];

export const places = ['home', 'work', 'mobile', 'other'] as const satisfies readonly Place[];

export const holdKinds = [
  'PAUSE',
  'BANKRUPTCY',
  'DECEASED',
  'CEASE_COMMUNICATION',
  'ATTORNEY_REPRESENTED',
  'LITIGATION',
  'FRAUD',
  'REGULATOR_COMPLAINT',
  'VULNERABLE',
  'EXCLUDED',
] as const satisfies readonly HoldKind[];

export const callOutcomes = [
  'REACHED',
  'NO_ANSWER',
  'VOICEMAIL',
  'WRONG_NUMBER',
  'CALL_BACK',
  'REFUSES',
  'PAYMENT_SENT',
  'NOT_RECEIVED',
  'NOT_CONNECTED',
] as const satisfies readonly CallOutcome[];
