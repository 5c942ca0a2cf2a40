import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import type { Instruction } from '../../domain/instructions.js';
import type { Act } from './act.js';
import { accountPath, type Api } from './api.js';
import { Failure } from './failure.js';
import type { Listed } from './print.js';

interface Answer {
  requestId: string;
  subjectId: string;
  message: string;
}

interface Common {
  requestId?: string;
}

/** A verb on an account, named on the command line. */
export function verb<Options>(
  parent: Command,
  act: Act,
  name: string,
  description: string,
  build: (args: string[], options: Options & Common) => Instruction,
): Command {
  const command = withRequestId(parent.command(name).description(description).argument('<account>', 'as ENTITY/CUSTOMER'));
  return command.action(act(async (api, [account = '', ...args], options: Options & Common) => send(api, account, build(args, options), options), said));
}

/** A verb on something that knows its account: a task, an approval, a plan. */
export function verbOn<Options>(
  parent: Command,
  act: Act,
  on: On,
  name: string,
  description: string,
  build: (id: string, options: Options & Common) => Instruction,
): Command {
  const command = withRequestId(parent.command(name).description(description).argument(`<${on.what}>`, `its id, as in: duly ${on.list}`));
  return command.action(act(async (api, [id = ''], options: Options & Common) => send(api, await accountOf(api, on, id), build(id, options), options), said));
}

const withRequestId = (command: Command): Command => command.addOption(new Option('--request-id <id>', 'ask again for the same thing: it is done once'));

/** Something that an instruction is about, where it is listed, and by which command. */
interface On {
  what: string;
  path: string;
  list: string;
}

export const task: On = { what: 'task', path: '/tasks', list: 'task list' };
export const approval: On = { what: 'approval', path: '/approvals', list: 'approval list' };
export const plan: On = { what: 'plan', path: '/plans', list: 'plans' };
export const dispute: On = { what: 'dispute', path: '/disputes', list: 'disputes' };
export const placement: On = { what: 'placement', path: '/placements', list: 'placement list' };
export const writeOff: On = { what: 'write-off', path: '/write-offs', list: 'write-off list' };

async function accountOf(api: Api, { what, path, list }: On, id: string): Promise<string> {
  const any = path === '/tasks' || path === '/approvals' ? { status: 'any' } : {};
  const { items } = await api.get<Listed<{ accountId: string }>>(path, { id, ...any });
  const [found] = items;
  if (!found) throw new Failure(`There is no ${what} '${id}'. See: duly ${list}`);
  return found.accountId;
}

async function send(api: Api, account: string, instruction: Instruction, { requestId = randomUUID() }: Common): Promise<Answer> {
  return api.send('POST', `${accountPath(account)}/instructions`, { body: instruction, headers: { 'idempotency-key': requestId } });
}

const said = ({ message, subjectId }: Answer): string => `${message}${subjectId && !message.includes(subjectId) ? ` (${subjectId})` : ''}\n`;

/** What was typed; the rest is left out. */
export function given<T extends object>(fields: T): { [K in keyof T]-?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
