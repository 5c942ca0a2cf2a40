import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { workflowBundle } from '../../worker/bundle.js';

describe('The workflows’ bundle', () => {
  it('is built once and then loaded', async () => {
    const { codePath } = await workflowBundle();
    const built = await stat(codePath);
    expect((await workflowBundle()).codePath).toBe(codePath);
    expect((await stat(codePath)).mtimeMs).toBe(built.mtimeMs);
  });

  it('holds no zod, prisma, handlebars, calendars, decimals or Node modules', async () => {
    const { codePath } = await workflowBundle();
    const code = (await readFile(codePath, 'utf8')).replace(/\/\/# sourceMappingURL=.*/s, '');
    const modules = [...code.matchAll(/^\/\*\*\*\/ "([^"]+)"/gm)].map(([, name]) => name ?? '');
    expect(modules.some((name) => name.includes('workflows/collectAccount'))).toBe(true);
    const strangers = modules.filter((name) =>
      /node_modules\/(zod|@?prisma|handlebars|pg|temporal-polyfill|date-holidays|decimal\.js|nodemailer|twilio)\b|^node:/.test(name),
    );
    expect(strangers).toEqual([]);
  });

  it('holds nothing of the rule but the refusal of instructions and what may be chosen in them', async () => {
    const { codePath } = await workflowBundle();
    const code = await readFile(codePath, 'utf8');
    const ours = [...code.matchAll(/^\/\*\*\*\/ "\.\/(domain|activities|prisma|worker|client)\/([^"]+)"/gm)].map(([, folder, file]) => `${folder}/${file}`);
    expect(ours.sort()).toEqual(['domain/instructing/choices.ts', 'domain/instructing/refuse.ts', 'domain/instructing/shape.ts']);
  });
});
