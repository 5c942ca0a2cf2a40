import type { Command } from 'commander';
import type { Act } from '../act.js';
import {
  approvalColumns,
  contactMadeColumns,
  decisionColumns,
  disputeColumns,
  draftColumns,
  holdColumns,
  placementColumns,
  planColumns,
  taskColumns,
  writeOffColumns,
} from '../columns.js';
import type { DraftRow } from '../../../prisma/store/reading/drafts.js';
import { Failure } from '../failure.js';
import { groupOf } from '../group.js';
import { factsOf, listOf, moment, type Column, type Listed } from '../print.js';
import { day, paging } from '../read.js';

/** Lists: the worklist, what waits for a decision, what runs beside the ladder, what was done. */
export function addWork(program: Command, act: Act): void {
  addTasks(program, act);
  list(program, act, 'approval', '/approvals', 'what waits for a decision, next to expire first', approvalColumns).option(
    '--role <role>',
    'that this role decides',
  );
  list(program, act, 'draft', '/drafts', 'messages that wait for an approval, next to lapse first', draftColumns);
  addDraftShow(program, act);
  listing(program.command('plans'), act, '/plans', 'promises and payment plans', planColumns);
  listing(program.command('disputes'), act, '/disputes', 'disputes, next to be answered first', disputeColumns);
  list(program, act, 'hold', '/holds', 'pauses and legal stops', holdColumns);
  list(program, act, 'placement', '/placements', 'placements with third parties', placementColumns);
  list(program, act, 'write-off', '/write-offs', 'write-off requests', writeOffColumns);
  list(program, act, 'decision', '/decisions', 'what was decided and why, newest first', decisionColumns);
  list(program, act, 'contact', '/contacts-made', 'contacts made, newest first', contactMadeColumns);
  addAudit(program, act);
}

function addTasks(program: Command, act: Act): void {
  list(program, act, 'task', '/tasks', 'the worklist: most urgent first, then due first, then where most is overdue', taskColumns)
    .option('--assignee <user>', "this user's; none for those of nobody")
    .option('--kind <kind>', 'CALL, FIND_CONTACT, …')
    .option('--due-by <day>', 'due on this day or before', day);
}

function addDraftShow(program: Command, act: Act): void {
  groupOf(program, 'draft', 'messages that wait for an approval')
    .command('show')
    .description('the message as it would have gone when it was drafted')
    .argument('<draft>', 'its id, as in: duly draft list')
    .action(
      act(
        async (api, [id = '']) => {
          const { items } = await api.get<Listed<DraftRow>>('/drafts', { id, status: 'any' });
          if (!items[0]) throw new Failure(`There is no draft '${id}'. See: duly draft list --status any`);
          return items[0];
        },
        ({ accountId, step, role, status, lapsesOn, approvalId, preview: { channel, to, cc, deadlineOn, subject, text } }) =>
          `${factsOf([
            ['Account', accountId],
            ['Step', step],
            ['Status', status],
            ['Decides', role],
            ['Lapses', lapsesOn],
            ['Approval', approvalId],
            ['To', `${channel} ${to.replaceAll('\n', ', ')}`],
            ['Copies', cc.join(', ')],
            ['Deadline', deadlineOn],
            ['Subject', subject],
          ])}\n${text}\n`,
      ),
    );
}

/** `duly <thing> list`. */
function list<Row>(program: Command, act: Act, thing: string, path: string, description: string, columns: readonly Column<Row>[]): Command {
  return listing(groupOf(program, thing, description).command('list'), act, path, description, columns);
}

/** A list with the options that all have. */
function listing<Row>(command: Command, act: Act, path: string, description: string, columns: readonly Column<Row>[]): Command {
  paging(command.description(description).option('--account <account>', 'as ENTITY/CUSTOMER').option('--status <status>', 'with this status; any for all'));
  return command.action(
    act(
      async (api, _args, { as: _as, json: _json, ...query }) => api.get<Listed<Row>>(path, query),
      (page) => listOf(page, columns),
    ),
  );
}

interface AuditEntry {
  seq: number;
  at: string;
  actor: string;
  role: string;
  action: string;
  subject: string;
  subjectId: string;
  reason: string | null;
}

interface Verification {
  intact: boolean;
  entries: number;
  head?: string;
  seq?: number;
  why?: string;
}

function addAudit(program: Command, act: Act): void {
  const audit = program.command('audit').description('the audit log');
  paging(audit.command('list').description('newest first').option('--account <account>', 'as ENTITY/CUSTOMER').option('--actor <user>', 'by this user')).action(
    act(
      async (api, _args, { as: _as, json: _json, ...query }) => api.get<Listed<AuditEntry>>('/audit', query),
      (page) =>
        listOf(page, [
          { title: 'NO', right: true, of: ({ seq }) => seq },
          { title: 'WHEN', of: ({ at }) => moment(at) },
          { title: 'WHO', of: ({ actor, role }) => `${actor} (${role})` },
          { title: 'DID', of: ({ action }) => action },
          { title: 'WHAT', width: 44, of: ({ subjectId }) => subjectId },
          { title: 'WHY', width: 40, of: ({ reason }) => reason },
        ]),
    ),
  );
  audit
    .command('verify')
    .description('recompute the chain of hashes')
    .action(
      act(
        async (api) => api.get<Verification>('/audit/verify'),
        (found) => {
          if (!found.intact) process.exitCode = 1;
          return found.intact
            ? factsOf([
                ['Intact', 'yes'],
                ['Entries', found.entries],
                ['Head', found.head],
              ])
            : factsOf([
                ['Intact', 'NO'],
                ['Entry', found.seq],
                ['Why', found.why],
                ['Entries before it', found.entries],
              ]);
        },
      ),
    );
}
