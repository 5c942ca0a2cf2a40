import { inflateSync } from 'node:zlib';

/** The text of each page of a PDF that was written here, a line for each piece, read back through its fonts' own maps. */
export function pagesOf(pdf: Uint8Array): string[] {
  const objects = objectsOf(Buffer.from(pdf));
  const resources = [...objects.values()].find(({ head }) => head.includes('/Font << /F1'))?.head ?? '';
  const fonts = new Map(['F1', 'F2'].map((name) => [name, cmapOf(objects, reference(resources, `/${name}`))]));
  const kids = [...objects.values()].find(({ head }) => head.includes('/Type /Pages'))?.head ?? '';
  return [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => {
    const content = objects.get(reference(objects.get(Number(id))?.head ?? '', '/Contents'))?.stream.toString('latin1') ?? '';
    return [...content.matchAll(/\/(F\d) \S+ Tf \S+ \S+ Td <([0-9a-f]*)> Tj/g)].map(([, font = '', hex = '']) => decode(hex, fonts.get(font))).join('\n');
  });
}

interface PdfObject {
  head: string;
  stream: Buffer;
}

function objectsOf(pdf: Buffer): Map<number, PdfObject> {
  const text = pdf.toString('latin1');
  const table = text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]));
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n/gm)].map(([, offset]) => Number(offset));
  return new Map(offsets.map((offset, at) => [at + 1, objectAt(pdf, text, offset, at + 1)]));
}

function objectAt(pdf: Buffer, text: string, offset: number, id: number): PdfObject {
  if (!text.startsWith(`${id} 0 obj\n`, offset)) throw new Error(`The table of contents is wrong about object ${id}`);
  const head = text.slice(offset, Math.min(...['\nendobj', '\nstream\n'].map((end) => text.indexOf(end, offset)).filter((at) => at > 0)));
  const begin = offset + head.length + '\nstream\n'.length;
  const length = Number(/\/Length (\d+) >>/.exec(head)?.[1] ?? 0);
  const bytes = pdf.subarray(begin, begin + length);
  return { head, stream: length === 0 ? Buffer.alloc(0) : head.includes('FlateDecode') ? inflateSync(bytes) : bytes };
}

function cmapOf(objects: Map<number, PdfObject>, font: number): Map<string, string> {
  const cmap = objects.get(reference(objects.get(font)?.head ?? '', '/ToUnicode'))?.stream.toString('latin1') ?? '';
  return new Map(
    [...cmap.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gm)].map(([, glyph = '', utf16 = '']) => [
      glyph,
      Buffer.from(utf16, 'hex').swap16().toString('utf16le'),
    ]),
  );
}

function decode(hex: string, cmap: Map<string, string> | undefined): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => cmap?.get(glyph) ?? '\ufffd').join('');
}

const reference = (text: string, name: string): number => Number(new RegExp(`${name} (\\d+) 0 R`).exec(text)?.[1]);
