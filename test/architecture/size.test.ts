import { filesOf, functionsOf, read, sourcesOf } from './sources.js';

const product = ['domain', 'workflows', 'activities', 'prisma', 'worker', 'client', 'templates', 'web', 'scripts'].flatMap((folder) =>
  sourcesOf(folder).filter((file) => !file.startsWith('prisma/generated/')),
);

describe('what a person must read at once', () => {
  it('is a file of at most 300 lines', () => {
    expect(product.filter((file) => read(file).split('\n').length > 301)).toEqual([]);
  });

  it('is a function of at most 40 lines, unless it is one table of cases', () => {
    const long = product.flatMap(functionsOf).filter(({ lines }) => lines > 40);
    expect(long.map(({ file, line, lines }) => `${file}:${line} has ${lines}`)).toEqual([]);
  });
});

describe('the project speaks only of itself', () => {
  const files = filesOf('.').filter(
    (file) =>
      !/\.(xlsx|png|pdf|ttf|ico|db|tgz)$/.test(file) &&
      !/^(LICENSE|package-lock\.json|test\/architecture\/size\.test\.ts)$/.test(file) &&
      !file.startsWith('test/replay/'),
  );
  const strangers: [string, RegExp][] = [
    ['paths of one machine', /(?<![\w.$}/:-])\/(root|home|Users|work)\/\w/],
    ['hosts of package registries', /registry\.npm|npmmirror|proxy\.golang|sum\.golang|repo1?\.maven|files\.pythonhosted|index\.crates/],
    ['who or what wrote it', /\b(claude|anthropic|openai|chatgpt|copilot|co-authored-by)\b/i],
  ];

  it.each(strangers)('and not of %s', (_, pattern) => {
    expect(files.filter((file) => pattern.test(read(file)))).toEqual([]);
  });

  it('in a lock file that names no host', () => {
    expect(/"resolved": "https?:/.test(read('package-lock.json'))).toBe(false);
  });

  it.each(['barrels', 'junk drawers'])('without %s', (what) => {
    const named = what === 'barrels' ? /(^|\/)index\.ts$/ : /(^|\/)(utils?|helpers?|misc|manager|dto)s?(\.ts|\/)/i;
    expect(product.filter((file) => named.test(file) && file !== 'workflows/index.ts')).toEqual([]);
  });
});
