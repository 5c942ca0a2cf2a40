/**
 * Options of a worker that keeps no workflow, so that every task replays the whole history. Its tasks run one after the
 * other: with several, a full cache could drop a workflow in the middle of a look.
 */
export const everyTaskReplayed = { maxCachedWorkflows: 0, maxConcurrentWorkflowTaskExecutions: 1 } as const;
