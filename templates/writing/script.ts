import type { TaskBrief } from '../../domain/brief.js';
import { total, type Amounts } from '../../domain/money/minor.js';
import { blocksOf } from './blocks.js';
import { formatsFor, phraseOf, type Formats } from './formats.js';
import { textOf } from './plainText.js';
import type { Shelf } from './shelf.js';
import { variablesOf, type Subject } from './variables.js';
import { writtenLanguage } from './write.js';

/** Who calls, and on which day. */
export interface Caller {
  company: Subject['company'];
  onDay: string;
}

/** A call's title and script, from the brief of its task; null when the task has none. Throws TemplateError. */
export function writeScript(shelf: Shelf, brief: TaskBrief, caller: Caller): { title: string; script: string } | null {
  if (!brief.script) return null;
  const { template, language: wanted } = brief.script;
  const language = writtenLanguage(shelf, wanted);
  const formats = formatsFor(language, brief.customer.country);
  const variables = variablesOf(subjectOf(brief, brief.script.tone, caller, formats), formats);
  const text = shelf.message(template, 'call', language);
  return { title: text.subject?.(variables) ?? '', script: textOf(blocksOf(text.body(variables)), null, shelf.words(language), formats) };
}

function subjectOf({ customer, people, debt }: TaskBrief, tone: string, { company, onDay }: Caller, formats: Formats): Subject {
  const { collectable, overdue, open, oldestDueOn, daysPastDue } = debt;
  const phrase = (amounts: Amounts) => phraseOf(amounts, formats);
  return {
    company,
    customer,
    recipient: people[0]?.name ?? null,
    onDay,
    deadlineOn: null,
    tone,
    channel: 'call',
    statementAttached: false,
    amounts: {
      asked: phrase(collectable),
      overdue: phrase(overdue),
      open: phrase(open),
      notAsked: phrase(less(overdue, collectable)),
      upcoming: null,
      charges: null,
      credits: null,
    },
    count: null,
    oldestDueOn,
    daysPastDue,
  };
}

function less(from: Amounts, taken: Amounts): Amounts {
  const parts = [from, Object.fromEntries(Object.entries(taken).map(([currency, minor]) => [currency, -minor]))];
  return total(parts.flatMap((amounts) => Object.entries(amounts).map(([currency, minor]) => ({ currency, minor }))));
}
