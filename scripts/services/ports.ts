import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Whether nothing listens on the loopback port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A loopback port that nothing listens on. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port was given.'))));
    });
  });
}

/** Where things are when nothing else has the port. */
const preferred = { api: 4400, temporal: 4401, temporalUi: 4402, mailbox: 4403, smtp: 4404, sms: 4405, postgres: 4406 };

export type Ports = typeof preferred;

async function read(file: string): Promise<Partial<Ports>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Ports>;
  } catch {
    return {};
  }
}

/** The ports of a data folder: those of the last time where they are free, else the preferred ones, else any; kept in `file`. */
export async function keepPorts(file: string): Promise<Ports> {
  const former = await read(file);
  const ports = { ...preferred };
  const taken = new Set<number>();
  for (const name of Object.keys(preferred) as (keyof Ports)[]) {
    const wanted = former[name] ?? preferred[name];
    let port = wanted;
    while (taken.has(port) || !(await isFree(port))) port = await findFreePort();
    taken.add(port);
    ports[name] = port;
  }
  await writeFile(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
}
