/** A worker for the bare workflow, with the capacity of Duly's own; says how often its activity ran. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';

Runtime.install({ shutdownSignals: ['SIGINT', 'SIGTERM'] });
const connection = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
let done = 0;
const nothing = async () => void (done += 1);
const worker = await Worker.create({
  connection,
  taskQueue: 'bare',
  activities: { nothing },
  workflowsPath: fileURLToPath(new URL('bareWorkflow.ts', import.meta.url)),
  maxCachedWorkflows: 400,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 20,
});
createServer((_request, response) => response.end(String(done))).listen(Number(process.env['BARE_PORT']), '127.0.0.1');
await worker.run();
await connection.close();
process.exit(0);
