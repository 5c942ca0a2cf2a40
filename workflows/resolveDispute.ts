import { attendDispute } from './acting.js';
import type { WatchInput } from './messages.js';
import { watch } from './watch.js';

/** Attends a dispute until it is resolved: reminds its owner, then escalates; answers its last status. */
export function resolveDispute(input: WatchInput): Promise<string> {
  return watch(input, attendDispute);
}
