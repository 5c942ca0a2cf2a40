#!/usr/bin/env node
// The command line: what was compiled, where it was (an image); else the sources.
import { existsSync } from 'node:fs';

const compiled = new URL('../client/cli/main.js', import.meta.url);
if (existsSync(compiled)) {
  await import(compiled.href);
} else {
  const { prepare } = await import('../scripts/prepare.js');
  prepare();
  const { register } = await import('tsx/esm/api');
  register();
  const { generateClient } = await import('../scripts/services/client.ts');
  await generateClient();
  const doctor = process.argv[2] === 'doctor' && process.argv.length === 3;
  await import(doctor ? '../scripts/doctor.ts' : '../client/cli/main.ts');
}
