/** How fast accounts are rehearsed, against the bare stock-taking that the rule begins with; and whether what it says is sound. */
import fc from 'fast-check';
import { violationsOf } from '../../client/rehearse/violations.js';
import { addDays, type Day } from '../../domain/calendar/day.js';
import { readPolicy } from '../../domain/policy/read.js';
import type { Policy } from '../../domain/policy/types.js';
import type { AgendaLine } from '../../domain/rehearsal/agenda.js';
import { rehearse, type Span } from '../../domain/rehearsal/rehearse.js';
import { factsAt, newWorld, type World } from '../../domain/rehearsal/world.js';
import { takeStock } from '../../domain/rule/standing.js';
import { accounts, type InventedAccount } from '../inventing/accounts.js';
import { policies } from '../inventing/policies.js';
import { rounded, type Row } from './table.js';

const days = 120;
const span: Span = { from: '2026-03-02', to: addDays('2026-03-02', days - 1) };
const manyPolicies = 40;
/** Accounts that are invented and played at a time, so that what is kept does not grow. */
const atOnce = 100;

const cpuMs = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

interface Tally {
  accountDays: number;
  contacts: number;
  violations: number;
  unexplained: number;
  rehearsedMs: number;
  bareMs: number;
  rssMb: number;
}

/** Plays invented accounts for as many account-days. */
export function measureRehearsals(accountDays: number, say: (line: string) => void): Row[] {
  const published = Array.from({ length: manyPolicies }, (_, n) => {
    const [{ name, source } = { name: '', source: '' }] = fc.sample(policies(`invented-${n + 1}`), { seed: n, numRuns: 1 });
    return readPolicy(source, name);
  });
  const tally: Tally = { accountDays: 0, contacts: 0, violations: 0, unexplained: 0, rehearsedMs: 0, bareMs: 0, rssMb: 0 };
  for (let seed = 1; tally.accountDays < accountDays; seed++) {
    const invented = fc.sample(accounts({ ...span, name: '1000', policies: manyPolicies }), { seed, numRuns: atOnce });
    for (const account of invented) playOne(account, published, tally);
    tally.rssMb = Math.max(tally.rssMb, process.memoryUsage.rss() / 1024 / 1024);
  }
  say(`${tally.accountDays} account-days, ${tally.contacts} messages, ${tally.violations} violations, ${tally.unexplained} waits without reason or end`);
  return rowsOf(tally);
}

function playOne({ base, items, events, policy: position }: InventedAccount, published: readonly Policy[], tally: Tally): void {
  const policy = published[position];
  if (!policy) throw new RangeError(`There is no policy ${position}`);
  const bare = newWorld({ ...base }, items);
  const world = newWorld({ ...base }, items);
  const beganBare = cpuMs();
  takeStockDaily(bare, policy);
  const began = cpuMs();
  const lines = [...rehearse(world, policy, events, span)];
  tally.rehearsedMs += cpuMs() - began;
  tally.bareMs += began - beganBare;
  tally.accountDays += days;
  tally.contacts += lines.filter(({ kind }) => kind === 'contact').length;
  tally.violations += violationsOf({ events, policies: [policy] }, { policy, span, lines, worlds: [world] }).length;
  tally.unexplained += lines.filter(waitsWithoutEnd).length;
}

function takeStockDaily(world: World, policy: Policy): void {
  for (let day: Day = span.from; day <= span.to; day = addDays(day, 1)) takeStock(factsAt(world, `${day}T05:00:00Z`), policy, day);
}

function waitsWithoutEnd({ kind, reason, result, at }: AgendaLine): boolean {
  const waits = kind === 'wait' || kind === 'deferral' || kind === 'block';
  return waits && (!reason?.code || result === null || Date.parse(result) <= Date.parse(at));
}

function rowsOf({ accountDays, violations, unexplained, rehearsedMs, bareMs, rssMb }: Tally): Row[] {
  const [ours, baseline] = [accountDays / rehearsedMs, accountDays / bareMs].map((perMs) => perMs * 1000) as [number, number];
  const aSecond = (value: number) => `${rounded(value)}/s`;
  return [
    {
      what: 'Rehearsal: account-days a second of CPU, against taking stock once a day',
      ours: aSecond(ours),
      baseline: aSecond(baseline),
      ratio: ours / baseline,
      reach: { least: 0.05 },
    },
    {
      what: `Rehearsal: violations and waits without reason or end in ${accountDays} account-days`,
      ours: String(violations + unexplained),
      baseline: '',
      ratio: violations + unexplained,
      reach: { most: 0 },
    },
    { what: 'Rehearsal: memory', ours: `${Math.round(rssMb)} MB`, baseline: '', ratio: rssMb, unit: 'MB', reach: { most: 700 } },
  ];
}
