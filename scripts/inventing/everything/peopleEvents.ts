/** Invented events of what people say, wish and do, and how they can be reached. */
import { instantOf, addDays } from '../../../domain/calendar/day.js';
import { of, type Draw, type Tellers } from './draws.js';

const outcomes = ['REACHED', 'NO_ANSWER', 'VOICEMAIL', 'REFUSES', 'PAYMENT_SENT', 'NOT_RECEIVED'] as const;
const written = ['email', 'sms'] as const;

const addressed = <Type extends 'opt-out' | 'opt-in' | 'bounce'>(type: Type, { person, choice }: Draw) => {
  const channel = choice % 2 === 0 ? ('email' as const) : ('sms' as const);
  const address = channel === 'email' ? person?.email : person?.mobile;
  return address ? { type, channel, address, person: null } : null;
};

export const peopleEvents: Tellers = {
  call: {
    often: 3,
    tell: ({ person, choice }) => ({
      type: 'call',
      person: person?.id ?? null,
      number: person?.phone ?? null,
      direction: choice % 4 === 0 ? 'IN' : 'OUT',
      outcome: outcomes[choice % outcomes.length] ?? 'REACHED',
      debts: [],
    }),
  },
  'call-corrected': {
    often: 1,
    tell: ({ key, choice }) => ({
      type: 'call-corrected',
      call: `call-${key}`,
      outcome: choice % 2 === 0 ? 'NO_ANSWER' : null,
      direction: choice % 3 === 0 ? 'IN' : null,
      person: null,
      removed: choice % 4 === 1,
    }),
  },
  contact: {
    often: 2,
    tell: ({ person, choice }) => ({
      type: 'contact',
      channel: of(['email', 'sms'], choice),
      direction: choice % 3 === 0 ? 'IN' : 'OUT',
      person: person?.id ?? null,
      ...(choice % 6 === 5 && { step: 'step-1' }),
    }),
  },
  consent: {
    often: 2,
    tell: ({ person, choice, on, days }) =>
      person && {
        type: 'consent',
        person: person.id,
        channels: choice % 2 === 0 ? ['email'] : [...written],
        until: choice % 3 === 0 ? instantOf(addDays(on, days), '00:00', 'UTC') : null,
      },
  },
  'consent-withdrawn': { often: 1, tell: ({ person }) => person && { type: 'consent-withdrawn', person: person.id, channels: [...written] } },
  inconvenience: {
    often: 2,
    tell: ({ person, choice }) =>
      person && {
        type: 'inconvenience',
        person: person.id,
        channels: choice % 2 === 0 ? [...written] : [...written, 'call'],
        ...(choice % 3 === 0 ? { weekdays: [1, 3], from: null, to: null } : { weekdays: null, from: '08:00', to: choice % 3 === 1 ? '11:30' : '15:00' }),
        place: null,
      },
  },
  'opt-out': { often: 1, tell: (it) => addressed('opt-out', it) },
  'opt-in': { often: 1, tell: (it) => addressed('opt-in', it) },
  bounce: { often: 2, tell: (it) => addressed('bounce', it) },
  tag: { often: 1, tell: ({ choice }) => ({ type: 'tag', add: choice % 2 === 0 ? ['key'] : [], remove: choice % 2 === 0 ? [] : ['key'] }) },
  'task-done': {
    often: 1,
    tell: ({ choice }) =>
      choice % 3 === 0
        ? { type: 'task-done', task: 'FIND_CONTACT', outcome: 'NOT_FOUND' }
        : choice % 3 === 1
          ? { type: 'task-done', task: 'REVIEW_ACCOUNT', outcome: 'REVIEWED' }
          : { type: 'task-done', task: 'OTHER', outcome: 'DONE' },
  },
};
