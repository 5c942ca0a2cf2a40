import { z } from 'zod';
import { roles } from '../../auth/permissions.js';
import { instant } from './common.js';

/** Roles of a user, each once. */
const roleList = z
  .array(z.enum(roles))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'names a role twice')
  .meta({ uniqueItems: true });
export const userId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be 1 to 64 lower-case letters, digits, dots, dashes or underscores')
  .meta({ example: 'collector-1' });

export const user = z
  .object({ id: z.string(), name: z.string(), email: z.string().nullable(), language: z.string(), active: z.boolean(), roles: z.array(z.string()) })
  .meta({ id: 'User' });

export const newUser = z
  .strictObject({
    id: userId,
    name: z.string().min(1).max(200),
    email: z.email().optional(),
    language: z
      .string()
      .regex(/^[a-z]{2}$/)
      .default('en'),
    roles: roleList,
  })
  .meta({ id: 'NewUser' });

export const userChange = z
  .strictObject({ roles: roleList.optional(), active: z.boolean().optional(), reason: z.string().min(1).max(4000) })
  .meta({ id: 'UserChange' });

export const key = z
  .object({ id: z.string(), userId: z.string(), prefix: z.string(), createdAt: instant, lastUsedAt: instant.nullable(), revokedAt: instant.nullable() })
  .meta({ id: 'ApiKey' });

export const newKey = key.extend({ key: z.string().describe('The key. It is shown this once and not kept') }).meta({ id: 'NewApiKey' });
