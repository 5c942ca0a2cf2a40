import { fromInstant, toInstant, type Db } from './db.js';
import type { Instant } from '../../domain/calendar/day.js';
import type { Role } from '../../domain/policy/types.js';

/** A key as lists show it: never its secret. */
export interface ApiKeyRow {
  id: string;
  userId: string;
  prefix: string;
  createdAt: Instant;
  lastUsedAt: Instant | null;
  revokedAt: Instant | null;
}

/** A key that may be used, with its owner. */
export interface UsableKey {
  id: string;
  sha256: string;
  userId: string;
  userName: string;
  roles: Role[];
  lastUsedAt: Instant | null;
}

/** The keys with this prefix that are not revoked and whose owner is active. */
export async function usableKeys(db: Db, prefix: string): Promise<UsableKey[]> {
  const keys = await db.apiKey.findMany({ where: { prefix, revokedAt: null, user: { active: true } }, include: { user: { include: { roles: true } } } });
  return keys.map(({ id, sha256, lastUsedAt, user }) => ({
    id,
    sha256,
    userId: user.id,
    userName: user.name,
    roles: user.roles.map((row) => row.role as Role),
    lastUsedAt: lastUsedAt && fromInstant(lastUsedAt),
  }));
}

/** Keeps a new key's hash. */
export async function addKey(db: Db, key: { userId: string; prefix: string; sha256: string; at: Instant }): Promise<ApiKeyRow> {
  const { at, ...rest } = key;
  return toRow(await db.apiKey.create({ data: { ...rest, createdAt: toInstant(at) } }));
}

/** All keys, newest last; of one user when named. */
export async function listKeys(db: Db, userId?: string): Promise<ApiKeyRow[]> {
  const keys = await db.apiKey.findMany({ where: userId ? { userId } : {}, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return keys.map(toRow);
}

/** Revokes a key for good; null when there is no such key. Revoking twice keeps the first instant. */
export async function revokeKey(db: Db, idOrPrefix: string, at: Instant): Promise<ApiKeyRow | null> {
  const key = await db.apiKey.findFirst({ where: { OR: [{ id: idOrPrefix }, { prefix: idOrPrefix }] } });
  if (!key) return null;
  if (key.revokedAt) return toRow(key);
  return toRow(await db.apiKey.update({ where: { id: key.id }, data: { revokedAt: toInstant(at) } }));
}

/** Notes that a key was used. */
export async function keyUsed(db: Db, id: string, at: Instant): Promise<void> {
  await db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: toInstant(at) } });
}

function toRow(key: { id: string; userId: string; prefix: string; createdAt: Date; lastUsedAt: Date | null; revokedAt: Date | null }): ApiKeyRow {
  return {
    id: key.id,
    userId: key.userId,
    prefix: key.prefix,
    createdAt: fromInstant(key.createdAt),
    lastUsedAt: key.lastUsedAt && fromInstant(key.lastUsedAt),
    revokedAt: key.revokedAt && fromInstant(key.revokedAt),
  };
}
