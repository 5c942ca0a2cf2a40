/** Every wait has a reason and an end, and every case the policy that its assignment says. */
import type { AgendaLine } from '../../../domain/rehearsal/agenda.js';
import { countryOf, plus } from './almanac.js';
import { openAt, sumsOf, toMinor } from './clerk.js';
import { taken } from './record.js';
import type { Breach, Told } from './tell.js';

/** Each wait has a reason and an end, after it and within seven weeks; a case is closed or waits. */
export function waits({ lines }: Told): Breach[] {
  const bad = lines.filter(({ kind, result, reason, at, date, case: running }) => {
    if (kind !== 'wait' && kind !== 'deferral' && kind !== 'block') return false;
    if (running === null && reason?.code === 'EXCLUDED_BY_POLICY') return false;
    return !reason?.code || result === null || Date.parse(result) <= Date.parse(at) || result.slice(0, 10) > plus(date, 49);
  });
  return bad.map((line) => ({ property: 'wait', why: `${line.at} ${line.sentence}` }));
}

interface When {
  entity?: string;
  kind?: string;
  role?: string;
  country?: string[];
  segment?: string[];
  riskClass?: string;
  tags?: { with?: string[]; without?: string[] };
  balanceAtLeast?: Record<string, number>;
  balanceBelow?: Record<string, number>;
}

interface Document {
  rules: { when: When; policy: string }[];
  entities: Record<string, string>;
  otherwise?: string;
  accounts: Record<string, string>;
}

/** A case is opened by the policy of the account, of the first rule that fits, of the entity, or of all others. */
export function assigned(told: Told): Breach[] {
  const { plot } = told;
  if (plot.assignment === null) return [];
  const document = JSON.parse(plot.assignment) as Document;
  const wrong = told.lines.filter((line) => {
    if (line.kind !== 'open') return false;
    if (taken(told).some((event) => event.type === 'policy' && !event.item && event.at <= line.at)) return false;
    const first = told.rules.policy;
    const rule = document.rules.find(({ when }) => fits(told, when, line))?.policy;
    const expected = document.accounts[plot.base.accountId] ?? rule ?? document.entities[plot.base.entity.code] ?? document.otherwise ?? first;
    return line.policy !== expected;
  });
  return wrong.map(({ at, policy }) => ({ property: 'assigned', why: `the case of ${at} is opened by ${policy}` }));
}

function fits(told: Told, when: When, line: AgendaLine): boolean {
  const { base } = told.plot;
  const { kind, segment, riskClass } = base.customer;
  const tags = tagsAt(told, line.at);
  const balance = sumsOf(openAt(told, line));
  const reaches = (limits: Record<string, number>) => Object.entries(limits).some(([currency, limit]) => (balance[currency] ?? 0) >= toMinor(limit, currency));
  return (
    (!when.entity || when.entity === base.entity.code) &&
    (!when.kind || when.kind === kind.toLowerCase()) &&
    (!when.role || (when.role === 'third-party') === (base.entity.role === 'THIRD_PARTY')) &&
    (!when.country || when.country.includes(countryOf(base))) &&
    (!when.segment || when.segment.includes(segment ?? '')) &&
    (!when.riskClass || when.riskClass === riskClass) &&
    (when.tags?.with ?? []).every((tag) => tags.includes(tag)) &&
    !(when.tags?.without ?? []).some((tag) => tags.includes(tag)) &&
    (!when.balanceAtLeast || reaches(when.balanceAtLeast)) &&
    !(when.balanceBelow && reaches(when.balanceBelow))
  );
}

/** The customer's tags at an instant. */
export function tagsAt(told: Told, at: string): string[] {
  let tags = told.plot.base.customer.tags;
  for (const event of taken(told)) if (event.type === 'tag' && event.at <= at) tags = [...tags, ...event.add].filter((tag) => !event.remove.includes(tag));
  return tags;
}
