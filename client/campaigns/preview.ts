import { createHash } from 'node:crypto';
import type { Day, Instant } from '../../domain/calendar/day.js';
import { total, type Amounts } from '../../domain/money/minor.js';
import { loadDossiers, type Dossier } from '../../prisma/store/facts.js';
import type { Db } from '../../prisma/store/db.js';
import { compilePolicies, compilePolicy, findPolicy, type PolicyRef } from '../../prisma/store/policies.js';
import { selectAccounts } from '../ageing/selectAccounts.js';
import type { Criteria } from './criteria.js';
import { decide, type Decided } from './decide.js';

export interface PreviewRequest {
  criteria: Criteria;
  /** null: as the assignment says. */
  policy: { name: string; version: number | null } | null;
}

/** What a campaign launched at this moment would do, account by account. */
export interface Preview {
  at: Instant;
  asOf: Day;
  criteria: Criteria;
  policy: { name: string; version: number } | null;
  /** Changes when what is decided for any account does. */
  fingerprint: string;
  totals: PreviewTotals;
  accounts: Decided[];
}

export interface PreviewTotals {
  accounts: number;
  gets: number;
  getsNothing: number;
  overdue: Amounts;
  /** Accounts by what they get first: step and channel or kind. */
  byAct: Record<string, number>;
  /** Accounts that get nothing, by the code of the reason. */
  byReason: Record<string, number>;
}

/** Accounts whose facts are read in one statement. */
const batch = 500;

/** Selects the accounts and asks for each what the live process would ask; null when the policy is not published. Changes nothing. */
export async function previewCampaign(db: Db, { criteria, policy: named }: PreviewRequest, now: Instant): Promise<Preview | null> {
  const ref = named && (await findPolicy(db, named.name, named.version));
  if (named && !ref) return null;
  const asOf = now.slice(0, 10);
  const ids = await selectAccounts(db, criteria, now);
  const accounts: Decided[] = [];
  for (let from = 0; from < ids.length; from += batch) accounts.push(...(await decideAll(db, ids.slice(from, from + batch), ref, now)));
  const policy = ref && { name: ref.name, version: ref.version };
  const fingerprint = fingerprintOf({ asOf, criteria, policy, said: saidOf(accounts) });
  return { at: now, asOf, criteria, policy, fingerprint, totals: totalsOf(accounts), accounts };
}

/** What a preview says of each account, by account. */
export const saidOf = (accounts: readonly Decided[]): Record<string, string> => Object.fromEntries(accounts.map(({ accountId, said }) => [accountId, said]));

/** An account's running case keeps its version; its own policy goes before the campaign's, and that before the assignment's. */
async function decideAll(db: Db, ids: readonly string[], campaign: PolicyRef | null, now: Instant): Promise<Decided[]> {
  const dossiers = await loadDossiers(db, ids, { now });
  return Promise.all(
    dossiers.map(async (dossier) => {
      const own = await compilePolicy(db, policyOf(dossier, campaign));
      return decide(dossier, { own, ofItems: await compilePolicies(db, dossier.policiesOfItems) }, now);
    }),
  );
}

function policyOf({ facts, policy, assigned }: Dossier, campaign: PolicyRef | null): PolicyRef {
  const ref = facts.case || (assigned.account && policy) ? policy : (campaign ?? policy);
  if (!ref) throw new Error(`No policy is published for account ${facts.accountId}: publish the one that it, its entity or the assignment names`);
  return ref;
}

function fingerprintOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

function totalsOf(accounts: readonly Decided[]): PreviewTotals {
  const byAct: Record<string, number> = {};
  const byReason: Record<string, number> = {};
  for (const { gets, plannedAct, reasonCode } of accounts) {
    const [tally, key] = gets && plannedAct ? [byAct, actKey(plannedAct)] : [byReason, reasonCode];
    tally[key] = (tally[key] ?? 0) + 1;
  }
  const gets = accounts.filter((account) => account.gets).length;
  const overdue = total(accounts.flatMap((account) => Object.entries(account.overdue).map(([currency, minor]) => ({ currency, minor }))));
  return { accounts: accounts.length, gets, getsNothing: accounts.length - gets, overdue, byAct, byReason };
}

function actKey(act: NonNullable<Decided['plannedAct']>): string {
  const how = act.kind === 'contact' ? act.channel : act.kind === 'task' ? act.task.toLowerCase() : act.kind;
  return act.step ? `${act.step} (${how})` : how;
}
