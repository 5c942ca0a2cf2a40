import type { Channel } from '../facts.js';
import type { PolicyDocument } from './schema.js';
import type { StepAction } from './types.js';

/** Whether a step goes out by a channel. */
export function isChannel(action: StepAction): action is Channel {
  return action === 'email' || action === 'sms' || action === 'letter' || action === 'call';
}

/** What belongs to one kind of step, and is missing there or stands elsewhere. */
export function checkActions({ ladder }: PolicyDocument, complain: (path: (string | number)[], message: string) => void): void {
  ladder.forEach(({ id, action, task, hold }, n) => {
    if (action === 'task' && !task) complain(['ladder', n], `step '${id}' needs a task: { title, role, dueInDays }`);
    if (action !== 'task' && task) complain(['ladder', n, 'task'], `only a step with action: task has a task`);
    if (action === 'credit-hold' && !hold) complain(['ladder', n], `step '${id}' needs hold: on or hold: off`);
    if (action !== 'credit-hold' && hold) complain(['ladder', n, 'hold'], `only a step with action: credit-hold has a hold`);
  });
}
