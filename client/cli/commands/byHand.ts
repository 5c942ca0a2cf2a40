import { channels } from '../../../domain/instructing/choices.js';
import { Option, type Command } from 'commander';
import type { Instruction } from '../../../domain/instructions.js';
import type { Act } from '../act.js';
import { groupOf } from '../group.js';
import { day } from '../read.js';
import { given, task, verb, verbOn } from '../verb.js';

/** What a person did: notes, contacts by hand, tasks done. */
export function addByHand(program: Command, act: Act): void {
  addNotes(program, act);
  addTaskDone(program, act);
}

interface Recorded {
  outcome: Extract<Instruction, { kind: 'record-contact' }>['outcome'];
  note?: string;
  contact?: string;
  address?: string;
}

function addNotes(program: Command, act: Act): void {
  verb(program, act, 'note', 'write a note', ([text = '']) => ({ kind: 'note', text })).argument('<text>', 'what others should know');
  const contact = groupOf(program, 'contact', 'contacts made');
  interface ByHand extends Recorded {
    channel: Extract<Instruction, { kind: 'record-contact' }>['channel'];
    direction: 'IN' | 'OUT';
    step?: string;
  }
  verb<ByHand>(
    contact,
    act,
    'record',
    'record a contact; it counts against the same budget as automatic ones',
    (_args, { channel, direction, outcome, note, contact: contactId, address, step }) => ({
      kind: 'record-contact',
      channel,
      direction,
      outcome,
      ...given({ note, contactId, address, step }),
    }),
  )
    .addOption(new Option('--channel <channel>', 'by what').choices(channels).makeOptionMandatory())
    .addOption(new Option('--direction <direction>', 'from whom').choices(['IN', 'OUT']).default('OUT'))
    .requiredOption('--outcome <outcome>', 'REACHED, NO_ANSWER, VOICEMAIL, SENT, RECEIVED, …')
    .option('--note <text>', 'what was said')
    .option('--contact <id>', 'with whom')
    .option('--address <address>', 'the number or address used')
    .option('--step <step>', 'the step of the ladder that it stands for, which then counts as taken');
}

function addTaskDone(program: Command, act: Act): void {
  interface Done extends Omit<Recorded, 'outcome'> {
    outcome: string;
    callBack?: string;
  }
  verbOn<Done>(
    groupOf(program, 'task', 'the worklist'),
    act,
    task,
    'done',
    'close a task with its outcome',
    (taskId, { outcome, note, contact: contactId, address, callBack }) => ({
      kind: 'task-done',
      taskId,
      outcome,
      ...given({ note, contactId, address, callBackOn: callBack }),
    }),
  )
    .requiredOption('--outcome <outcome>', 'for a call: REACHED, NO_ANSWER, VOICEMAIL, WRONG_NUMBER, CALL_BACK, REFUSES, PAYMENT_SENT or NOT_RECEIVED')
    .option('--note <text>', 'what was said')
    .option('--contact <id>', 'with whom')
    .option('--address <number>', 'the number that was dialled')
    .option('--call-back <day>', 'when to call again', day);
}
