/** What invented accounts meet with: a feature that none of them meets with is checked by nothing. */
import type { AgendaKind, AgendaLine } from '../../../domain/rehearsal/agenda.js';
import type { RehearsalEventType } from '../../../domain/rehearsal/event.js';
import { inventedKinds } from '../../../scripts/inventing/everything/events.js';
import { taken } from './record.js';
import type { Rules } from './rules.js';
import type { Told } from './tell.js';

type Feature = (told: Told) => boolean;

const says =
  (kind: AgendaKind, ...results: (string | null)[]): Feature =>
  (told) =>
    told.lines.some((line) => line.kind === kind && (results.length === 0 || results.includes(line.result)));
const line =
  (holds: (line: AgendaLine, rules: Rules) => boolean): Feature =>
  (told) =>
    told.lines.some((each) => holds(each, told.rulesBy.get(each.policy) ?? told.rules));
const happens =
  (type: RehearsalEventType): Feature =>
  (told) =>
    taken(told).some((event) => event.type === type);
const waits = (...codes: string[]): Feature => line(({ reason }) => codes.includes(reason?.code ?? ''));
const consumerIn =
  (country: string, region: string | null = null): Feature =>
  ({ plot: { base } }) =>
    base.customer.kind === 'CONSUMER' && base.customer.country === country && (region === null || base.customer.region === region);
const charged = (holds: (line: AgendaLine, rules: NonNullable<Rules['charges']>) => boolean): Feature =>
  line((each, { charges }) => each.result === 'BOOKED' && each.charge !== undefined && charges !== undefined && holds(each, charges));
const feeOf = (charges: NonNullable<Rules['charges']>, each: AgendaLine) => charges.fees.find(({ id }) => id === each.charge?.name);
const sent = (holds: (line: AgendaLine, rules: Rules) => boolean): Feature => line((each, rules) => each.kind === 'contact' && holds(each, rules));
const stepOf = (rules: Rules, each: AgendaLine) => rules.ladder.find(({ id }) => id === each.step);
const chosenBy = (by: string): Feature => line(({ assignment, kind }) => kind === 'open' && assignment?.by === by);

const charges: [string, Feature][] = [
  ['fee of a fixed sum', charged((each, all) => feeOf(all, each)?.amount !== undefined)],
  ['fee in percent', charged((each, all) => feeOf(all, each)?.percent !== undefined)],
  ['lump sum of a law', charged((each) => each.charge?.what === 'LUMP_SUM')],
  ['fee that is charged only once', charged((each, all) => feeOf(all, each)?.once === true)],
  ['fee for each item', charged((each, all) => feeOf(all, each)?.per === 'item')],
  ['interest by law', charged((each, { interest }) => each.kind === 'interest' && interest?.law !== undefined)],
  ['interest by contract', charged((each, { interest }) => each.kind === 'interest' && interest?.percent !== undefined)],
  ['interest of the month', charged((each) => each.kind === 'interest' && each.step === null)],
  ['charge on the invoice', charged((_, { booked }) => booked === 'on-invoice')],
  ['principal paid first', charged((_, { application }) => application === 'principal-first')],
  ['charge claimed on', charged((_, { whenPrincipalPaid }) => whenPrincipalPaid === 'claim')],
  ['charge waived', line(({ result, charge }) => charge !== undefined && result === 'WAIVED')],
  ['charge converted', line(({ result, charge }) => charge !== undefined && result === 'CONVERTED')],
  ['charge corrected', line(({ result, charge }) => charge !== undefined && result === 'CORRECTED')],
  ['fee in no currency of the policy', says('refused', 'FEE_CURRENCY')],
];

const dealings: [string, Feature][] = [
  ...(['WAITING', 'APPROVED', 'DECLINED', 'LAPSED', 'WITHDRAWN'] as const).map((result): [string, Feature] => [`draft ${result}`, says('draft', result)]),
  ['draft approved and sent', sent((each, rules) => stepOf(rules, each)?.approval !== undefined)],
  ...(['KEPT', 'PARTLY_KEPT', 'BROKEN'] as const).map((result): [string, Feature] => [`plan ${result}`, says('plan', result)]),
  ...(['WRITTEN_DOWN', 'REOPENED', 'EXPIRED'] as const).map((result): [string, Feature] => [`settlement ${result}`, says('settlement', result)]),
  ['plan that defers the account', line(({ reason }, { promises }) => reason?.code === 'PLAN_RUNNING' && promises?.defers === 'account')],
  ['named state', says('state-change')],
  ['age class', says('class')],
  ['task of its own words', line(({ task }) => task !== undefined)],
  ['credit hold set by a step', line(({ kind, result, step }) => kind === 'credit-hold' && result === 'ON' && step !== null)],
  ['credit hold ended by a step', line(({ kind, result, step }) => kind === 'credit-hold' && result === 'OFF' && step !== null)],
  ['credit hold ended by itself', line(({ kind, result, step }) => kind === 'credit-hold' && result === 'OFF' && step === null)],
  ['policy of the account', chosenBy('account')],
  ['policy by rule', chosenBy('rule')],
  ['policy of the entity', chosenBy('entity')],
  ['policy for all others', chosenBy('otherwise')],
  ['account that is left alone', waits('EXCLUDED_BY_POLICY')],
  ['item that is left alone', ({ world }) => (world.ownPolicies ?? []).length > 0],
  ['write-off booked', says('write-off', 'BOOKED')],
  ['placement handed over', says('placement', 'PLACED')],
];

