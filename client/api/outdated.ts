import type { Difference } from '../campaigns/launch.js';
import { Problem } from './problem.js';

/** The answer when a preview would say something else now: which accounts are different, and how. */
export function outdated(differences: Difference[] | null, verb: string): Problem {
  const again = `Preview again, and ${verb} with the new fingerprint.`;
  if (!differences) return new Problem('preview-outdated', `No preview of that fingerprint is known any more. ${again}`, { code: 'UNKNOWN_PREVIEW' });
  const errors = differences
    .slice(0, 200)
    .map(({ accountId, was, is }) => ({ path: accountId, why: `was: ${was ?? 'not selected'}; now: ${is ?? 'not selected'}` }));
  const what =
    differences.length > 0
      ? `${differences.length === 1 ? 'One account is' : `${differences.length} accounts are`} different now`
      : 'The day or what was asked for is another';
  return new Problem('preview-outdated', `${what}. ${again}`, { code: 'PREVIEW_OUTDATED', errors });
}
