import type { Face } from './face.js';

/** Points in a millimetre. */
export const mm = 72 / 25.4;

/** A node of the document's structure, for those who have it read aloud. */
export interface Element {
  tag: 'H1' | 'H2' | 'P' | 'L' | 'LI' | 'LBody' | 'Table' | 'TR' | 'TH' | 'TD';
  parent: Element | null;
}

/** Something on a page. `y` is counted in points from the top: of a text, its baseline. `element` null: decoration, not read. */
export type Mark =
  | { kind: 'text'; x: number; y: number; size: number; bold: boolean; colour: Colour; text: string; element: Element | null }
  | { kind: 'rule'; x: number; y: number; width: number; weight: number; colour: Colour }
  | { kind: 'code'; x: number; y: number; width: number; modules: readonly (readonly boolean[])[] };

export type Colour = 'ink' | 'grey' | 'pale' | 'accent';

export interface Faces {
  regular: Face;
  bold: Face;
}

/** Width and height in points, by the paper that a country uses. Source: CLDR, measurement data (paper size). */
export function paperSize(country: string): { width: number; height: number } {
  const letter = ['BZ', 'CA', 'CL', 'CO', 'CR', 'GT', 'MX', 'NI', 'PA', 'PH', 'PR', 'SV', 'US', 'VE'];
  return letter.includes(country) ? { width: 612, height: 792 } : { width: 595.28, height: 841.89 };
}

interface Style {
  size?: number;
  bold?: boolean;
  colour?: Colour;
  element?: Element | null;
}

/** Pages on which things are put where they will be; nothing is written before all of it is there. */
export class Paper {
  readonly pages: Mark[][] = [];
  /** Where the next thing goes, in points from the top. */
  y = 0;

  constructor(
    readonly faces: Faces,
    readonly size: { width: number; height: number },
    readonly margin: { top: number; right: number; bottom: number; left: number },
  ) {
    this.turn();
  }

  get innerWidth(): number {
    return this.size.width - this.margin.left - this.margin.right;
  }

  /** Begins a page. */
  turn(): void {
    this.pages.push([]);
    this.y = this.margin.top;
  }

  /** Whether so many points are left on this page. */
  fits(height: number): boolean {
    return this.y + height <= this.size.height - this.margin.bottom;
  }

  /** Begins a page when less than this is left. */
  reserve(height: number): void {
    if (!this.fits(height)) this.turn();
  }

  width(text: string, size: number, bold = false): number {
    return (bold ? this.faces.bold : this.faces.regular).width(text, size);
  }

  /** Puts a text on a page, the last one if none is named. It is not broken: see `broken`. */
  text(text: string, x: number, y: number, style: Style = {}, page = this.pages.length - 1): void {
    const { size = 10, bold = false, colour = 'ink', element = null } = style;
    if (text !== '') this.pages[page]?.push({ kind: 'text', x, y, size, bold, colour, text: text.normalize('NFC'), element });
  }

  /** Puts a text so that it ends at `right`. */
  textTo(text: string, right: number, y: number, style: Style = {}, page?: number): void {
    this.text(text, right - this.width(text, style.size ?? 10, style.bold), y, style, page);
  }

  rule(x: number, y: number, width: number, { weight = 0.5, colour = 'grey' as Colour } = {}): void {
    this.pages.at(-1)?.push({ kind: 'rule', x, y, width, weight, colour });
  }

  /** Puts a square of modules, true for dark, with its upper left corner at `x`, `y`. */
  code(modules: readonly (readonly boolean[])[], x: number, y: number, width: number): void {
    this.pages.at(-1)?.push({ kind: 'code', x, y, width, modules });
  }

  /** The size, no larger than `size`, at which a text is no wider than this. */
  sizeToFit(text: string, width: number, size: number, bold = false): number {
    return Math.min(size, (size * width) / Math.max(this.width(text, size, bold), 1));
  }

  /** A text in lines of at most this width: broken at spaces, and inside a word that is too long for a line of its own. */
  broken(text: string, width: number, size: number, bold = false): string[] {
    if (this.width(text, size, bold) <= width) return [text];
    const lines: string[] = [];
    for (const word of text.split(/ +/).flatMap((each) => this.cut(each, width, size, bold))) {
      const last = lines.at(-1);
      if (last !== undefined && this.width(`${last} ${word}`, size, bold) <= width) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  }

  private cut(word: string, width: number, size: number, bold: boolean): string[] {
    if (this.width(word, size, bold) <= width) return [word];
    const parts: string[] = [''];
    for (const char of word) {
      const part = parts.at(-1) ?? '';
      if (part !== '' && this.width(part + char, size, bold) > width) parts.push(char);
      else parts[parts.length - 1] = part + char;
    }
    return parts;
  }
}
