import { keyUsed, usableKeys } from '../../prisma/store/apiKeys.js';
import type { Db } from '../../prisma/store/db.js';
import type { Role } from '../../domain/policy/types.js';
import { keyMatches, prefixOf } from './keys.js';

/** Who calls, as their key says. */
export interface Caller {
  userId: string;
  name: string;
  roles: Role[];
}

const noteUseEveryMs = 60_000;

/** The caller that an `Authorization` header proves; null when it proves none. A key's use is noted at most once a minute. */
export async function authenticate(db: Db, header: string | undefined): Promise<Caller | null> {
  const key = /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
  const prefix = key ? prefixOf(key) : null;
  if (!key || !prefix) return null;
  const found = (await usableKeys(db, prefix)).find((candidate) => keyMatches(key, candidate.sha256));
  if (!found) return null;
  const now = new Date();
  if (!found.lastUsedAt || now.getTime() - Date.parse(found.lastUsedAt) > noteUseEveryMs) await keyUsed(db, found.id, now.toISOString());
  return { userId: found.userId, name: found.userName, roles: found.roles };
}
