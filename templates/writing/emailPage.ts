import type { StatementData } from '../../activities/ports.js';
import type { Block } from './blocks.js';
import type { Shelf } from './shelf.js';
import type { Tables } from './tables.js';
import type { Words } from './words.js';

/** What an e-mail's HTML shows. */
export interface Page {
  subject: string;
  language: string;
  blocks: readonly Block[];
  tables: Tables;
  statement: StatementData;
}

/** An e-mail's HTML: the layout filled with the message; every value is escaped by it. */
export function htmlOf(shelf: Shelf, words: Words, { subject, language, blocks, tables, statement }: Page): string {
  const { entity } = statement;
  return shelf.layout({
    lang: language,
    subject,
    company: entity.name,
    address: entity.addressLines.join(', '),
    reach: [entity.phone, entity.email].filter(Boolean).join(' · '),
    blocks: blocks.map((block) => viewOf(block, tables, words)),
    optOut: entity.email ? { href: optOutOf(statement), label: words.optOut } : null,
  });
}

/** What stands below an e-mail's plain text: who writes, and how to have no more e-mails. */
export function footOf({ statement }: Pick<Page, 'statement'>, words: Words): string {
  const { name, addressLines, phone, email } = statement.entity;
  const lines = [[name, ...addressLines].join(', '), [phone, email].filter(Boolean).join(' · '), email ? `${words.optOut}: ${optOutOf(statement)}` : ''];
  // What stands below two hyphens and a space is no part of what was written, for mail clients and for people. Source: RFC 3676, 4.3.
  return `-- \n${lines.filter(Boolean).join('\n')}\n`;
}

function optOutOf({ entity, customer }: StatementData): string {
  return `mailto:${entity.email}?subject=${encodeURIComponent(`unsubscribe ${customer.number}`)}`;
}

const nothing = { paragraph: null, heading: null, list: null, items: null, totals: null, bank: null };

function viewOf(block: Block, tables: Tables, words: Words): object {
  switch (block.kind) {
    case 'paragraph':
      return { ...nothing, paragraph: block.lines };
    case 'heading':
      return { ...nothing, heading: block.text };
    case 'list':
      return { ...nothing, list: block.entries };
    case 'items':
      return { ...nothing, items: itemsOf(tables, words) };
    case 'totals':
      return { ...nothing, totals: tables.totals };
    case 'bank':
      return { ...nothing, bank: tables.bank.length > 0 ? tables.bank : null };
    default:
      return block satisfies never;
  }
}

function itemsOf({ lines, further }: Tables, { columns }: Words): object {
  const head = [
    { label: columns.document, align: 'left' },
    { label: columns.due, align: 'left' },
    { label: columns.days, align: 'right' },
    { label: columns.open, align: 'right' },
  ];
  return { columns: head, rows: lines, further };
}
