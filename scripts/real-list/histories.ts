/** What lies in Temporal's histories: events, bytes, commands, the largest payload. */
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { taskQueue, workflowIds } from '../../workflows/messages.js';
import type { Services } from '../services/startServices.js';
import { largest } from './plot.js';

export interface HistorySize {
  workflowId: string;
  runs: number;
  /** Of the longest run, and of all runs together. */
  events: number;
  bytes: number;
  eventsInAll: number;
  bytesInAll: number;
  /** What the workflow asked of the server, by kind, in all runs. */
  commands: Record<string, number>;
  largestPayload: number;
  /** Messages and call tasks, and the commands up to the wait after the last of them. */
  contacts: number;
  commandsForContacts: number;
}

/** Events that stand for a command of the workflow. An update that was accepted and completed is one of two protocol messages each. */
const commandEvents: Record<string, string> = {
  EVENT_TYPE_MARKER_RECORDED: 'look',
  EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: 'act',
  EVENT_TYPE_TIMER_STARTED: 'timer',
  EVENT_TYPE_TIMER_CANCELED: 'timer cancelled',
  EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: 'end',
  EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: 'rollover',
  EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: 'update accepted',
  EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED: 'update answered',
};

/** Reads every history there is. */
export async function measureHistories({ temporal: { address, namespace } }: Pick<Services, 'temporal'>): Promise<HistorySize[]> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    const sizes = new Map<string, HistorySize>();
    for await (const { workflowId, runId, raw } of client.workflow.list({ query: `TaskQueue = '${taskQueue}'`, pageSize: 1000 })) {
      const size = sizes.get(workflowId) ?? {
        workflowId,
        runs: 0,
        events: 0,
        bytes: 0,
        eventsInAll: 0,
        bytesInAll: 0,
        commands: {},
        largestPayload: 0,
        contacts: 0,
        commandsForContacts: 0,
      };
      sizes.set(workflowId, size);
      await addRun(client, size, runId, Number(raw.historySizeBytes ?? 0));
    }
    return [...sizes.values()];
  } finally {
    await connection.close();
  }
}

async function addRun(client: Client, size: HistorySize, runId: string, closedBytes: number): Promise<void> {
  const handle = client.workflow.getHandle(size.workflowId, runId);
  const bytes = closedBytes || Number((await handle.describe()).raw.workflowExecutionInfo?.historySizeBytes ?? 0);
  const { events } = await handle.fetchHistory();
  const count = events?.length ?? 0;
  let [asked, awaited] = [sum(size.commands), false];
  for (const event of events ?? []) {
    const command = commandOf(event);
    size.largestPayload = Math.max(size.largestPayload, largestIn(event));
    if (!command) continue;
    size.commands[command] = (size.commands[command] ?? 0) + 1;
    asked += 1;
    if (isContact(event)) [size.contacts, awaited] = [size.contacts + 1, true];
    if (awaited) size.commandsForContacts = asked;
    if (command === 'timer') awaited = false;
  }
  size.runs += 1;
  size.events = Math.max(size.events, count);
  size.bytes = Math.max(size.bytes, bytes);
  size.eventsInAll += count;
  size.bytesInAll += bytes;
}

/** Numbers of the event types of Temporal's API that stand for commands. */
const eventNames: Record<number, string> = {
  2: 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
  10: 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED',
  17: 'EVENT_TYPE_TIMER_STARTED',
  19: 'EVENT_TYPE_TIMER_CANCELED',
  25: 'EVENT_TYPE_MARKER_RECORDED',
  28: 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
  41: 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  43: 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED',
};

type Event = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

const sum = (commands: Record<string, number>) => Object.values(commands).reduce((all, count) => all + count, 0);

function commandOf({ eventType }: Event): string | undefined {
  return commandEvents[typeof eventType === 'number' ? (eventNames[eventType] ?? '') : String(eventType)];
}

/** Whether an event schedules a message or a call task. */
function isContact({ activityTaskScheduledEventAttributes: scheduled }: Event): boolean {
  const activity = scheduled?.activityType?.name;
  if (activity !== 'openTask') return activity === 'remind';
  return Buffer.from(scheduled?.input?.payloads?.[0]?.data ?? []).includes('"task":"CALL"');
}

/** Bytes of the largest payload anywhere in an event. */
function largestIn(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((most, inner) => Math.max(most, largestIn(inner)), 0);
}

/** Says how long the longest history is, how large that of the account with most items, and how large the largest payload. */
export function printHistories(sizes: readonly HistorySize[], say: (line: string) => void): void {
  const accounts = sizes.filter(({ workflowId }) => workflowId.startsWith(workflowIds.collectAccount('')));
  const longest = accounts.reduce<HistorySize | null>((most, each) => (most && most.eventsInAll >= each.eventsInAll ? most : each), null);
  const big = accounts.find(({ workflowId }) => workflowId === workflowIds.collectAccount(largest));
  const told = (size: HistorySize | null | undefined) =>
    size
      ? `${size.eventsInAll} events, ${size.bytesInAll} bytes in ${size.runs} run(s) (longest run ${size.events}, ${size.bytes}) ${size.workflowId} ${JSON.stringify(size.commands)}`
      : 'none';
  const events = accounts.map(({ eventsInAll }) => eventsInAll).toSorted((a, b) => a - b);
  say(`Histories: ${sizes.length} workflows, ${accounts.length} of them accounts; median ${events[Math.floor(events.length / 2)]} events.`);
  say(`  longest   ${told(longest)}`);
  say(`  2,459     ${told(big)}`);
  const payload = sizes.reduce<HistorySize | null>((most, each) => (most && most.largestPayload >= each.largestPayload ? most : each), null);
  say(`  largest payload ${payload?.largestPayload} bytes, in ${payload?.workflowId}`);
}
