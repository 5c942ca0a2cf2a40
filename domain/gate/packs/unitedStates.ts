import type { Pack } from '../pack.js';

const spoken = ['call'] as const;
const written = ['email', 'sms'] as const;
const all = ['call', 'sms', 'email'] as const;

/** Regulation F, 12 CFR 1006: consumer debts collected for others. */
export const usRegF: Pack = {
  name: 'us-reg-f',
  title: 'United States, Regulation F',
  asOf: '2026-11-22',
  scope: { kinds: ['CONSUMER'], roles: ['THIRD_PARTY'], countries: ['US'] },
  hours: [{ id: 'inconvenient-hours', source: '12 CFR 1006.6(b)(1)', confidence: 'V', from: '2021-11-30', channels: all, open: '08:00', close: '21:00' }],
  caps: [
    {
      id: 'seven-in-seven',
      source: '12 CFR 1006.14(b)(2)(i)(A), exclusions (b)(3)',
      confidence: 'V',
      from: '2021-11-30',
      channels: spoken,
      max: 7,
      days: 7,
      per: 'person-and-debt',
      countsInbound: false,
      exceptOutcomes: ['NOT_CONNECTED'],
      exceptConsentDays: 7,
    },
  ],
  silences: [
    {
      id: 'after-conversation',
      source: '12 CFR 1006.14(b)(2)(i)(B), exclusions (b)(3)',
      confidence: 'V',
      from: '2021-11-30',
      channels: spoken,
      days: 7,
      per: 'person-and-debt',
      inboundCounts: true,
      exceptConsentDays: 7,
    },
  ],
  consents: [],
  prohibitions: [
    {
      id: 'third-party-sms',
      source: 'Carrier rules for 10DLC, Twilio error 30943',
      confidence: 'V',
      channels: ['sms'],
      why: 'carriers refuse messages that collect for others',
      roles: ['THIRD_PARTY'],
    },
  ],
  validation: {
    id: 'validation-period',
    source: '12 CFR 1006.34(b)(5) and its comments: 30 days from the assumed receipt, five days of mail after it was sent',
    confidence: 'S',
    from: '2021-11-30',
    mailDays: 5,
    days: 30,
    country: 'US',
  },
};

/** Massachusetts, 940 CMR 7: binds creditors too. */
export const usMassachusetts: Pack = {
  name: 'us-ma',
  title: 'Massachusetts, 940 CMR 7.00',
  asOf: '2026-11-22',
  scope: { kinds: ['CONSUMER'], countries: ['US'], regions: ['MA'] },
  hours: [{ id: 'waking-hours', source: '940 CMR 7.04', confidence: 'S', channels: all, open: '08:00', close: '21:00' }],
  caps: [
    {
      id: 'two-in-seven',
      source: '940 CMR 7.04(1)(f), 7.05',
      confidence: 'S',
      channels: ['call', 'sms'],
      max: 2,
      days: 7,
      per: 'debt',
      countsInbound: false,
      places: ['home', 'mobile'],
    },
    {
      id: 'two-in-thirty-elsewhere',
      source: '940 CMR 7.04(1)(f), 7.05',
      confidence: 'S',
      channels: ['call', 'sms'],
      max: 2,
      days: 30,
      per: 'debt',
      countsInbound: false,
      places: ['work', 'other'],
    },
  ],
  silences: [],
  consents: [],
  prohibitions: [],
};

/** New York City, 6 RCNY 5-77 as amended, in force from 2026-09-01. */
export const usNewYorkCity: Pack = {
  name: 'us-nyc',
  title: 'New York City, 6 RCNY 5-77',
  asOf: '2026-11-22',
  scope: {
    kinds: ['CONSUMER'],
    countries: ['US'],
    regions: ['NY'],
    cities: ['New York', 'New York City', 'Brooklyn', 'Queens', 'Bronx', 'Staten Island', 'Manhattan'],
  },
  hours: [
    { id: 'inconvenient-hours', source: '12 CFR 1006.6(b)(1), taken over', confidence: 'D', from: '2026-09-01', channels: all, open: '08:00', close: '21:00' },
  ],
  caps: [
    {
      id: 'three-in-seven',
      source: '6 RCNY 5-77 as amended',
      confidence: 'S',
      from: '2026-09-01',
      channels: ['call', 'sms', 'email', 'letter'],
      max: 3,
      days: 7,
      per: 'account',
      countsInbound: false,
    },
  ],
  silences: [],
  consents: [{ id: 'electronic-consent', source: '6 RCNY 5-77 as amended', confidence: 'S', from: '2026-09-01', channels: written }],
  prohibitions: [],
};

/** District of Columbia, § 28-3814; the stricter of the numbers that the sources give. */
export const usDistrictOfColumbia: Pack = {
  name: 'us-dc',
  title: 'District of Columbia, § 28-3814',
  asOf: '2026-11-22',
  scope: { kinds: ['CONSUMER'], countries: ['US'], regions: ['DC'] },
  hours: [{ id: 'inconvenient-hours', source: '12 CFR 1006.6(b)(1), taken over', confidence: 'D', channels: all, open: '08:00', close: '21:00' }],
  caps: [
    { id: 'three-calls-in-seven', source: 'D.C. Code § 28-3814', confidence: 'S', channels: spoken, max: 3, days: 7, per: 'account', countsInbound: false },
    {
      id: 'five-electronic-in-seven',
      source: 'D.C. Code § 28-3814',
      confidence: 'S',
      channels: written,
      max: 5,
      days: 7,
      per: 'account',
      countsInbound: false,
    },
  ],
  silences: [],
  consents: [{ id: 'electronic-consent', source: 'D.C. Code § 28-3814', confidence: 'S', channels: written }],
  prohibitions: [],
};
