import { Command, CommanderError } from 'commander';
import { actsOn } from './act.js';
import { addAccounts } from './commands/accounts.js';
import { addAddresses } from './commands/addresses.js';
import { addAdministration } from './commands/administration.js';
import { addAgeing } from './commands/ageing.js';
import { addCharges } from './commands/charges.js';
import { addCourse, addCreditHold } from './commands/course.js';
import { addBookings } from './commands/bookings.js';
import { addCampaigns } from './commands/campaigns.js';
import { addGate } from './commands/gate.js';
import { addInterest } from './commands/interest.js';
import { addInstructions } from './commands/instructions.js';
import { addPendingPayments } from './commands/pendingPayments.js';
import { addWishes } from './commands/wishes.js';
import { addLevels } from './commands/levels.js';
import { addDoctor } from './commands/doctor.js';
import { addImports } from './commands/imports.js';
import { addPolicies } from './commands/policies.js';
import { addTask } from './commands/tasks.js';
import { addRates } from './commands/rates.js';
import { addRehearse } from './commands/rehearse.js';
import { addTemplates } from './commands/templates.js';
import { addWhy } from './commands/why.js';
import { addWork } from './commands/work.js';
import type { Fault } from '../api/problem.js';
import { exits, Failure } from './failure.js';
import { tableOf, type Column, type Output } from './print.js';

/** Runs the command line; answers the exit code: 0 done, 1 refused or failed, 2 usage or bad input. */
export async function run(argv: readonly string[], out: Output, err: Output): Promise<number> {
  const program = buildProgram(out, err);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exits.badInput;
    if (!(error instanceof Failure)) throw error;
    tell(error, { json: argv.includes('--json'), out, err });
    return error.exitCode;
  }
}

function tell({ message, problem }: Failure, { json, out, err }: { json: boolean; out: Output; err: Output }): void {
  if (json && problem) return out.write(`${JSON.stringify(problem, null, 2)}\n`);
  err.write(`${message}\n`);
  const faults = ((problem as { errors?: Fault[] } | null)?.errors ?? []).filter(({ line, column }) => line !== undefined || column !== undefined);
  if (faults.length > 0) err.write(`\n${tableOf(faults.slice(0, faultsShown), faultColumns)}`);
  if (faults.length > faultsShown) err.write(`… ${faults.length - faultsShown} more; all of them with --json\n`);
}

const faultsShown = 50;
const faultColumns: readonly Column<Fault>[] = [
  { title: 'LINE', right: true, of: ({ line }) => line },
  { title: 'COLUMN', of: ({ column }) => column },
  { title: 'VALUE', width: 30, of: ({ value }) => value },
  { title: 'WHY', width: 70, of: ({ why }) => why },
];

function buildProgram(out: Output, err: Output): Command {
  const program = new Command('duly')
    .description('Collects what customers owe. The server is started with: npm start')
    .option('--as <user>', 'whose key to use, of those kept on this machine', 'admin')
    .option('--json', "print the server's answer as it is")
    .showSuggestionAfterError()
    .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) })
    .exitOverride()
    .showHelpAfterError('(see --help)');
  const act = actsOn(out);
  addImports(program.commandsGroup('Ledger, policies, campaigns:'), act);
  addAgeing(program, out);
  addPolicies(program, act, out);
  addTemplates(program, out);
  addCampaigns(program, act);
  addRehearse(program, out);
  addGate(program, out);
  addInterest(program, out);
  addRates(program, out);
  addAccounts(program.commandsGroup('Accounts and work:'), act);
  addCourse(program, act);
  addWork(program, act);
  addWhy(program, act);
  addTask(program, act);
  addInstructions(program.commandsGroup('What people ask of an account:'), act);
  addCharges(program, act);
  addPendingPayments(program, act);
  addBookings(program, act);
  addWishes(program, act);
  addAddresses(program, act);
  addCreditHold(program, act);
  addLevels(program, act);
  addAdministration(program.commandsGroup('Administration:'), act);
  addDoctor(program, out);
  program.addHelpText('after', help);
  return program;
}

const help = `
Environment:
  DULY_URL       the server; else the one that npm start runs here
  DULY_API_KEY   the key; else that of --as
  DULY_DATA_DIR  where npm start keeps everything (.duly)

Exit codes: 0 done, 1 refused or failed, 2 usage or bad input.`;
