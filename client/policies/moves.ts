/** Who would move to another policy, and who would be contacted sooner or later for it. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/calendar/day.js';
import { moveOf, sayMove, type Move, type Under } from '../../domain/policy/moves.js';
import type { Db } from '../../prisma/store/db.js';
import { loadDossiers, type AsOf, type Dossier } from '../../prisma/store/facts.js';
import { compilePolicies, compilePolicy } from '../../prisma/store/policies.js';

/** What a change of policies would do, account by account. Nothing has moved. */
export interface MovesPreview {
  at: Instant;
  /** Changes when what would happen to any account does. */
  fingerprint: string;
  totals: { accounts: number } & Record<Move['contact'], number>;
  moves: Move[];
  /** Fees that have no sum in a currency in which accounts that would move owe. */
  warnings: string[];
}

/** Accounts whose facts are read in one statement. */
const batch = 500;

/** Reads accounts in batches, in the order of their ids. */
export async function loadAll(db: Db, accountIds: readonly string[], asOf: AsOf): Promise<Dossier[]> {
  const ids = [...accountIds].sort();
  const all: Dossier[] = [];
  for (let from = 0; from < ids.length; from += batch) all.push(...(await loadDossiers(db, ids.slice(from, from + batch), asOf)));
  return all;
}

type Governed = Pick<Dossier, 'facts' | 'policy' | 'policiesOfItems'>;

/** An account under the policies that speak for it and its items. Throws when that is not published. */
export async function under(db: Db, { facts, policy, policiesOfItems }: Governed): Promise<Under> {
  if (!policy) throw new Error(`No policy is published for account ${facts.accountId}`);
  return { facts, policy: await compilePolicy(db, policy), policiesOfItems: await compilePolicies(db, policiesOfItems) };
}

/** The preview of moves that were found; `about` is what was asked for. */
export function previewOf(about: object, moves: Move[], warnings: string[], now: Instant): MovesPreview {
  const totals = { accounts: moves.length, sooner: 0, later: 0, 'same day': 0, newly: 0, 'no longer': 0, 'not at all': 0 };
  for (const { contact } of moves) totals[contact] += 1;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify({ about, day: now.slice(0, 10), said: saidOf(moves) }))
    .digest('hex')
    .slice(0, 16);
  return { at: now, fingerprint, totals, moves, warnings };
}

/** What a preview says of each account, by account. */
export const saidOf = (moves: readonly Move[]): Record<string, string> => Object.fromEntries(moves.map((move) => [move.accountId, sayMove(move)]));

/** What an account would move to. */
export async function moveBetween(db: Db, before: Dossier, after: Governed, now: Instant): Promise<Move> {
  return moveOf(await under(db, before), await under(db, after), before.lastCase?.episode ?? 0, now);
}
