import type { Element } from './paper.js';
import type { PdfFile } from './pdfFile.js';

interface Node {
  reference: string;
  parent: string;
  tag: Element['tag'];
  /** The page that the first piece is on. */
  page: string | null;
  kids: string[];
}

/**
 * What the pages say and in which order, for those who have it read aloud. Source: ISO 32000-1, 14.7 (structure)
 * and 14.8 (tagged PDF).
 */
export class Structure {
  readonly root: string;
  private readonly whole: string;
  private readonly topmost: string[] = [];
  private readonly nodes = new Map<Element, Node>();
  private readonly pieces: string[][] = [];

  constructor(private readonly file: PdfFile) {
    this.root = file.add();
    this.whole = file.add();
  }

  /** Begins the next page. */
  turn(): void {
    this.pieces.push([]);
  }

  /** Says that the next piece of the page is of this element; answers the piece's number on the page. */
  piece(element: Element, page: string): number {
    const node = this.nodeOf(element);
    const pieces = this.pieces.at(-1) ?? [];
    const number = pieces.push(node.reference) - 1;
    node.page ??= page;
    node.kids.push(node.page === page ? String(number) : `<< /Type /MCR /Pg ${page} /MCID ${number} >>`);
    return number;
  }

  /** Writes the tree, once all pages are written. */
  end(): void {
    for (const { reference, parent, tag, page, kids } of this.nodes.values()) {
      const scope = tag === 'TH' ? '/A << /O /Table /Scope /Column >> ' : '';
      this.file.set(reference, `<< /Type /StructElem /S /${tag} /P ${parent} ${page ? `/Pg ${page} ` : ''}${scope}/K [${kids.join(' ')}] >>`);
    }
    this.file.set(this.whole, `<< /Type /StructElem /S /Document /P ${this.root} /K [${this.topmost.join(' ')}] >>`);
    const parents = this.pieces.map((pieces, page) => `${page} [${pieces.join(' ')}]`).join(' ');
    this.file.set(this.root, `<< /Type /StructTreeRoot /K ${this.whole} /ParentTree << /Nums [${parents}] >> /ParentTreeNextKey ${this.pieces.length} >>`);
  }

  /** An element comes into the tree, below its parent, when the first piece of it is written. */
  private nodeOf(element: Element): Node {
    const known = this.nodes.get(element);
    if (known) return known;
    const above = element.parent ? this.nodeOf(element.parent) : null;
    const node: Node = { reference: this.file.add(), parent: above?.reference ?? this.whole, tag: element.tag, page: null, kids: [] };
    (above?.kids ?? this.topmost).push(node.reference);
    this.nodes.set(element, node);
    return node;
  }
}
