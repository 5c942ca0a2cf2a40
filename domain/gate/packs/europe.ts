import type { CapRule, HoursRule, Pack } from '../pack.js';

const all = ['call', 'sms', 'email'] as const;

/** The safe default for consumers where the law names no numbers: 8 to 20 o'clock, no Sundays or holidays. */
const consumerHours: HoursRule = {
  id: 'consumer-hours',
  source: 'Recommendation: no numbers in the law',
  confidence: 'D',
  channels: all,
  open: '08:00',
  close: '20:00',
  notOn: ['sunday', 'holiday'],
};
const consumerCaps: CapRule[] = [
  {
    id: 'one-call-a-day',
    source: 'Recommendation: no numbers in the law',
    confidence: 'D',
    channels: ['call'],
    max: 1,
    days: 1,
    per: 'debtor',
    countsInbound: false,
  },
  {
    id: 'two-calls-in-seven',
    source: 'Recommendation: no numbers in the law',
    confidence: 'D',
    channels: ['call'],
    max: 2,
    days: 7,
    per: 'debtor',
    countsInbound: false,
  },
  {
    id: 'two-written-in-seven',
    source: 'Recommendation: no numbers in the law',
    confidence: 'D',
    channels: ['sms', 'email'],
    max: 2,
    days: 7,
    per: 'debtor',
    countsInbound: false,
  },
];

function consumersOf(name: string, title: string, countries: readonly string[]): Pack {
  return {
    name,
    title,
    asOf: '2026-11-22',
    scope: { kinds: ['CONSUMER'], countries },
    hours: [consumerHours],
    caps: consumerCaps,
    silences: [],
    consents: [],
    prohibitions: [],
  };
}

export const unitedKingdom = consumersOf('uk', 'United Kingdom, consumers', ['GB']);
export const germany = consumersOf('de', 'Germany, consumers', ['DE']);
export const spain = consumersOf('es', 'Spain, consumers', ['ES']);
export const europeanUnion = consumersOf('eu', 'European Union, consumers', [
  'AT',
  'BE',
  'BG',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
]);

/** A lighter pack for business debtors: what they find decent, no law. */
export const houseB2b: Pack = {
  name: 'house-b2b',
  title: 'Business debtors, house rules',
  asOf: '2026-11-22',
  byChoice: true,
  scope: { kinds: ['BUSINESS'] },
  hours: [{ id: 'office-hours', source: 'House rule', confidence: 'D', channels: all, open: '09:00', close: '18:00', notOn: ['weekend', 'holiday'] }],
  caps: [
    { id: 'three-calls-in-seven', source: 'House rule', confidence: 'D', channels: ['call'], max: 3, days: 7, per: 'debtor', countsInbound: false },
    {
      id: 'one-message-in-five-business-days',
      source: 'House rule',
      confidence: 'D',
      channels: ['email', 'sms'],
      max: 1,
      days: 5,
      businessDays: true,
      automaticOnly: true,
      per: 'debt',
      countsInbound: false,
    },
  ],
  silences: [],
  consents: [],
  prohibitions: [],
};