const people: [string, Feature][] = [
  ['consumer in Germany', consumerIn('DE')],
  ['consumer in Spain', consumerIn('ES')],
  ['consumer in the United Kingdom', consumerIn('GB')],
  ['consumer in the United States', consumerIn('US')],
  ['consumer in the District of Columbia', consumerIn('US', 'DC')],
  ['debts of others', ({ plot }) => plot.base.entity.role === 'THIRD_PARTY'],
  ['nobody consented', waits('NO_CONSENT')],
  ['hours of the law', waits('QUIET_HOURS')],
  ['cap of the law', waits('FREQ_CAP')],
  ['channel that must not be used', waits('CHANNEL_PROHIBITED')],
  ['inconvenient time', waits('DEBTOR_INCONVENIENT')],
  ['debtor east of the seller', ({ plot }) => plot.base.customer.country === 'JP' || plot.base.customer.country === 'IN'],
  ['house rules', sent((_, { packs }) => packs.includes('house-b2b'))],
  ['letter with days by post', sent((each, { contact }) => each.channel === 'letter' && contact.postalDays !== undefined)],
  ['deadline', sent((each) => Boolean(each.deadlineOn))],
  ['step after a deadline', sent((each, rules) => stepOf(rules, each)?.when.afterDeadline === true)],
  ['copy', sent((each) => (each.cc ?? []).length > 0)],
  ...(['weekdays', 'daysOfMonth', 'on'] as const).map((key): [string, Feature] => [
    `runs by ${key}`,
    sent((_, { contact }) => contact.runs?.[key] !== undefined),
  ]),
];

const ledgers: [string, Feature][] = [
  ['instalments', ({ plot }) => plot.items.some(({ instalment }) => instalment > 1)],
  ['draft of an invoice', ({ plot }) => plot.drafts.length > 0],
  ['several currencies', sent((each) => Object.keys(each.amounts).length > 1)],
  ['currency without decimals', sent((each) => 'JPY' in each.amounts)],
  ['child that is billed to its parent', ({ plot }) => plot.childItems.length > 0],
  ['payment of a later day', (told) => taken(told).some((event) => event.type === 'payment' && event.paidOn > event.at.slice(0, 10))],
  ['payment that is known late', (told) => taken(told).some((event) => event.type === 'payment' && event.paidOn < event.at.slice(0, 10))],
  ['part of a payment charged back', (told) => taken(told).some((event) => event.type === 'chargeback' && event.amountMinor !== null)],
  ['payment under way that lapsed', says('event', 'payment-lapsed')],
  ['part of an item held', (told) => taken(told).some((event) => event.type === 'hold' && Boolean(event.part))],
  ['policy of an item', (told) => taken(told).some((event) => event.type === 'policy' && Boolean(event.item))],
];

/** Not drawn yet; what stands here is owed. */
export const notDrawn: readonly RehearsalEventType[] = ['set-level', 'skip-notice', 'person'];

const kinds = inventedKinds.map((type): [string, Feature] => [`event ${type}`, happens(type)]);

/** Everything that invented accounts have to meet with, by name. */
export const features: ReadonlyMap<string, Feature> = new Map([...charges, ...dealings, ...people, ...ledgers, ...kinds]);

/** How many accounts met with each feature. */
export class Seen {
  readonly counts = new Map([...features.keys()].map((name) => [name, 0]));

  note(told: Told): void {
    for (const [name, holds] of features) if (holds(told)) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** The features that none met with. */
  never(): string[] {
    return [...this.counts].filter(([, count]) => count === 0).map(([name]) => name);
  }

  /** Names and counts, in columns. */
  table(): string {
    const cells = [...this.counts].map(([name, count]) => `${String(count).padStart(6)}  ${name.padEnd(38)}`);
    return Array.from({ length: Math.ceil(cells.length / 3) }, (_, n) =>
      cells
        .slice(n * 3, n * 3 + 3)
        .join('')
        .trimEnd(),
    ).join('\n');
  }
}
