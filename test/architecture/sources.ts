import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const left = new Set(['node_modules', 'dist', '.git', 'coverage', 'generated']);

/** Every file of the project below a folder, as paths from the root; without what is installed, built, generated or kept at run time. */
export function filesOf(folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true }).filter(({ name }) => !left.has(name) && !name.startsWith('.duly'));
  return entries.flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesOf(file) : entry.isFile() ? [file] : [];
  });
}

export const sourcesOf = (folder: string): string[] => filesOf(folder).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));

export const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

export interface Import {
  file: string;
  line: number;
  specifier: string;
  /** Whether it vanishes when compiled. */
  typeOnly: boolean;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

/** What a file imports, statically or not. */
export function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, specifier: specifier.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnly(node));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0], false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The file of ours that an import means; null for a package. */
export function targetOf({ file, specifier }: Import): string | null {
  if (!specifier.startsWith('.')) return null;
  return path.posix.join(path.posix.dirname(file), specifier.replace(/\.js$/, '.ts'));
}

/** The package that an import means, without the path into it. */
export function packageOf({ specifier }: Import): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

export interface FunctionSize {
  file: string;
  line: number;
  lines: number;
}

function isTable(body: ts.Node): boolean {
  if (!ts.isBlock(body)) return false;
  const [last, ...before] = body.statements.toReversed();
  return !!last && ts.isSwitchStatement(last) && before.every(ts.isVariableStatement);
}

/** How long each function of a file is; one that is little but a switch is a table, and is left out. */
export function functionsOf(file: string): FunctionSize[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const found: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && !isTable(node.body)) {
      found.push({ file, line: lineOf(node.getStart()) + 1, lines: lineOf(node.end) - lineOf(node.getStart()) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
