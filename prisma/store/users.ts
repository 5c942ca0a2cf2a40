import type { Db } from './db.js';
import type { Role } from '../../domain/policy/types.js';

/** A person who may use Duly. */
export interface UserRow {
  id: string;
  name: string;
  email: string | null;
  language: string;
  active: boolean;
  roles: Role[];
}

export interface NewUser {
  id: string;
  name: string;
  email: string | null;
  language: string;
  roles: Role[];
}

/** Adds a user with roles; null when the id is taken. */
export async function addUser(db: Db, { roles, ...user }: NewUser): Promise<UserRow | null> {
  if (await db.user.findUnique({ where: { id: user.id } })) return null;
  const row = await db.user.create({ data: { ...user, roles: { create: roles.map((role) => ({ role })) } }, include: { roles: true } });
  return toRow(row);
}

/** All users by id. */
export async function listUsers(db: Db): Promise<UserRow[]> {
  const rows = await db.user.findMany({ include: { roles: true }, orderBy: { id: 'asc' } });
  return rows.map(toRow);
}

/** One user; null when there is none. */
export async function findUser(db: Db, id: string): Promise<UserRow | null> {
  const row = await db.user.findUnique({ where: { id }, include: { roles: true } });
  return row && toRow(row);
}

/** Gives a user exactly these roles; null when there is no such user. */
export async function setRoles(db: Db, id: string, roles: Role[]): Promise<UserRow | null> {
  if (!(await findUser(db, id))) return null;
  await db.userRole.deleteMany({ where: { userId: id } });
  await db.userRole.createMany({ data: roles.map((role) => ({ userId: id, role })) });
  return findUser(db, id);
}

/** Lets a user in or keeps them out; their keys work only while they are active. Null when there is no such user. */
export async function setActive(db: Db, id: string, active: boolean): Promise<UserRow | null> {
  if (!(await findUser(db, id))) return null;
  return toRow(await db.user.update({ where: { id }, data: { active }, include: { roles: true } }));
}

/** Active users who hold a role. */
export async function countActive(db: Db, role: Role): Promise<number> {
  return db.user.count({ where: { active: true, roles: { some: { role } } } });
}

function toRow({ roles, ...user }: Omit<UserRow, 'roles'> & { roles: { role: string }[] }): UserRow {
  return { ...user, roles: roles.map((row) => row.role as Role).sort() };
}
