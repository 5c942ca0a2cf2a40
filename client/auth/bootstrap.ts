import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addKey } from '../../prisma/store/apiKeys.js';
import { appendAudit } from '../../prisma/store/audit.js';
import type { PrismaClient } from '../../prisma/generated/client.js';
import { addUser, countActive } from '../../prisma/store/users.js';
import type { Role } from '../../domain/policy/types.js';
import { makeKey } from './keys.js';

/** Where the key of a user is kept on this machine, for the command line. */
export const keyFile = (dataDir: string, userId: string): string => join(dataDir, 'keys', userId);

/** Writes a key so that only its owner can read it. */
export async function saveKey(dataDir: string, userId: string, key: string): Promise<string> {
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
  const file = keyFile(dataDir, userId);
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return file;
}

/**
 * Makes sure that somebody can get in: where no administrator is active, adds the user `admin`
 * and writes a key of theirs to `<data dir>/keys/admin`. Answers the file; null when there was nothing to do.
 */
export async function bootstrapAdmin(db: PrismaClient, dataDir: string): Promise<string | null> {
  if ((await countActive(db, 'admin')) > 0) return null;
  const key = await createUserWithKey(db, { id: 'admin', name: 'Administrator', roles: ['admin'] });
  return key && saveKey(dataDir, 'admin', key);
}

/** Adds a user and a first key, as the system. Answers the key, which is shown this once; null when the id is taken. */
export async function createUserWithKey(
  db: PrismaClient,
  user: { id: string; name: string; roles: Role[]; email?: string; language?: string },
): Promise<string | null> {
  const { key, ...kept } = makeKey();
  const at = new Date().toISOString();
  return db.$transaction(async (tx) => {
    const added = await addUser(tx, { id: user.id, name: user.name, roles: user.roles, email: user.email ?? null, language: user.language ?? 'en' });
    if (!added) return null;
    await addKey(tx, { userId: user.id, ...kept, at });
    await appendAudit(tx, {
      at,
      actor: 'system',
      role: 'system',
      action: 'user.add',
      subject: 'user',
      subjectId: user.id,
      change: { roles: user.roles, key: kept.prefix },
    });
    return key;
  });
}
