/** For a container's health check: exit code 0 while this machine's worker asks Temporal for work. */
import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { taskQueue } from '../workflows/messages.js';

const withinMs = 180_000;

async function polls(): Promise<boolean> {
  const connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '', connectTimeout: 5000 });
  try {
    const namespace = process.env['TEMPORAL_NAMESPACE'] || 'default';
    const { pollers } = await connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name: taskQueue }, taskQueueType: 1 });
    // The SDK names a worker `pid@host`; a poll waits for a minute.
    return (pollers ?? []).some(
      ({ identity, lastAccessTime }) => identity?.endsWith(`@${hostname()}`) && Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < withinMs,
    );
  } finally {
    await connection.close();
  }
}

polls().then(
  (healthy) => process.exit(healthy ? 0 : 1),
  () => process.exit(1),
);
