import { blockNames, type BlockName } from './compile.js';

/** A piece of a line: bold between `**`. */
export interface Run {
  text: string;
  bold: boolean;
}

export type Line = Run[];

/** A message as it is laid out: what the text says, and where the tables go. */
export type Block = { kind: 'paragraph'; lines: Line[] } | { kind: 'heading'; text: string } | { kind: 'list'; entries: Line[] } | { kind: BlockName };

/** Reads a filled-in text as blocks: an empty line ends a paragraph, `# ` heads, `- ` lists, `**bold**`. */
export function blocksOf(text: string): Block[] {
  const pieces = text
    .replace(/\r\n/g, '\n')
    .split(/\n[ \t]*\n/)
    .flatMap(splitMarks)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  return joinLists(pieces.flatMap(read));
}

/** A line without its marks. */
export function plain(line: Line): string {
  return line.map(({ text }) => text).join('');
}

function splitMarks(piece: string): string[] {
  return piece.split(/(\u0001\w+\u0001)/);
}

function read(piece: string): Block[] {
  const mark = blockNames.find((name) => piece === `\u0001${name}\u0001`);
  if (mark) return [{ kind: mark }];
  const lines = piece
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first, ...rest] = lines;
  if (first?.startsWith('# ')) return [{ kind: 'heading', text: first.slice(2) }, ...(rest.length > 0 ? read(rest.join('\n')) : [])];
  if (first?.startsWith('- ')) return readList(lines);
  const list = lines.findIndex((line) => line.startsWith('- '));
  if (list > 0) return [...read(lines.slice(0, list).join('\n')), ...readList(lines.slice(list))];
  return [{ kind: 'paragraph', lines: lines.map(readLine) }];
}

function readList(lines: readonly string[]): Block[] {
  const after = lines.findIndex((line) => !line.startsWith('- '));
  const entries = after < 0 ? lines : lines.slice(0, after);
  const list: Block = { kind: 'list', entries: entries.map((line) => readLine(line.slice(2))) };
  return after < 0 ? [list] : [list, ...read(lines.slice(after).join('\n'))];
}

function readLine(text: string): Line {
  return text
    .split('**')
    .map((part, at) => ({ text: part, bold: at % 2 === 1 }))
    .filter((run) => run.text !== '');
}

function joinLists(blocks: readonly Block[]): Block[] {
  return blocks.reduce<Block[]>((joined, block) => {
    const before = joined.at(-1);
    if (block.kind === 'list' && before?.kind === 'list') before.entries.push(...block.entries);
    else joined.push(block);
    return joined;
  }, []);
}
