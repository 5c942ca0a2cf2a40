import { judgePlan } from './acting.js';
import type { WatchInput } from './messages.js';
import { watch } from './watch.js';

/** Watches a promise or a plan until it is kept, partly kept, broken or cancelled; answers which. */
export function watchPlan(input: WatchInput): Promise<string> {
  return watch(input, judgePlan);
}
