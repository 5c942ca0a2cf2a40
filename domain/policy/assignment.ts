/** Which policy governs an account, and which its items by themselves: facts and an assignment in, a name and the reason out. */
import type { AccountFacts, DebtRole, OpenItem } from '../facts.js';
import type { Amounts, Minor } from '../money/minor.js';
import { total } from '../money/minor.js';

/** All that is stated must hold; of a list, one. */
export interface AssignmentRule {
  /** 1-based line in the document. */
  line: number;
  policy: string;
  note: string;
  entity?: string[];
  segment?: string[];
  country?: string[];
  kind?: 'BUSINESS' | 'CONSUMER';
  role?: DebtRole;
  riskClass?: string[];
  tags?: { with?: string[]; without?: string[] };
  /** The open balance, net of credits, reaches this in one of these currencies. */
  balanceAtLeast?: Amounts;
  /** The open balance, net of credits, reaches this in none of these currencies. */
  balanceBelow?: Amounts;
}

/** A policy by name, with the line that names it; null where no document does. */
interface Named {
  policy: string;
  line: number | null;
}

/** An assignment as the rule uses it. */
export interface Assignment {
  name: string;
  title: string;
  rules: readonly AssignmentRule[];
  /** By code of the entity. */
  entities: ReadonlyMap<string, Named>;
  /** For accounts for which nothing else is said; null: nothing is. */
  otherwise: Named | null;
  /** By account. */
  accounts: ReadonlyMap<string, Named>;
  items: readonly (Named & { account: string; item: string })[];
}

/** What else speaks for an account: what people or master data say of it alone. */
export interface OwnPolicies {
  /** Given to the account by a person or, for one case, by whoever launched a campaign; goes before the document. */
  account?: string | null;
  /** The default of the entity's master data; the document's goes before it. */
  entity?: string | null;
}

/** The policy that governs an account or items of it, and what says so. */
export interface Chosen {
  policy: string;
  by: 'item' | 'account' | 'rule' | 'entity' | 'otherwise';
  /** 1-based line of the assignment; null where it is said elsewhere. */
  line: number | null;
}

type Asked = Pick<AccountFacts, 'accountId' | 'entity' | 'customer' | 'items'>;

/** The policy of an account: its own, else that of the first rule that fits, else its entity's, else the one for all others; null when nothing is said. Pure. */
export function choosePolicy(facts: Asked, assignment: Assignment | null, own: OwnPolicies = {}): Chosen | null {
  if (own.account) return { policy: own.account, by: 'account', line: null };
  const account = assignment?.accounts.get(facts.accountId);
  if (account) return { ...account, by: 'account' };
  const rule = assignment?.rules.find((each) => fits(each, facts));
  if (rule) return { policy: rule.policy, by: 'rule', line: rule.line };
  const entity = assignment?.entities.get(facts.entity.code) ?? (own.entity ? { policy: own.entity, line: null } : null);
  if (entity) return { ...entity, by: 'entity' };
  return assignment?.otherwise ? { ...assignment.otherwise, by: 'otherwise' } : null;
}

/** Why, as the end of a sentence: `the rule fits, line 9 of the assignment`. */
export function chosenPhrase({ by, line }: Chosen): string {
  const where = line === null ? '' : `, line ${line} of the assignment`;
  switch (by) {
    case 'item':
      return `it is the items’ own${where}`;
    case 'account':
      return `it is the account’s own${where}`;
    case 'rule':
      return `the rule fits${where}`;
    case 'entity':
      return `it is the default of the entity${where}`;
    case 'otherwise':
      return `nothing else fits${where}`;
    default:
      return by satisfies never;
  }
}

/** All policies that an assignment names, with the lines. */
export function policiesNamed({ rules, entities, otherwise, accounts, items }: Assignment): { policy: string; line: number | null }[] {
  return [...rules, ...entities.values(), ...(otherwise ? [otherwise] : []), ...accounts.values(), ...items].map(({ policy, line }) => ({ policy, line }));
}

/** Whether a number names an item: its own, or that of the invoice of which it is an instalment. */
export function isNamed({ number, instalment }: Pick<OpenItem, 'number' | 'instalment'>, item: string): boolean {
  return number === item || `${number}/${instalment}` === item;
}

function fits(rule: AssignmentRule, { entity, customer, items }: Asked): boolean {
  const among = (wanted: readonly string[] | undefined, value: string | null) => !wanted || (value !== null && wanted.includes(value));
  return (
    among(rule.entity, entity.code) &&
    among(rule.segment, customer.segment) &&
    among(rule.country, customer.country ?? entity.country) &&
    among(rule.riskClass, customer.riskClass) &&
    (!rule.kind || customer.kind === rule.kind) &&
    (!rule.role || (entity.role ?? 'FIRST_PARTY') === rule.role) &&
    (rule.tags?.with ?? []).every((tag) => customer.tags.includes(tag)) &&
    !(rule.tags?.without ?? []).some((tag) => customer.tags.includes(tag)) &&
    (!rule.balanceAtLeast || reaches(items, rule.balanceAtLeast)) &&
    !(rule.balanceBelow && reaches(items, rule.balanceBelow))
  );
}

function reaches(items: AccountFacts['items'], limits: Amounts): boolean {
  const balance = total(items.map(({ currency, openMinor }) => ({ currency, minor: openMinor })));
  return Object.entries(limits).some(([currency, limit]: [string, Minor]) => (balance[currency] ?? 0) >= limit);
}
