import { z } from 'zod';

/** What the API needs to know of its surroundings. */
export interface ApiConfig {
  databaseUrl: string;
  temporal: { address: string; namespace: string };
  host: string;
  port: number;
  dataDir: string;
  /** A folder with the user's own templates; null: the ones that ship. */
  templatesDir: string | null;
  logLevel: string;
}

/** The environment does not make an API; the message names each variable and what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const environment = z.object({
  DATABASE_URL: z
    .string({ error: 'is missing; it should be like postgresql://user:password@host:5432/duly' })
    .regex(/^postgres(ql)?:\/\//, { error: 'should be like postgresql://user:password@host:5432/duly' }),
  TEMPORAL_ADDRESS: z.string({ error: 'is missing; it should be like localhost:7233' }).regex(/^[^/\s]+:\d+$/, { error: 'should be like localhost:7233' }),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number({ error: 'should be a port number' })
    .int({ error: 'should be a port number' })
    .min(0)
    .max(65_535, { error: 'should be a port number' })
    .default(4400),
  DULY_DATA_DIR: z.string().default('.duly'),
  DULY_TEMPLATES: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

/** Reads the API's environment; an empty variable counts as missing. Throws ConfigError that names all that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ApiConfig {
  const read = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!read.success) throw new ConfigError(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'));
  const it = read.data;
  return {
    databaseUrl: it.DATABASE_URL,
    temporal: { address: it.TEMPORAL_ADDRESS, namespace: it.TEMPORAL_NAMESPACE },
    host: it.HOST,
    port: it.PORT,
    dataDir: it.DULY_DATA_DIR,
    templatesDir: it.DULY_TEMPLATES ?? null,
    logLevel: it.LOG_LEVEL,
  };
}
