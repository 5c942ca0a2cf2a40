import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Import, importsOf, packageOf, read, root, sourcesOf, targetOf } from './sources.js';

interface Rule {
  folder: string;
  /** Files or folders of ours that may be imported, with their values. */
  values: string[];
  /** …and those of which only the types may be. */
  types: string[];
  /** Packages that may be imported; null: any. */
  packages: RegExp | null;
  never?: RegExp;
  /** Files that may import more packages than their neighbours. */
  except?: { files: RegExp; packages: RegExp }[];
}

/** The import table of the design: imports point one way. */
const rules: Rule[] = [
  {
    folder: 'domain',
    values: ['domain/'],
    types: [],
    packages: /^(temporal-polyfill|date-holidays|decimal\.js)$/,
    except: [{ files: /^domain\/(policy|rehearsal|templates)\//, packages: /^(zod|yaml)$/ }],
  },
  { folder: 'workflows', values: ['workflows/', 'domain/instructing/'], types: ['domain/', 'activities/'], packages: /^@temporalio\/(workflow|common)$/ },
  {
    folder: 'activities',
    values: ['activities/', 'domain/'],
    types: ['prisma/store/', 'prisma/generated/'],
    packages: /^(node:crypto|@temporalio\/(activity|common))$/,
  },
  { folder: 'prisma', values: ['prisma/', 'domain/'], types: [], packages: null, never: /^@temporalio\// },
  {
    folder: 'templates',
    values: ['templates/', 'domain/'],
    types: ['activities/ports'],
    packages: null,
    never: /^(@temporalio\/|@prisma\/|fastify$|nodemailer$|twilio$)/,
  },
  { folder: 'worker', values: ['worker/', 'activities/', 'workflows/', 'domain/', 'prisma/', 'templates/'], types: [], packages: null, never: /^fastify/ },
  {
    folder: 'client',
    values: ['client/', 'domain/', 'workflows/messages', 'prisma/', 'templates/', 'scripts/services/doctor'],
    types: [],
    packages: null,
    never: /^(@temporalio\/(worker|activity|workflow)|nodemailer|twilio)$/,
  },
  { folder: 'web', values: ['web/'], types: ['client/api/'], packages: null, never: /^(@temporalio\/|@prisma\/|node:)/ },
];

const describeImport = ({ file, line, specifier, typeOnly }: Import) => `${file}:${line} imports ${typeOnly ? 'types of ' : ''}${specifier}`;
const allowed = (places: string[], target: string) => places.some((place) => target.startsWith(place));

function breaks({ values, types, packages, never, except = [] }: Rule, each: Import): boolean {
  const target = targetOf(each);
  if (target !== null) return !(allowed(values, target) || (each.typeOnly && allowed(types, target)));
  const name = packageOf(each);
  if (never?.test(name)) return true;
  const excepted = except.some(({ files, packages: more }) => files.test(each.file) && more.test(name));
  return packages !== null && !packages.test(name) && !excepted && !each.typeOnly;
}

const all = rules.map((rule) => ({ rule, imports: sourcesOf(rule.folder).flatMap(importsOf) }));

describe('imports point one way', () => {
  it.each(all.map(({ rule, imports }) => [rule.folder, rule, imports] as const))('from %s', (_, rule, imports) => {
    expect(imports.filter((each) => breaks(rule, each)).map(describeImport)).toEqual([]);
  });

  it('and are found at all', () => {
    expect(all.map(({ imports }) => imports.length).reduce((a, b) => a + b)).toBeGreaterThan(200);
    const sample: Import = { file: 'workflows/x.ts', line: 1, specifier: '../domain/rule/assess.js', typeOnly: false };
    const rule = rules.find(({ folder }) => folder === 'workflows');
    expect(rule && breaks(rule, sample)).toBe(true);
    expect(rule && breaks(rule, { ...sample, typeOnly: true })).toBe(false);
  });

  it('lead to files that exist', () => {
    const broken = all
      .flatMap(({ imports }) => imports)
      .filter((each) => {
        const target = targetOf(each);
        return (
          target !== null &&
          !target.startsWith('prisma/generated/') &&
          !existsSync(path.join(root, target)) &&
          !existsSync(path.join(root, target.replace(/\.ts$/, '.js')))
        );
      });
    expect(broken.map(describeImport)).toEqual([]);
  });

  it('name only packages that package.json asks for', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    const product = all.flatMap(({ imports }) => imports).filter((each) => targetOf(each) === null && !packageOf(each).startsWith('node:'));
    expect(product.filter((each) => !each.typeOnly && !(packageOf(each) in dependencies)).map(describeImport)).toEqual([]);
    expect(product.filter((each) => !(packageOf(each) in { ...dependencies, ...devDependencies })).map(describeImport)).toEqual([]);
  });
});

/** A comment may speak of what the code may not do. */
const codeOf = (file: string) => read(file).replace(/\/\*[\s\S]*?\*\/|(?<![:'"])\/\/.*$/gm, '');

describe('the clock, chance and the surroundings are arguments', () => {
  const reads =
    /\bDate\.now\(|\bnew Date\(\)|\bTemporal\.Now\b|\bMath\.random\(|\brandomUUID\(|\bprocess\.(env|argv|cwd|hrtime)|\bperformance\.now\(|\bfetch\(/;

  it.each(['domain', 'activities', 'templates'])('of %s', (folder) => {
    expect(sourcesOf(folder).filter((file) => reads.test(codeOf(file)))).toEqual([]);
  });

  it('of the store', () => {
    expect(sourcesOf('prisma/store').filter((file) => /\bMath\.random\(|\bprocess\.env/.test(codeOf(file)))).toEqual([]);
  });

  it('of workflows, whose Date is the server’s, and which never format or know a time zone', () => {
    const beyond = /\bprocess\.|\bIntl\.|toLocale|\bTemporal\.|getHours\(|getDate\(|getTimezoneOffset\(|\bfetch\(/;
    expect(sourcesOf('workflows').filter((file) => beyond.test(codeOf(file)))).toEqual([]);
  });
});
