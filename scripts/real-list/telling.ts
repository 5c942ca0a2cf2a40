/** Who got what and when, and why the others did not. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Reckoned } from '../demo/reckoning.js';
import { groupBy } from './books.js';
import type { Made } from './findings.js';
import { dayIn, type Refused, type Stage } from './stage.js';

export interface ToTell {
  reasons: ReadonlyMap<string, string>;
  dataDir: string;
  say: (line?: string) => void;
}

export interface Told {
  made: readonly Made[];
  sent: readonly Made[];
  reckoned: readonly Reckoned[];
}

/** Figures here, account by account in a file. */
export async function tell(stage: Stage, to: ToTell, told: Told): Promise<void> {
  const { sent, made, reckoned } = told;
  const { say } = to;
  say(`\nAccounts: ${reckoned.length} in the bucket, ${stage.books.items.size - reckoned.length} outside of it, to whom nothing was sent.`);
  say(`  ${tally(reckoned.map(({ fate }) => fate))}`);
  say(`Contacts: ${tally(sent.map(({ channel }) => channel))}; ${tally(made.map(({ status }) => status))}`);
  say(`  by step: ${tally(sent.map(({ step }) => step ?? '-'))}`);
  const tasks = await stage.db.task.groupBy({ by: ['kind', 'status'], _count: true });
  const cases = await stage.db.collectionCase.groupBy({ by: ['status', 'outcome'], _count: true });
  say(`Tasks: ${inOrder(tasks.map(({ kind, status, _count }) => `${kind} ${status} ${_count}`))}`);
  say(`Cases: ${inOrder(cases.map(({ status, outcome, _count }) => `${status}${outcome ? ` ${outcome}` : ''} ${_count}`))}`);
  say(`What people did: ${inOrder([...stage.counts].map(([what, count]) => `${what} ${count}`))}`);
  for (const [why, all] of groupBy(stage.refused, refusalOf)) say(`  refused ${all.length}×  ${why}`);
  await tellEach(stage, to, told);
}

const inOrder = (words: readonly string[]): string => words.toSorted().join(', ');
const tally = (values: readonly string[]): string => inOrder([...groupBy(values, (value) => value)].map(([value, all]) => `${value} ${all.length}`));
/** The kind and the reason of a refusal, without what is particular to one. */
const refusalOf = ({ kind, why }: Refused): string => `${kind}: ${why.replace(/[A-Z0-9]+\/\d+|[0-9a-f-]{36}|[\d.:TZ-]{10,}/g, '…')}`;

async function tellEach(stage: Stage, { reasons, dataDir, say }: ToTell, { sent, reckoned }: Told): Promise<void> {
  const byAccount = groupBy(sent, ({ accountId }) => accountId);
  const silent = reckoned.filter(({ accountId }) => !byAccount.has(accountId));
  const last = await lastWords(
    stage,
    reckoned.map(({ accountId }) => accountId),
  );
  say(`Written to: ${reckoned.length - silent.length} accounts; not written to: ${silent.length} (${tally(silent.map(({ fate }) => fate))}).`);
  const messages = (accountId: string) =>
    (byAccount.get(accountId) ?? []).map(
      (each) => `${dayIn(each.claimedAt.getTime())} ${each.step} ${each.channel} ${JSON.stringify(each.amounts)} ${each.status}`,
    );
  const rows = reckoned.map(({ accountId, name, fate, open }) => [
    accountId,
    name,
    fate,
    JSON.stringify(open),
    messages(accountId).join('; '),
    last.get(accountId) ?? reasons.get(accountId) ?? '',
  ]);
  const report = path.join(dataDir, 'reconciliation.csv');
  await writeFile(report, stringify([['account', 'customer', 'stands at', 'open', 'messages', 'last decision'], ...rows]));
  say(`Account by account: ${report}`);
}

/** The last decision of each account, in words. */
async function lastWords({ party }: Stage, accounts: readonly string[]): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  for (const accountId of accounts) {
    const { items } = await party.get<{ items: { sentence: string }[] }>('auditor', `/decisions?account=${encodeURIComponent(accountId)}&limit=1`);
    if (items[0]) words.set(accountId, items[0].sentence);
  }
  return words;
}
