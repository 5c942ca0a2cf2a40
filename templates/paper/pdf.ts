import type { Embedding, Face } from './face.js';
import type { Colour, Element, Mark, Paper } from './paper.js';
import { PdfFile, pdfText } from './pdfFile.js';
import { Structure } from './structure.js';

/** What a viewer shows of a document besides its pages. */
export interface Title {
  title: string;
  author: string;
  /** BCP 47 tag. */
  language: string;
  /** The day that it carries as the day it was made, so that the same message is the same file. */
  onDay: string;
  /** `false` leaves the pages readable in the file, to look into it. */
  compress?: boolean;
}

const colours: Readonly<Record<Colour, string>> = { ink: '0.13 g', grey: '0.4 g', pale: '0.85 g', accent: '0.12 0.23 0.37 rg' };

/** Writes the pages as a tagged PDF. */
export function writePdf(paper: Paper, { title, author, language, onDay, compress = true }: Title): Uint8Array {
  const file = new PdfFile(compress);
  const structure = new Structure(file);
  const fonts = fontsOf(paper);
  const resources = file.add(`<< /Font << /F1 ${embed(file, paper.faces.regular, fonts.regular)} /F2 ${embed(file, paper.faces.bold, fonts.bold)} >> >>`);
  const all = file.add();
  const { width, height } = paper.size;
  const pages = paper.pages.map((marks, at) => {
    const page = file.add();
    structure.turn();
    const content = file.stream(
      Buffer.from(
        contentOf(marks, height, fonts, (element) => structure.piece(element, page)),
        'latin1',
      ),
    );
    file.set(
      page,
      `<< /Type /Page /Parent ${all} /MediaBox [0 0 ${width} ${height}] /Resources ${resources} /Contents ${content} /StructParents ${at} /Tabs /S >>`,
    );
    return page;
  });
  structure.end();
  file.set(all, `<< /Type /Pages /Count ${pages.length} /Kids [${pages.join(' ')}] >>`);
  const root = file.add(
    `<< /Type /Catalog /Pages ${all} /Lang ${pdfText(language)} /MarkInfo << /Marked true >> /StructTreeRoot ${structure.root} /ViewerPreferences << /DisplayDocTitle true >> >>`,
  );
  const info = file.add(`<< /Title ${pdfText(title)} /Author ${pdfText(author)} /Producer (Duly) /CreationDate (D:${onDay.replaceAll('-', '')}000000Z) >>`);
  return file.bytes(root, info);
}

interface Fonts {
  regular: Embedding;
  bold: Embedding;
}

/** Both faces, each with the glyphs that the pages need. */
function fontsOf({ pages, faces }: Paper): Fonts {
  const texts = { regular: [] as string[], bold: [] as string[] };
  for (const marks of pages) for (const mark of marks) if (mark.kind === 'text') texts[mark.bold ? 'bold' : 'regular'].push(mark.text);
  return { regular: faces.regular.embedding(texts.regular), bold: faces.bold.embedding(texts.bold) };
}

function embed(file: PdfFile, { font }: Face, { program, programLength, widths, toUnicode }: Embedding): string {
  const units = (value: number) => Math.round((value * 1000) / font.unitsPerEm);
  const { minX, minY, maxX, maxY } = font.bbox;
  const name = `DULYAA+${font.postscriptName.replace(/[^\w-]/g, '')}`;
  const fontFile = file.stream(program, { deflated: true, entries: `/Length1 ${programLength} ` });
  const descriptor = file.add(
    `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [${[minX, minY, maxX, maxY].map(units).join(' ')}] /ItalicAngle ${font.italicAngle} ` +
      `/Ascent ${units(font.ascent)} /Descent ${units(font.descent)} /CapHeight ${units(font.capHeight)} /StemV 80 /FontFile2 ${fontFile} >>`,
  );
  const descendant = file.add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ` +
      `/CIDToGIDMap /Identity /FontDescriptor ${descriptor} /W [0 [${widths}]] >>`,
  );
  const cmap = file.stream(toUnicode, { deflated: true });
  return file.add(`<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${descendant}] /ToUnicode ${cmap} >>`);
}

/** A page's operators. Marks of one element that follow each other are one piece; decoration is none. */
function contentOf(marks: readonly Mark[], height: number, fonts: Fonts, piece: (element: Element) => number): string {
  let content = '';
  let open: Element | null | undefined;
  for (const mark of marks) {
    const element = mark.kind === 'text' ? mark.element : null;
    if (element !== open) {
      content += `${open === undefined ? '' : 'EMC\n'}${element ? `/${element.tag} << /MCID ${piece(element)} >> BDC\n` : '/Artifact BMC\n'}`;
      open = element;
    }
    content += operators(mark, height, fonts);
  }
  return open === undefined ? content : `${content}EMC\n`;
}

function operators(mark: Mark, height: number, fonts: Fonts): string {
  if (mark.kind === 'code') return codeOperators(mark, height);
  const colour = colours[mark.colour];
  if (mark.kind === 'rule') return `${colour} ${round(mark.x)} ${round(height - mark.y)} ${round(mark.width)} ${mark.weight} re f\n`;
  const { glyphs } = mark.bold ? fonts.bold : fonts.regular;
  let hex = '';
  for (const char of mark.text) hex += glyphs[char.codePointAt(0) ?? 0] ?? '0000';
  return `${colour} BT /${mark.bold ? 'F2' : 'F1'} ${round(mark.size)} Tf ${round(mark.x)} ${round(height - mark.y)} Td <${hex}> Tj ET\n`;
}

/** Runs of dark modules as rectangles, filled in one go so that no seam shows between rows. */
function codeOperators({ x, y, width, modules }: Extract<Mark, { kind: 'code' }>, height: number): string {
  const side = width / modules.length;
  const precise = (points: number) => Math.round(points * 10_000) / 10_000;
  const runs = modules.flatMap((row, at) =>
    row.flatMap((dark, from) => {
      if (!dark || row[from - 1]) return [];
      const end = row.indexOf(false, from);
      const length = (end === -1 ? row.length : end) - from;
      return `${precise(x + from * side)} ${precise(height - y - (at + 1) * side)} ${precise(length * side)} ${precise(side)} re`;
    }),
  );
  return `0 g ${runs.join(' ')} f\n`;
}

const round = (points: number): number => Math.round(points * 100) / 100;
