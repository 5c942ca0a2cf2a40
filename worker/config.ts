import { z } from 'zod';

/** What the worker needs to know of its surroundings. */
export interface WorkerConfig {
  databaseUrl: string;
  temporal: { address: string; namespace: string };
  smtpUrl: string;
  /** The one address that the mail server may send from; null: it may send from the entities' own. */
  smtpFrom: string | null;
  /** null: no SMS is sent. */
  twilio: { accountSid: string; authToken: string; from: string; /** Another server that speaks Twilio's API. */ baseUrl: string | null } | null;
  /** Where files for third parties and letters go. */
  dataDir: string;
  /** A folder with the user's own templates; null: the ones that ship. */
  templatesDir: string | null;
  /** In whose mornings the daily enrolment runs. */
  timeZone: string;
}

/** The environment does not make a worker; the message names each variable and what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const url = (protocols: string[], example: string) =>
  z.string({ error: `is missing; it should be like ${example}` }).refine((text) => isUrl(text, protocols), { error: `should be like ${example}` });

const environment = z.object({
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/duly'),
  TEMPORAL_ADDRESS: z.string({ error: 'is missing; it should be like localhost:7233' }).regex(/^[^/\s]+:\d+$/, { error: 'should be like localhost:7233' }),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@host:587'),
  SMTP_FROM: z.email({ error: 'should be an e-mail address' }).optional(),
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z.string().optional(),
  TWILIO_BASE_URL: url(['http:', 'https:'], 'http://localhost:4010').optional(),
  DULY_DATA_DIR: z.string().default('.duly'),
  DULY_TEMPLATES: z.string().optional(),
  DULY_TIME_ZONE: z.string().refine(isTimeZone, { error: 'should be a time zone like Europe/Berlin' }).default('UTC'),
});

type Environment = z.infer<typeof environment>;

/** Reads the worker's environment; an empty variable counts as missing. Throws ConfigError that names all that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = environment.safeParse(set);
  if (!read.success) throw new ConfigError(read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n'));
  const it = read.data;
  return {
    databaseUrl: it.DATABASE_URL,
    temporal: { address: it.TEMPORAL_ADDRESS, namespace: it.TEMPORAL_NAMESPACE },
    smtpUrl: it.SMTP_URL,
    smtpFrom: it.SMTP_FROM ?? null,
    twilio: readTwilio(it),
    dataDir: it.DULY_DATA_DIR,
    templatesDir: it.DULY_TEMPLATES ?? null,
    timeZone: it.DULY_TIME_ZONE,
  };
}

/** All three of Twilio's variables or none. */
function readTwilio(it: Environment): WorkerConfig['twilio'] {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = it;
  if (accountSid && authToken && from) return { accountSid, authToken, from, baseUrl: it.TWILIO_BASE_URL ?? null };
  const missing = (['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const).filter((name) => !it[name]);
  if (missing.length === 3) return null;
  throw new ConfigError(`${missing.join(' and ')} missing; SMS needs all three of Twilio's variables, or none of them`);
}

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
