import { attendPlacement } from './acting.js';
import type { WatchInput } from './messages.js';
import { watch } from './watch.js';

/** Attends a placement from its approval to its return: hand-over, acknowledgement, recall; answers its last status. */
export function placeDebt(input: WatchInput): Promise<string> {
  return watch(input, attendPlacement);
}
