/** `npm run format`: writes every file as the formatter wants it. */
import { run } from './services/commands.js';
import { root } from './services/workspace.js';

await run('node_modules/.bin/oxfmt', ['--write'], { cwd: root });
