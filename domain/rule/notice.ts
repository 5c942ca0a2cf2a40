import type { SendingWindow } from '../calendar/window.js';
import type { AccountFacts } from '../facts.js';
import type { Policy, Step } from '../policy/types.js';
import type { About, ContactAct, DraftAct } from '../verdict.js';
import { arrivesOn, deadlineOf } from './deadline.js';
import { draftOf, draftsOf, lapseOf } from './drafts.js';
import { copiesTo, templateFor, type Reach } from './reach.js';
import type { Standing } from './standing.js';

/** What a message is made from. */
interface Made {
  facts: AccountFacts;
  policy: Policy;
  standing: Standing;
  window: SendingWindow;
}

/** The message of a step, or, where somebody has to approve it first, its draft. `key`: that of the message. */
export function writeNotice(
  { facts, policy, standing, window }: Made,
  { step, round, itemIds, spokenFor }: About & { step: Step; round: number },
  reach: Reach,
  key: string,
): ContactAct | DraftAct {
  const arrives = arrivesOn(standing.today, reach.channel, policy.contact, window);
  const deadlineOn = step.deadline && deadlineOf(step.deadline, arrives, window);
  const cc = copiesTo(facts, step, reach);
  const about = itemIds && spokenFor ? { itemIds, spokenFor } : {};
  const message = {
    ...about,
    step: step.id,
    round,
    template: templateFor(step, reach.channel),
    tone: step.tone,
    deadlineOn,
    ...reach,
    ...(cc.length > 0 && { cc }),
  };
  if (!step.approval || draftOf(facts, step.id, round)?.status === 'APPROVED') return { kind: 'contact', key, ...message };
  const draftKey = key.replace(/[^/]+$/, `draft-${draftsOf(facts, step.id, round).length + 1}`);
  return { kind: 'draft', key: draftKey, ...message, role: step.approval.role, lapsesOn: lapseOf(step, policy, standing.today) };
}
