/** Writes docs/schemas: `node --import tsx client/rehearse/publishSchemas.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../packageRoot.js';
import { publishedSchemas } from './publishedSchemas.js';

const folder = join(packageRoot(), 'docs', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of publishedSchemas()) writeFileSync(join(folder, name), `${JSON.stringify(schema, null, 2)}\n`);
