import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { create, type Font } from 'fontkit';

/** A font as a document embeds it: only the glyphs that it may need. */
export interface Embedding {
  /** The font program, deflated, and how long it is when it is not. */
  program: Buffer;
  programLength: number;
  /** Glyphs by code point, four hexadecimal digits each. */
  glyphs: readonly (string | undefined)[];
  /** Advance widths by glyph, in thousandths of the font size, as a PDF lists them. */
  widths: string;
  /** The CMap that leads back from glyphs to text, for copying, searching and reading aloud; deflated. */
  toUnicode: Buffer;
}

export interface Face {
  font: Font;
  /** Width of a text in points. */
  width(text: string, size: number): number;
  /** The smallest of the prepared embeddings that has the characters of all these texts, or one made for them. */
  embedding(texts: readonly string[]): Embedding;
}

/** Spaces of other widths, and what else has no shape of its own. */
const alike: Readonly<Record<string, string>> = { '\u00a0': ' ', '\u202f': ' ', '\u2007': ' ', '\u2009': ' ', '\u2011': '-', '\u2212': '-' };

/** What is written in the languages that ship, and then in the rest of Europe's Latin scripts: prepared once, used for almost every document. */
const prepared = [
  [span(0x20, 0x7e), ...'ÄÖÜäöüßÁÉÍÓÚÑáéíóúñÀÈàèÇçê¿¡§°ªº·•–—‘’‚“”„«»…€£¥'].join(''),
  [span(0x20, 0x7e), span(0xa1, 0x17f), 'ȘșȚț', span(0x2013, 0x2026), '€‹›₤₽₺'].join(''),
];

/** Reads a TrueType font and prepares what documents need of it. Throws RangeError when it is of another kind. */
export function openFace(file: string): Face {
  const font = readFont(file);
  const advances: number[] = [];
  const advanceOf = (char: string) => (advances[char.codePointAt(0) ?? 0] ??= font.glyphForCodePoint(drawn(font, char)).advanceWidth / font.unitsPerEm);
  const ready: Embedding[] = [];
  return {
    font,
    width(text, size) {
      let ems = 0;
      for (const char of text) ems += advanceOf(char);
      return ems * size;
    },
    embedding(texts) {
      for (const [at, set] of prepared.entries()) {
        const embedding = (ready[at] ??= embed(font, set));
        if (texts.every((text) => isIn(embedding, text))) return embedding;
      }
      return embed(font, texts.join(''));
    },
  };
}

function readFont(file: string): Font {
  const bytes = readFileSync(file);
  try {
    const font = create(bytes);
    if (!font.createSubset().cff) return font;
  } catch {
    // What can't be read as a font is refused like a font of another kind.
  }
  throw new RangeError(`${file} is no TrueType font; a .ttf with TrueType outlines is needed`);
}

function isIn({ glyphs }: Embedding, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (glyphs[text.charCodeAt(at)] === undefined) return false;
  return true;
}

/** The code point that is drawn for a character: a question mark for what the font has not. */
function drawn(font: Font, char: string): number {
  const codePoint = (alike[char] ?? char).codePointAt(0) ?? 0x20;
  return font.hasGlyphForCodePoint(codePoint) ? codePoint : 0x3f;
}

function embed(font: Font, characters: Iterable<string>): Embedding {
  const subset = font.createSubset();
  const glyphs: string[] = [];
  const widths: number[] = [perMille(font, font.glyphForCodePoint(0).advanceWidth)];
  const unicode = new Map<number, string>();
  for (const char of new Set([...characters, ...Object.keys(alike)])) {
    const codePoint = drawn(font, char);
    const glyph = font.glyphForCodePoint(codePoint);
    const id = subset.includeGlyph(glyph);
    widths[id] = perMille(font, glyph.advanceWidth);
    glyphs[char.codePointAt(0) ?? 0] = hex(id);
    unicode.set(id, `<${hex(id)}> <${utf16(String.fromCodePoint(codePoint))}>`);
  }
  const program = subset.encode();
  return {
    glyphs,
    widths: Array.from(widths, (width) => width ?? 0).join(' '),
    program: deflateSync(program, { level: 9 }),
    programLength: program.length,
    toUnicode: deflateSync(cmapOf([...unicode.values()]), { level: 9 }),
  };
}

/** A CMap lists at most a hundred characters at a time. Source: Adobe Technical Note 5411. */
function cmapOf(lines: readonly string[]): string {
  const groups = Array.from({ length: Math.ceil(lines.length / 100) }, (_, at) => lines.slice(at * 100, at * 100 + 100));
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <ffff>',
    'endcodespacerange',
    ...groups.flatMap((group) => [`${group.length} beginbfchar`, ...group, 'endbfchar']),
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}

const perMille = (font: Font, advance: number): number => Math.round((advance * 1000) / font.unitsPerEm);
const hex = (n: number): string => n.toString(16).padStart(4, '0');
const utf16 = (char: string): string => Array.from({ length: char.length }, (_, at) => hex(char.charCodeAt(at))).join('');

function span(from: number, to: number): string {
  return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, at) => from + at));
}
