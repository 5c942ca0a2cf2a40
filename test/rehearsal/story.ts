/** An account over weeks, told by files: what is given, and what is read in the agenda. */
import type { AccountState, AgendaLine } from '../../domain/rehearsal/agenda.js';
import { Folder, linesOf } from './stage.js';

export interface Story {
  policy: string;
  /** Ledger files by name; `entities.csv` is one entity in Berlin where none is given. */
  files: Readonly<Record<string, string>>;
  events?: readonly object[];
  from: string;
  to: string;
  at?: string;
  /** Further options of the command. */
  flags?: readonly string[];
}

const entities = 'code,name,country,currency,time_zone,language\nDE01,Seller,DE,EUR,Europe/Berlin,en\n';

/** Plays a story by the command line; fails when it is refused. */
export async function play(story: Story): Promise<AgendaLine[]> {
  return linesOf(await printed(story));
}

/** How many contacts of a story should not have been, by the figures below its calendar. */
export async function violations(story: Story): Promise<string | undefined> {
  return /Rule violations +(\d+)/.exec(await printed({ ...story, flags: ['--format', 'table'] }))?.[1];
}

async function printed({ policy, files, events = [], from, to, at, flags = [] }: Story): Promise<string> {
  const all = { 'entities.csv': entities, ...files };
  const folder = new Folder({ ...all, 'policy.yaml': policy, 'events.jsonl': events.map((event) => JSON.stringify(event)).join('\n') });
  const args = ['rehearse', '--policy', 'policy.yaml', '--ledger', ...Object.keys(all), '--events', 'events.jsonl', '--from', from, '--to', to];
  const { code, out, err } = await folder.duly(...args, ...(at === undefined ? [] : ['--at', at]), ...flags);
  folder.remove();
  if (code !== 0) throw new Error(err);
  return out;
}

/** What was done and what became of things, day by day; waits and openings are left out. */
export function diary(lines: readonly AgendaLine[], ...without: AgendaLine['kind'][]): string[] {
  const silent = ['wait', 'deferral', 'block', 'open', 'level', 'reason', 'state', ...without];
  return lines
    .filter(({ kind }) => !silent.includes(kind))
    .map(({ date, kind, step, to, channel, result }) => {
      const what = kind === 'contact' ? step : kind === 'task' ? (step ?? to) : null;
      return [date.slice(5), kind, what, channel ?? result].filter(Boolean).join(' ');
    });
}

/** The state at the end of a day. */
export function stateOn(lines: readonly AgendaLine[], day: string, account?: string): AccountState {
  const state = lines.find((line) => line.kind === 'state' && line.date === day && (account === undefined || line.account === account))?.state;
  if (!state) throw new Error(`no state of ${account ?? 'any account'} on ${day}`);
  return state;
}
