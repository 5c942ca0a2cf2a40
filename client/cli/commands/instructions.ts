import type { Command } from 'commander';
import type { Instruction } from '../../../domain/instructions.js';
import type { Act } from '../act.js';
import { addByHand } from './byHand.js';
import { exits, Failure } from '../failure.js';
import { groupOf } from '../group.js';
import { amount, currency, day, several, wholeNumber } from '../read.js';
import { approval, dispute, given, placement, plan, verb, verbOn, writeOff } from '../verb.js';

/** The verbs by which collectors and managers change an account's course. Each takes effect before the next act. */
export function addInstructions(program: Command, act: Act): void {
  addPauses(program, act);
  addResume(program, act);
  addDisputes(program, act);
  addPromises(program, act);
  addPlans(program, act);
  addDecisions(program, act);
  addByHand(program, act);
  addThirdParties(program, act);
  addPolicyChange(program, act);
}

function addPauses(program: Command, act: Act): void {
  interface Pause {
    until?: string;
    reason: string;
    hold?: Extract<Instruction, { kind: 'pause' }>['hold'];
    item?: string;
    from?: string;
    amount?: string;
    currency?: string;
  }
  verb<Pause>(
    program,
    act,
    'pause',
    'stop contacts until a day, or until resumed',
    (_args, { until, reason, hold, item, from, amount: part, currency: of }) => ({
      kind: 'pause',
      reason,
      ...given({ until, hold, item, startsOn: from, amountMinor: part === undefined ? undefined : partOf(part, of) }),
    }),
  )
    .requiredOption('--reason <text>', 'why')
    .option('--until <day>', 'the first day on which it goes on', day)
    .option('--hold <kind>', 'PAUSE, BANKRUPTCY, DECEASED, LITIGATION, …')
    .option('--item <number>', 'this item only')
    .option('--amount <amount>', 'this part of the item, with --currency')
    .option('--currency <code>', 'of the part', currency)
    .option('--from <day>', 'not before this day; it may have passed', day)
    .addHelpText('after', '\nExample:\n  duly pause DE01/10042 --until 2020-07-15 --reason "buyer asked for two weeks" --as collector');
}

function addResume(program: Command, act: Act): void {
  interface Resume {
    reason: string;
    hold?: string;
    on?: string;
  }
  verb<Resume>(program, act, 'resume', 'lift the pauses of an account', (_args, { reason, hold, on }) => ({
    kind: 'resume',
    reason,
    ...given({ hold, endsOn: on }),
  }))
    .requiredOption('--reason <text>', 'why')
    .option('--hold <id>', 'this hold only')
    .option('--on <day>', 'as of this day, which may have passed', day);
}

function addDisputes(program: Command, act: Act): void {
  interface Raise {
    item: string[];
    currency?: string;
    reason: string;
    note?: string;
    owner?: string;
  }
  verb<Raise>(program, act, 'dispute', 'stop collecting what is disputed', (_args, { item, currency: of, reason, note, owner }) => ({
    kind: 'dispute',
    reason,
    items: item.map((text) => disputedItem(text, of)),
    ...given({ note, ownerId: owner }),
  }))
    .requiredOption('--item <number[=amount]>', 'an item, or part of it; may be repeated', several)
    .option('--currency <code>', 'of the part amounts', currency)
    .requiredOption('--reason <code>', 'a reason that the policy knows')
    .option('--note <text>', 'what the customer says')
    .option('--owner <user>', 'who has to answer')
    .addHelpText('after', '\nExample:\n  duly dispute DE01/10042 --item R-2020-118 --item R-2020-131=150.00 --currency EUR --reason price --as collector');
  interface Resolve {
    upheld?: boolean;
    rejected?: boolean;
    note: string;
  }
  verbOn<Resolve>(program, act, dispute, 'resolve-dispute', 'say who is right', (disputeId, { upheld, rejected, note }) => {
    if (Boolean(upheld) === Boolean(rejected)) throw new Failure('Say --upheld (the customer is right) or --rejected.', exits.badInput);
    return { kind: 'resolve-dispute', disputeId, resolution: upheld ? 'UPHELD' : 'REJECTED', note };
  })
    .option('--upheld', 'the customer is right')
    .option('--rejected', 'the customer is not right')
    .requiredOption('--note <text>', 'why');
}

function partOf(text: string, of: string | undefined): number {
  if (!of) throw new Failure('A part amount needs its currency: --currency EUR.', exits.badInput);
  return amount(text, of);
}

function disputedItem(text: string, of: string | undefined): { item: string; amountMinor?: number } {
  const at = text.lastIndexOf('=');
  if (at < 0) return { item: text };
  return { item: text.slice(0, at), amountMinor: partOf(text.slice(at + 1), of) };
}

