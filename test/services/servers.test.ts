import { advance, nowMs, startDevServer, startTimeSkipping } from '../support/temporal.js';

describe('the servers that tests run on', () => {
  it('let sixty days pass at once', async () => {
    const environment = await startTimeSkipping();
    try {
      const before = await nowMs(environment);
      await advance(environment, { days: 60, hours: 1 });
      expect(Math.round(((await nowMs(environment)) - before) / 3_600_000)).toBe(60 * 24 + 1);
    } finally {
      await environment.teardown();
    }
  });

  it('include the real one', async () => {
    const environment = await startDevServer();
    try {
      const { namespaceInfo } = await environment.connection.workflowService.describeNamespace({ namespace: 'default' });
      expect(namespaceInfo?.name).toBe('default');
    } finally {
      await environment.teardown();
    }
  });
});
