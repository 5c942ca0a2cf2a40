/** Packs of contact rules: data, dated, with source and confidence. Not legal advice; to be reviewed by counsel before use. */
import type { Day, Instant } from '../calendar/day.js';
import type { Channel, ConsentFacts, InconvenienceFacts, Place } from '../facts.js';
import type { Confidence } from '../interest/rates.js';

/** Whose debt it is that we collect: our own, or another's. */
export type CreditorRole = 'FIRST_PARTY' | 'THIRD_PARTY';

/** Where a rule is from, how sure that is, and from when to when it holds (`until`: the first day on which it no longer does). */
export interface Provenance {
  id: string;
  source: string;
  confidence: Confidence | 'D';
  from?: Day;
  until?: Day;
}

/** The debtors to whom a pack applies; every stated condition must hold. */
export interface PackScope {
  kinds?: readonly ('BUSINESS' | 'CONSUMER')[];
  roles?: readonly CreditorRole[];
  countries?: readonly string[];
  regions?: readonly string[];
  cities?: readonly string[];
}

/** Hours in which contact may be made; they must hold in every plausible zone of the debtor. */
export interface HoursRule extends Provenance {
  channels: readonly Channel[];
  /** Wall-clock times; the end is exclusive. */
  open: string;
  close: string;
  notOn?: readonly ('sunday' | 'weekend' | 'holiday')[];
}

/** At most `max` contacts of these channels in any `days` days, the day asked about included. */
export interface CapRule extends Provenance {
  channels: readonly Channel[];
  max: number;
  days: number;
  /** `debtor`: all its accounts, with every entity; `account`: this one alone. */
  per: 'person' | 'debt' | 'person-and-debt' | 'account' | 'debtor';
  countsInbound: boolean;
  /** Places whose numbers are counted; all when not stated. */
  places?: readonly Place[];
  /** Outcomes that are not counted: a call that did not connect. */
  exceptOutcomes?: readonly ContactOutcome[];
  /** Whether contacts with the person's direct prior consent of at most `days` days before are left out. */
  exceptConsentDays?: number;
  /** Whether `days` are business days of the debtor. */
  businessDays?: true;
  /** Whether only messages that no person sent are counted. */
  automaticOnly?: true;
}

/** After a conversation on these channels, silence of `days` days; the day of the conversation is the first. */
export interface SilenceRule extends Provenance {
  channels: readonly Channel[];
  days: number;
  per: 'person' | 'person-and-debt';
  inboundCounts: boolean;
  /** Whether a contact asked with the person's direct prior consent of at most so many days before is free of it. */
  exceptConsentDays?: number;
}

/** Channels for which the person's consent is needed, or that must not be used at all. */
export interface ConsentRule extends Provenance {
  channels: readonly Channel[];
}
export interface ProhibitionRule extends Provenance {
  channels: readonly Channel[];
  why: string;
  /** Whose debts it is about; both when not stated. */
  roles?: readonly CreditorRole[];
}

/** The period after a validation notice in which the debt may be disputed: days of mail, then `days` calendar days. */
export interface ValidationRule extends Provenance {
  /** Days that the mail is given, without Saturdays, Sundays and the public holidays of `country`. */
  mailDays: number;
  days: number;
  country: string;
}

export interface Pack {
  name: string;
  title: string;
  /** The day on which its rules were last checked against their sources. */
  asOf: Day;
  /** No law: it applies only to policies that name it. */
  byChoice?: true;
  scope: PackScope;
  hours: readonly HoursRule[];
  caps: readonly CapRule[];
  silences: readonly SilenceRule[];
  consents: readonly ConsentRule[];
  prohibitions: readonly ProhibitionRule[];
  validation?: ValidationRule;
}

export type { Place };
export type ContactOutcome = 'CONVERSATION' | 'NO_ANSWER' | 'VOICEMAIL' | 'NOT_CONNECTED' | 'SENT' | 'RECEIVED' | 'WRONG_PERSON';

/** One line of the contact log. A correction takes the place of the line it corrects before the rules are asked. */
export interface LoggedContact {
  at: Instant;
  channel: Channel;
  direction: 'OUT' | 'IN';
  personId: string | null;
  /** Whether it was made for another account of the same debtor: about its debts, if it names any. */
  elsewhere?: boolean;
  /** Ids of the debts that it was about; empty: all of the account. */
  debts: readonly number[];
  place: Place;
  outcome: ContactOutcome;
  /** Whether no person sent it. */
  automatic?: boolean;
}

export type Consent = ConsentFacts;
export type Inconvenience = InconvenienceFacts;
