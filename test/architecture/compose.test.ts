import { parse } from 'yaml';
import { read } from './sources.js';

interface Service {
  image: string;
  restart: string;
  healthcheck?: unknown;
  container_name?: string;
  ports?: string[];
  command?: string[];
}

const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const all = Object.entries(services);

describe('docker-compose.yml', () => {
  it('pins every image to a release, and so does the Dockerfile', () => {
    const images = [...all.map(([, { image }]) => image), ...[...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map((match) => match[1] ?? '')];
    expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?([-@]|$)/.test(image))).toEqual([]);
  });

  it('watches the health of everything that stays, and starts it again', () => {
    const staying = all.filter(([, { restart }]) => restart === 'unless-stopped');
    expect(staying.map(([name]) => name).toSorted()).toEqual(['api', 'postgres', 'temporal', 'temporal-postgres', 'temporal-ui', 'worker']);
    expect(staying.filter(([, { healthcheck }]) => !healthcheck)).toEqual([]);
    expect(all.filter(([, { restart }]) => !['unless-stopped', 'on-failure'].includes(restart))).toEqual([]);
  });

  it('lets the workers be many: no fixed names, no published ports', () => {
    expect(all.filter(([, { container_name: name }]) => name !== undefined)).toEqual([]);
    expect(services['worker']?.ports).toBeUndefined();
  });

  it('publishes to this machine alone', () => {
    expect(all.flatMap(([, { ports }]) => ports ?? []).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('starts programs that exist', () => {
    const programs = all.flatMap(([, { command, image }]) => (image.startsWith('duly') ? (command?.[1] ?? []) : []));
    for (const program of programs) expect(read(program.replace(/\.js$/, '.ts')).length).toBeGreaterThan(0);
  });
});
