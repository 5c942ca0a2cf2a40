import { attendWriteOff } from './acting.js';
import type { WatchInput } from './messages.js';
import { watch } from './watch.js';

/** Attends a write-off request until it is booked, declined or expired; answers its last status. */
export function approveWriteOff(input: WatchInput): Promise<string> {
  return watch(input, attendWriteOff);
}
