import type { TaskBrief } from '../../domain/brief.js';
import { dayOf, type Instant } from '../../domain/calendar/day.js';
import type { Db } from '../../prisma/store/db.js';
import { writeScript } from '../../templates/writing/script.js';
import type { Shelf } from '../../templates/writing/shelf.js';
import { TemplateError } from '../../templates/writing/templateError.js';

/** What a caller says; null where the task has no script, or `trouble` where its template is not good. */
export type CallScript = { title: string; text: string; trouble: null } | { title: null; text: null; trouble: string } | null;

/** Writes the script of a task from its brief, in the customer's language, as of the creditor's day. */
export async function callScript(db: Db, shelf: Shelf, task: { accountId: string; brief: unknown }, now: Instant): Promise<CallScript> {
  const brief = task.brief as Partial<TaskBrief> | null;
  if (!brief?.script) return null;
  const { entity } = await db.account.findUniqueOrThrow({ where: { id: task.accountId }, include: { entity: true } });
  const { name, phone, email, iban, timeZone } = entity;
  try {
    const written = writeScript(shelf, brief as TaskBrief, { company: { name, phone, email, iban }, onDay: dayOf(now, timeZone) });
    return written && { title: written.title, text: written.script, trouble: null };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { title: null, text: null, trouble: error.message };
  }
}
