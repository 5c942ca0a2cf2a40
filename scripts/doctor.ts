/** `npm run doctor`: what was found, what is missing, and how to get it. */
import path from 'node:path';
import { describe, doctor } from './services/doctor.js';

const diagnosis = await doctor(path.resolve(process.env['DULY_DATA_DIR'] || '.duly'));
console.log(describe(diagnosis));
process.exit(diagnosis.ok ? 0 : 1);
