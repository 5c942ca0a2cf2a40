import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch } from '../../scripts/services/lifeline.js';
import { supervise } from '../../scripts/services/supervise.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duly-services-'));
});
afterAll(() => rm(folder, { recursive: true }));

const log = (name: string) => path.join(folder, name);
const isGone = (group: number) => {
  try {
    process.kill(-group, 0);
    return false;
  } catch {
    return true;
  }
};

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 50));
}

describe('a service', () => {
  it('is asked to end, and says how it ended', async () => {
    const running = launch({ command: ['/bin/sh', '-c', 'trap "echo asked; exit 3" TERM; while :; do sleep 0.1; done'], log: log('asked') });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await running.stop();
    expect(await running.exited).toBe(3);
    expect(await readFile(log('asked'), 'utf8')).toBe('asked\n');
  });

  it('that does not end is ended', async () => {
    const running = launch({ command: ['/bin/sh', '-c', 'trap "" TERM; while :; do sleep 0.1; done'], log: log('deaf') });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await running.stop(200);
    await until(() => isGone(running.group));
  });

  it('does not outlive the one who started it, however that one went', async () => {
    const script = `import { launch } from ${JSON.stringify(new URL('../../scripts/services/lifeline.ts', import.meta.url).href)};
      console.log(launch({ command: ['/bin/sleep', '600'], log: ${JSON.stringify(log('orphan'))} }).group);`;
    const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [chunk] = (await once(starter.stdout, 'data')) as [Buffer];
    const group = Number(chunk.toString());
    expect(isGone(group)).toBe(false);
    starter.kill('SIGKILL');
    await until(() => isGone(group));
  });
});

describe('a supervised process', () => {
  const counted = () =>
    readFile(log('starts'), 'utf8').then(
      (text) => text.length,
      () => 0,
    );
  const begin = (command: string, said: string[]) => {
    const before = counted();
    return supervise({
      name: 'worker',
      launch: { command: ['/bin/sh', '-c', command], log: log('worker') },
      isReady: async () => {
        if ((await counted()) === (await before)) throw new Error('not yet');
      },
      say: (line) => said.push(line),
    });
  };

  it('is started again when it ends unasked, and not when it was asked', async () => {
    const said: string[] = [];
    const worker = await begin(`printf x >> ${log('starts')}; exec sleep 600`, said);
    expect(await counted()).toBe(1);
    await worker.crash();
    await until(async () => (await counted()) === 2);
    expect(said[0]).toMatch(/The worker ended unasked .* again in 0\.5 s/);
    await until(() => worker.group() !== 0);
    await worker.restart();
    await until(async () => (await counted()) === 3);
    const last = worker.group();
    await worker.stop();
    expect(isGone(last)).toBe(true);
    expect(await counted()).toBe(3);
  });

  it('that ends before it is ready tells why', async () => {
    await expect(begin('echo DATABASE_URL is missing >&2; exit 2', [])).rejects.toThrow(
      /The worker ended while it was starting:[\s\S]*DATABASE_URL is missing/,
    );
  });
});
