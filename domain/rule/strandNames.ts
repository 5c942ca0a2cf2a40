/** How the courses of strands are named, so that keys, contacts and steps of two policies never meet. */
import type { StrandFacts } from '../steps.js';

/** The strand of what has no policy of its own. */
export const ownStrand = '';

/** Whether a strand is the account's own, in whichever course. */
export const isOwn = (strand: string | null | undefined): boolean => !strand || strand.startsWith('+');

/** A policy's name without the version that a rehearsal gives it: `gentle` of `gentle@2`. */
export const baseName = (policy: string): string => policy.replace(/@\d+$/, '');

/** The id under which contacts, drafts and charges of a strand are kept: that of the case, with the strand behind it (`DE01/4711#1~gentle`). */
export const courseIdOf = (caseId: string, strand: string | null | undefined): string => (strand ? `${caseId}~${strand}` : caseId);

/** A course id as the case and the strand. */
export function splitCourseId(id: string): { caseId: string; strand: string } {
  const at = id.indexOf('~', id.lastIndexOf('#'));
  return at < 0 || id.lastIndexOf('#') < 0 ? { caseId: id, strand: ownStrand } : { caseId: id.slice(0, at), strand: id.slice(at + 1) };
}

/** The name of the policy that governs a course; empty for the account's own. */
export const policyOfCourse = (id: string | null): string => (id === null ? ownStrand : splitCourseId(id).strand.replace(/\+\d+$/, ''));

/** Whether a course has begun and is not over. */
export const isAtWork = ({ closedAt }: StrandFacts): boolean => closedAt === null;
