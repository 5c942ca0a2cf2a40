import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../domain/calendar/day.js';
import { newestPolicy, publishPolicy } from '../../prisma/store/policies.js';
import type { Db } from '../../prisma/store/db.js';

/** Publishes the policies that ship with the product, where none of their name was ever published. Answers the names. */
export async function publishShipped(db: Db, folder: string, at: Instant): Promise<string[]> {
  const published: string[] = [];
  for (const fileName of (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()) {
    const name = fileName.slice(0, -'.yaml'.length);
    if (await newestPolicy(db, name)) continue;
    const source = await readFile(join(folder, fileName), 'utf8');
    await publishPolicy(db, { source, fileName, by: 'system', role: 'system', at });
    published.push(name);
  }
  return published;
}
