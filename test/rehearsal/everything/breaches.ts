/** What an agenda must never say. Each check has its own arithmetic, and names the property that is broken. */
import { charging } from './charging.js';
import { conserved, spentOnce } from './conserved.js';
import { contacts } from './contacts.js';
import { credits, levels, states } from './courses.js';
import { drafts } from './drafts.js';
import { lawful } from './lawful.js';
import { assigned, waits } from './waits.js';
import type { Breach, Told } from './tell.js';

/** Everything that is wrong with what a rehearsal says. */
export function breachesOf(told: Told): Breach[] {
  return [contacts, lawful, drafts, charging, conserved, spentOnce, levels, states, credits, waits, assigned].flatMap((check) => check(told));
}
