import { Option, type Command } from 'commander';
import type { ApiKeyRow } from '../../../prisma/store/apiKeys.js';
import type { UserRow } from '../../../prisma/store/users.js';
import { saveKey } from '../../auth/bootstrap.js';
import { roles } from '../../auth/permissions.js';
import type { Act } from '../act.js';
import type { Api } from '../api.js';
import { exits, Failure } from '../failure.js';
import { factsOf, heading, moment, tableOf, type Column } from '../print.js';
import { several } from '../read.js';
import { dataDir } from '../server.js';

/** `duly user`, `duly key`, `duly schedule`, `duly status`. */
export function addAdministration(program: Command, act: Act): void {
  addUsers(program, act);
  addKeys(program, act);
  addSchedule(program, act);
  addStatus(program, act);
}

type NewKey = ApiKeyRow & { key: string };

function addUsers(program: Command, act: Act): void {
  const user = program.command('user').description('who may use Duly, and as what');
  addUserAdd(user, act);
  user
    .command('list')
    .description('users with their roles')
    .action(
      act(
        async (api) => api.get<{ items: UserRow[] }>('/users'),
        ({ items }) => tableOf(items, userColumns),
      ),
    );
  addUserChanges(user, act);
}

const userColumns: readonly Column<UserRow>[] = [
  { title: 'USER', of: ({ id }) => id },
  { title: 'NAME', of: ({ name }) => name },
  { title: 'ROLES', of: (row) => row.roles.join(', ') },
  { title: 'ACTIVE', of: ({ active }) => (active ? 'yes' : 'no') },
];

function addUserAdd(user: Command, act: Act): void {
  interface Add {
    name?: string;
    role: string[];
    email?: string;
    language?: string;
    key: boolean;
  }
  user
    .command('add')
    .argument('<id>', 'as collector-1')
    .description('add a user with roles and a first key')
    .addOption(roleOption().makeOptionMandatory())
    .option('--name <text>', 'in full')
    .option('--email <address>')
    .option('--language <code>', 'as en')
    .option('--no-key', 'make no key')
    .addHelpText('after', '\nExample:\n  duly user add collector-1 --role collector')
    .action(
      act(
        async (api, [id = ''], { name, role, email, language, key }: Add) => {
          const added = await api.send<UserRow>('POST', '/users', {
            body: { id, name: name ?? id, roles: role, ...(email ? { email } : {}), ...(language ? { language } : {}) },
          });
          return { ...added, ...(key ? { keyFile: await keepKey(await newKey(api, id)) } : {}) };
        },
        ({ id, roles: held, keyFile }) => `Added ${id} as ${held.join(', ')}.${keyFile ? ` The key is in ${keyFile}; use it with: --as ${id}` : ''}\n`,
      ),
    );
}

function addUserChanges(user: Command, act: Act): void {
  user
    .command('roles')
    .argument('<id>')
    .description('give a user exactly these roles')
    .addOption(roleOption().makeOptionMandatory())
    .requiredOption('--reason <text>', 'why')
    .action(
      act(
        async (api, [id = ''], { role, reason }: { role: string[]; reason: string }) =>
          api.send<UserRow>('PATCH', `/users/${encodeURIComponent(id)}`, { body: { roles: role, reason } }),
        showUser,
      ),
    );
  for (const [verb, active] of [
    ['deactivate', false],
    ['activate', true],
  ] as const)
    user
      .command(verb)
      .argument('<id>')
      .description(active ? 'let a user in again' : "keep a user out; the user's keys stop working")
      .requiredOption('--reason <text>', 'why')
      .action(
        act(
          async (api, [id = ''], { reason }: { reason: string }) =>
            api.send<UserRow>('PATCH', `/users/${encodeURIComponent(id)}`, { body: { active, reason } }),
          showUser,
        ),
      );
}

const showUser = ({ id, roles: held, active }: UserRow): string => `${id} is ${held.join(', ')}${active ? '' : ', and not active'}.\n`;

function roleOption(): Option {
  return new Option('--role <role>', `${roles.join(', ')}; may be repeated`).argParser((text: string, before: string[] | undefined) => {
    if (!(roles as readonly string[]).includes(text)) throw new Failure(`'${text}' is no role. Roles are: ${roles.join(', ')}.`, exits.badInput);
    return several(text, before);
  });
}