/** Money that is to come by a day: a promise, or a settlement of more than it. */
function addPromises(program: Command, act: Act): void {
  interface Promised {
    amount: string;
    currency: string;
    by: string;
    item?: string[];
    note?: string;
  }
  const add = (kind: 'promise' | 'settlement', description: string, says: { amount: string; item: string; note: string; example: string }) =>
    verb<Promised>(program, act, kind, description, (_args, { amount: text, currency: of, by, item: items, note }) => ({
      kind,
      currency: of,
      amountMinor: amount(text, of),
      dueOn: by,
      ...given({ items, note }),
    }))
      .requiredOption('--amount <amount>', says.amount)
      .requiredOption('--currency <code>', 'ISO 4217', currency)
      .requiredOption('--by <day>', 'when it will be paid', day)
      .option('--item <number>', says.item, several)
      .option('--note <text>', says.note)
      .addHelpText('after', `\nExample:\n  duly ${kind} DE01/10042 --amount ${says.example} --currency EUR --by 2020-07-15 --as collector`);
  add('promise', 'record a promise to pay', { amount: 'as 1250.00', item: 'for this item; may be repeated', note: 'what was said', example: '1250.00' });
  add('settlement', 'agree that less than is owed settles it', {
    amount: 'what will be paid, as 900.00',
    item: 'for this item; may be repeated; else all of the account',
    note: 'what was agreed',
    example: '900.00',
  });
}

function addPlans(program: Command, act: Act): void {
  interface Planned {
    instalment: string[];
    currency: string;
    item?: string[];
    note?: string;
  }
  const planned = verb<Planned>(program, act, 'plan', 'agree a payment plan', (_args, { instalment, currency: of, item: items, note }) => ({
    kind: 'plan',
    currency: of,
    instalments: instalment.map((text) => instalmentOf(text, of)),
    ...given({ items, note }),
  }))
    .requiredOption('--instalment <day=amount>', 'may be repeated', several)
    .requiredOption('--currency <code>', 'ISO 4217', currency)
    .option('--item <number>', 'for this item; may be repeated', several)
    .option('--note <text>', 'what was agreed');
  planned.addHelpText(
    'after',
    '\nExample:\n  duly plan DE01/10042 --currency EUR --instalment 2020-07-15=500.00 --instalment 2020-08-15=500.00 --as collector',
  );
  verbOn<{ reason: string }>(program, act, plan, 'cancel-plan', 'end a promise or plan', (planId, { reason }) => ({
    kind: 'cancel-plan',
    planId,
    reason,
  })).requiredOption('--reason <text>', 'why');
}

function instalmentOf(text: string, of: string): { dueOn: string; amountMinor: number } {
  const [dueOn = '', major = ''] = text.split('=');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(dueOn) || major === '') throw new Failure(`'${text}' is no instalment; write it as 2020-07-15=500.00.`, exits.badInput);
  return { dueOn, amountMinor: amount(major, of) };
}

function addDecisions(program: Command, act: Act): void {
  verbOn<{ reason?: string }>(program, act, approval, 'approve', 'approve what somebody else proposed', (approvalId, { reason }) => ({
    kind: 'approve',
    approvalId,
    ...given({ reason }),
  })).option('--reason <text>', 'why');
  verbOn<{ reason: string }>(program, act, approval, 'decline', 'decline what somebody else proposed', (approvalId, { reason }) => ({
    kind: 'decline',
    approvalId,
    reason,
  })).requiredOption('--reason <text>', 'why');
}

function addThirdParties(program: Command, act: Act): void {
  const placements = groupOf(program, 'placement', 'placements with third parties');
  verbOn<{ note?: string }>(placements, act, placement, 'acknowledge', 'the third party has the file', (placementId, { note }) => ({
    kind: 'acknowledge-placement',
    placementId,
    ...given({ note }),
  })).option('--note <text>', 'what they said');
  verbOn<{ reason: string }>(placements, act, placement, 'recall', 'take the debt back', (placementId, { reason }) => ({
    kind: 'recall-placement',
    placementId,
    reason,
  })).requiredOption('--reason <text>', 'why');
  verbOn<{ reason: string }>(placements, act, placement, 'return', 'the third party gave the debt back', (placementId, { reason }) => ({
    kind: 'return-placement',
    placementId,
    reason,
  })).requiredOption('--reason <text>', 'why');
  verbOn<{ reason: string }>(
    groupOf(program, 'write-off', 'write-off requests'),
    act,
    writeOff,
    'reverse',
    'book a write-off back',
    (writeOffId, { reason }) => ({ kind: 'reverse-write-off', writeOffId, reason }),
  ).requiredOption('--reason <text>', 'why');
}

function addPolicyChange(program: Command, act: Act): void {
  interface Change {
    version?: number;
    reason: string;
  }
  verb<Change>(
    groupOf(program, 'policy', 'the rule book'),
    act,
    'change',
    'move an account to another policy or version',
    ([policy = ''], { version, reason }) => ({ kind: 'change-policy', policy, reason, ...given({ version }) }),
  )
    .argument('<policy>', 'its name')
    .option('--version <n>', 'the newest when left out', wholeNumber)
    .requiredOption('--reason <text>', 'why');
}
