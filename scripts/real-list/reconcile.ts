/** The reconciliation: what Duly says it did, against what arrived, against the seller's own books. */
import { reckon } from '../demo/reckoning.js';
import { compareAsked, compareItems, compareReach } from './asked.js';
import { compareDeliveries, compareOnce, compareUnknown, readArrived } from './deliveries.js';
import { Findings, type Made } from './findings.js';
import { compareLedger } from './ledger.js';
import type { Stage } from './stage.js';
import { tell, type ToTell } from './telling.js';

export interface ToReconcile extends ToTell {
  campaignId: string;
  accounts: readonly string[];
}

/** Prints the figures and what was compared; answers whether all of it agrees. */
export async function reconcile(stage: Stage, to: ToReconcile): Promise<boolean> {
  const { db } = stage;
  const findings = new Findings();
  const made: Made[] = await db.contactMade.findMany({ orderBy: [{ claimedAt: 'asc' }, { key: 'asc' }] });
  const sent = made.filter(({ automatic, status }) => automatic && (status === 'ACCEPTED' || status === 'UNKNOWN'));
  const arrived = await readArrived(to.dataDir);
  await compareDeliveries(stage, findings, made, arrived);
  compareOnce(findings, made, sent);
  await compareUnknown(stage, findings, made);
  await compareAsked(stage, findings, sent, arrived);
  compareReach(findings, sent, to.accounts);
  await compareLedger(stage, findings);
  await compareItems(stage, findings, sent);
  const reckoned = await reckon(stage.party, to.campaignId);
  const missing = to.accounts.filter((id) => !reckoned.some(({ accountId }) => accountId === id));
  findings.check('accounts of the bucket that are accounted for', missing, `${reckoned.length} of ${to.accounts.length}`);
  await tell(stage, to, { made, sent, reckoned });
  to.say('\nReconciliation');
  for (const line of findings.checked) to.say(`  ${line}`);
  for (const line of findings.all.slice(0, 60)) to.say(`  !  ${line}`);
  to.say(findings.all.length === 0 ? '\nEverything agrees.' : `\n${findings.all.length} differences.`);
  return findings.all.length === 0;
}