const newKey = async (api: Api, id: string): Promise<NewKey> => api.send<NewKey>('POST', `/users/${encodeURIComponent(id)}/keys`);
const keepKey = async ({ userId, key }: NewKey): Promise<string> => saveKey(dataDir(), userId, key);

const keyColumns: readonly Column<ApiKeyRow>[] = [
  { title: 'KEY', of: ({ prefix }) => prefix },
  { title: 'USER', of: ({ userId }) => userId },
  { title: 'MADE', of: ({ createdAt }) => moment(createdAt) },
  { title: 'LAST USED', of: ({ lastUsedAt }) => moment(lastUsedAt) },
  { title: 'REVOKED', of: ({ revokedAt }) => moment(revokedAt) },
];

function addKeys(program: Command, act: Act): void {
  const key = program.command('key').description('API keys');
  key
    .command('create')
    .argument('<user>')
    .description('make a key; it is shown this once')
    .option('--save', 'keep it for --as on this machine instead of showing it')
    .action(
      act(
        async (api, [user = ''], { save }: { save?: boolean }) => {
          const made = await newKey(api, user);
          return save ? { ...made, key: `in ${await keepKey(made)}` } : made;
        },
        ({ key: secret }) => `${secret}\n`,
      ),
    );
  key
    .command('list')
    .description('keys, without their secrets')
    .option('--user <id>', "this user's")
    .action(
      act(
        async (api, _args, { user }: { user?: string }) => api.get<{ items: ApiKeyRow[] }>('/keys', { user }),
        ({ items }) => tableOf(items, keyColumns),
      ),
    );
  key
    .command('revoke')
    .argument('<key>', 'its prefix or id')
    .description('revoke a key for good')
    .action(
      act(
        async (api, [id = '']) => api.send<ApiKeyRow>('DELETE', `/keys/${encodeURIComponent(id)}`),
        ({ prefix, userId }) => `The key ${prefix} of ${userId} is revoked.\n`,
      ),
    );
}

interface Schedule {
  name: string;
  on: boolean;
  note: string;
  nextRuns: string[];
  recentRuns: { at: string }[];
}

const showSchedule = ({ name, on, note, nextRuns, recentRuns }: Schedule): string =>
  factsOf([
    ['Schedule', name],
    ['On', on ? 'yes' : 'no'],
    ['Note', note],
    ['Next run', moment(nextRuns[0])],
    ['Last run', moment(recentRuns.at(-1)?.at)],
  ]);

function addSchedule(program: Command, act: Act): void {
  const schedule = program.command('schedule').description('the daily enrolment of newly delinquent accounts');
  schedule
    .command('show')
    .description('whether it is on, and when it runs next')
    .action(
      act(
        async (api) => api.get<{ items: Schedule[] }>('/schedules'),
        ({ items }) => items.map(showSchedule).join('\n') || 'None yet: the first worker makes it.\n',
      ),
    );
  for (const [move, description] of [
    ['on', 'enrol every day'],
    ['off', 'stop the daily enrolment'],
    ['run-now', 'enrol now, once'],
  ] as const)
    schedule
      .command(move)
      .description(description)
      .action(act(async (api) => api.send<Schedule>('POST', `/schedules/daily-enrolment/${move}`), showSchedule));
}

function addStatus(program: Command, act: Act): void {
  program
    .command('status')
    .description('who you are, what time it is, and what runs')
    .action(
      act(
        async (api) => {
          const [me, clock, schedules] = await Promise.all([
            api.get<{ userId: string; roles: string[] }>('/me'),
            api.get<{ business: string; real: string }>('/clock'),
            api.get<{ items: Schedule[] }>('/schedules').catch((): { items: null } => ({ items: null })),
          ]);
          return { me, clock, schedules: schedules.items };
        },
        ({ me, clock, schedules }) =>
          factsOf([
            ['You are', `${me.userId} (${me.roles.join(', ')})`],
            ['Business time', `${moment(clock.business)} UTC`],
            ['Real time', `${moment(clock.real)} UTC`],
            ['Temporal', schedules ? 'answers' : 'does not answer'],
          ]) + (schedules ?? []).map((each) => heading('Schedule') + showSchedule(each)).join(''),
      ),
    );
}
