import { channels } from '../instructing/choices.js';
import { isChannel } from './checkActions.js';
import type { PolicyDocument } from './schema.js';
import type { Step } from './types.js';

type WrittenStep = PolicyDocument['ladder'][number];

/** What a step says of its message: who gets it, in which words, who approves it, which deadline it sets. */
export function noticeOf(
  step: WrittenStep,
): Pick<Step, 'template' | 'templates' | 'language' | 'recipients' | 'escalateAfter' | 'cc' | 'approval' | 'deadline' | 'minGapDays'> {
  const { template, language, recipient, escalateAfter, cc, approval, minGapDays } = step;
  const templates = typeof template === 'object' ? template : {};
  return {
    template: typeof template === 'string' ? template : (channels.map((channel) => templates[channel]).find(Boolean) ?? ''),
    templates: Object.fromEntries(Object.entries(templates).filter(([, name]) => name !== undefined)),
    language: language ?? null,
    recipients: [recipient].flat(),
    escalateAfter: escalateAfter ?? null,
    cc: [cc ?? []].flat(),
    approval: approval === undefined ? null : typeof approval === 'string' ? { role: approval, lapsesAfterDays: null } : approval,
    deadline: deadlineOf(step),
    minGapDays: minGapDays ?? null,
  };
}

function deadlineOf({ deadline, deadlineDays }: WrittenStep): Step['deadline'] {
  if (deadline) return deadline;
  return deadlineDays === undefined ? null : { days: deadlineDays, atLeast: 0, businessDays: false };
}

/** What is wrong with it beyond single fields; paths within the step. */
export function noticeMistakes(step: WrittenStep): { path: string[]; message: string }[] {
  const { id, action, otherwise, template } = step;
  const isMessage = isChannel(action) && action !== 'call';
  const needed = isChannel(action) ? [action, ...otherwise] : [];
  const lacking = typeof template === 'object' ? needed.filter((channel) => !template[channel]) : template === undefined ? needed.slice(0, 1) : [];
  return [
    ...lacking.map((channel) => ({
      path: typeof template === 'object' ? ['template'] : [],
      message: typeof template === 'object' ? `step '${id}' goes by ${channel} too and has no template for it` : `step '${id}' needs a template`,
    })),
    ...(step.approval && !isMessage
      ? [{ path: ['approval'], message: `step '${id}' sends no message that could be approved; a placement has placement.approval` }]
      : []),
    ...(step.cc && !needed.includes('email') ? [{ path: ['cc'], message: `step '${id}' sends no e-mail that others could get a copy of` }] : []),
    ...(step.deadline && step.deadlineDays ? [{ path: ['deadline'], message: 'deadline and deadlineDays say the same: leave one out' }] : []),
    ...(step.escalateAfter && [step.recipient].flat().length < 2
      ? [{ path: ['escalateAfter'], message: 'escalateAfter needs a list of recipients: [accounts_payable, management]' }]
      : []),
  ];
}
