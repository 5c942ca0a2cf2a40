import { deflateSync } from 'node:zlib';

/** The objects of a PDF, and the file that they make. Source: ISO 32000-1, 7.3 (objects) and 7.5 (file structure). */
export class PdfFile {
  private readonly bodies: (string | readonly [string, Uint8Array])[] = [];

  constructor(private readonly compress: boolean) {}

  /** Adds an object, or keeps its place for later; answers its reference. */
  add(body = ''): string {
    this.bodies.push(body);
    return `${this.bodies.length} 0 R`;
  }

  /** Says what an object is whose place was kept. */
  set(reference: string, body: string): void {
    this.bodies[Number.parseInt(reference, 10) - 1] = body;
  }

  /** Adds a stream. One that is deflated already is given as such. */
  stream(content: Uint8Array, { deflated = false, entries = '' } = {}): string {
    const bytes = deflated || !this.compress ? content : deflateSync(content, { level: 3 });
    const filter = deflated || this.compress ? '/Filter /FlateDecode ' : '';
    this.bodies.push([`<< ${filter}${entries}/Length ${bytes.length} >>`, bytes]);
    return `${this.bodies.length} 0 R`;
  }

  /** The whole file. */
  bytes(root: string, info: string): Uint8Array {
    const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n', 'latin1')];
    const offsets: number[] = [];
    let length = parts[0]?.length ?? 0;
    let text = '';
    const put = (bytes: Buffer) => {
      parts.push(bytes);
      length += bytes.length;
    };
    this.bodies.forEach((body, at) => {
      offsets.push(length + text.length);
      if (typeof body === 'string') {
        text += `${at + 1} 0 obj\n${body}\nendobj\n`;
        return;
      }
      put(Buffer.from(`${text}${at + 1} 0 obj\n${body[0]}\nstream\n`, 'latin1'));
      put(Buffer.from(body[1].buffer, body[1].byteOffset, body[1].length));
      text = '\nendstream\nendobj\n';
    });
    const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const size = offsets.length + 1;
    const end = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root ${root} /Info ${info} >>\nstartxref\n${length + text.length}\n%%EOF\n`;
    put(Buffer.from(text + end, 'latin1'));
    return Buffer.concat(parts);
  }
}

/** A text as a PDF has it outside of pages. */
export function pdfText(text: string): string {
  return `<${Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('hex')}>`;
}
