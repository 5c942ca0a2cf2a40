import { plain, type Block } from './blocks.js';
import type { ItemLine, Tables } from './tables.js';
import { counting, fill, type Words } from './words.js';
import type { Formats } from './formats.js';

/** A message as plain text: paragraphs on one line each, tables as lists. */
export function textOf(blocks: readonly Block[], tables: Tables | null, words: Words, formats: Formats): string {
  const parts = blocks.map((block) => textOfBlock(block, tables, words, formats)).filter((part) => part !== '');
  return `${parts.join('\n\n')}\n`;
}

function textOfBlock(block: Block, tables: Tables | null, words: Words, formats: Formats): string {
  switch (block.kind) {
    case 'paragraph':
      return block.lines.map(plain).join('\n');
    case 'heading':
      return `${block.text}\n${'-'.repeat(block.text.length)}`;
    case 'list':
      return block.entries.map((entry) => `- ${plain(entry)}`).join('\n');
    case 'items':
      return [...(tables?.lines ?? []).map((line) => textOfItem(line, words, formats)), tables?.further ?? ''].filter(Boolean).join('\n');
    case 'totals':
      return (tables?.totals ?? []).map(({ label, amount }) => `${label}: ${amount}`).join('\n');
    case 'bank':
      return (tables?.bank ?? []).map(({ label, value }) => `${label}: ${value}`).join('\n');
    default:
      return block satisfies never;
  }
}

function textOfItem(line: ItemLine, words: Words, formats: Formats): string {
  const { kind, number, issued, due, days, open, note, item } = line;
  const parts = [`${kind} ${number}`, issued];
  if (due !== '') parts.push(fill(words.dueOn, { day: due }));
  if (days !== '') parts.push(counting(words.overdueBy, item.daysPastDue, formats));
  return `- ${parts.join(', ')}: ${open}${note === '' ? '' : ` (${note})`}`;
}
