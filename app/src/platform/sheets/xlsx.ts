// The cells of an xlsx workbook, read as they are unpacked: no part is ever in memory whole, and rows with nothing in them cost nothing. Reading
// only, and only what an import asks: values, merged areas, formulas that nobody has calculated. Formulas are never run.
import { isDateFormat, serialToDate } from 'hucre';
import type { CellValue } from 'hucre/xlsx';
import { attributeOf, createXmlReader, type XmlSink } from './xml.ts';
import { readParts, unpack, type ZipPart } from './zip.ts';

export type Merge = { startRow: number; startCol: number; endRow: number; endCol: number };

/** `row,col` (from 0) of cells that hold a formula nobody has calculated stand in `uncalculated`. Formulas are never run here. */
export type Sheet = {
  name: string;
  rows: CellValue[][];
  merges?: readonly Merge[];
  uncalculated?: ReadonlySet<string>;
};

/** The file is sound, and more comes out of it than is taken in. */
export class TooBig extends Error {
  readonly of: 'unpacked' | 'cells';
  constructor(of: TooBig['of']) {
    super(of);
    this.of = of;
  }
}

/** No xlsx workbook, though a zip. */
export class NoWorkbook extends Error {}

export type XlsxLimits = { unpackedMb: number; cells: number };

const LAST_ROW = 1_048_575;
const LAST_COLUMN = 16_383;
const MOST_SHEETS = 1_000;
const MOST_MERGES = 100_000;

/** Reads every sheet in the order of the workbook. O(bytes unpacked); memory O(cells that hold something). */
export async function readXlsxSheets(bytes: Uint8Array, limits: XlsxLimits): Promise<Sheet[]> {
  const parts = readParts(bytes);
  const counts = { unpacked: 0, cells: 0 };
  const read = async (part: ZipPart, sink: XmlSink): Promise<void> => {
    const reader = createXmlReader(sink);
    const decoder = new TextDecoder();
    await unpack(part, (piece) => {
      counts.unpacked += piece.length;
      if (counts.unpacked > limits.unpackedMb * 1024 * 1024) throw new TooBig('unpacked');
      reader.push(decoder.decode(piece, { stream: true }));
    });
    reader.push(decoder.decode());
    reader.end();
  };
  const grow = (cells: number): void => {
    counts.cells += cells;
    if (counts.cells > limits.cells) throw new TooBig('cells');
  };
  const find = (path: string): ZipPart | undefined => parts.get(path);
  const book = find(await bookPath(find, read));
  if (!book) throw new NoWorkbook();
  const folder = book.name.replaceAll('\\', '/').replace(/[^/]*$/, '');
  const relations = await relationsOf(find, read, book.name.replaceAll('\\', '/'));
  const { sheets, from1904 } = await readBook(book, read);
  const partOf = (kind: string) => {
    const relation = [...relations.values()].find((one) => one.kind === kind);
    return relation ? find(resolved(folder, relation.target)) : undefined;
  };
  const strings = partOf('sharedStrings');
  const styles = partOf('styles');
  const known: Known = {
    strings: strings ? await readStrings(strings, read, grow) : [],
    isDate: styles ? await readDateStyles(styles, read) : [],
    from1904,
    grow,
  };
  const found: Sheet[] = [];
  for (const { name, relation } of sheets) {
    const to = relations.get(relation);
    // Charts and dialogues are sheets of other kinds: there are no cells in them.
    if (to?.kind !== 'worksheet') continue;
    const part = find(resolved(folder, to.target));
    if (!part) throw new NoWorkbook();
    found.push(await readCells(name, part, read, known));
  }
  return found;
}

type Find = (path: string) => ZipPart | undefined;
type Read = (part: ZipPart, sink: XmlSink) => Promise<void>;

/** A sink that looks at tags only. */
const tags = (open: XmlSink['open']): XmlSink => ({
  open,
  close: () => undefined,
  text: () => undefined,
  wants: () => false,
});

type Relation = { kind: string; target: string };

async function relationsOf(find: Find, read: Read, path: string): Promise<Map<string, Relation>> {
  const part = find(path.replace(/([^/]*)$/, '_rels/$1.rels'));
  const relations = new Map<string, Relation>();
  if (!part) return relations;
  await read(
    part,
    tags((name, attributes) => {
      const id = attributeOf(attributes, 'Id');
      const target = attributeOf(attributes, 'Target');
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      // The kind is the last word of an address that two editions of the standard begin differently.
      relations.set(id, { kind: (attributeOf(attributes, 'Type') ?? '').replace(/^.*\//, ''), target });
    }),
  );
  return relations;
}

async function bookPath(find: Find, read: Read): Promise<string> {
  const first = [...(await relationsOf(find, read, '')).values()].find(
    ({ kind }) => kind === 'officeDocument',
  );
  if (!first) throw new NoWorkbook();
  return resolved('', first.target);
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const path: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '.' && step !== '') path.push(step);
  }
  return path.join('/');
}

type NamedSheet = { name: string; relation: string };

async function readBook(part: ZipPart, read: Read): Promise<{ sheets: NamedSheet[]; from1904: boolean }> {
  const sheets: NamedSheet[] = [];
  let from1904 = false;
  await read(
    part,
    tags((name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
      if (name !== 'sheet') return;
      const relation = /\s[A-Za-z0-9]+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1];
      const title = attributeOf(attributes, 'name');
      if (title !== undefined && relation !== undefined) sheets.push({ name: title, relation });
      if (sheets.length > MOST_SHEETS) throw new TooBig('cells');
    }),
  );
  return { sheets, from1904 };
}

/** `_x000D_` stands for a character that XML may not hold. */
function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

async function readStrings(part: ZipPart, read: Read, grow: (cells: number) => void): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  // How a name is to be read stands beside it in Japanese workbooks, in texts of its own.
  let beside = 0;
  await read(part, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') beside += 1;
      else if (name === 't') inText = beside === 0;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') beside -= 1;
      else if (name === 'si') {
        strings.push(unescaped(text));
        grow(1);
      }
    },
    text(piece) {
      text += piece;
    },
    wants: () => inText,
  });
  return strings;
}

/** Of each style of cells, whether it shows numbers as dates. */
async function readDateStyles(part: ZipPart, read: Read): Promise<boolean[]> {
  const own = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await read(part, {
    open(name, attributes) {
      if (name === 'cellXfs') inCells = true;
      else if (name === 'numFmt')
        own.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
      else if (name === 'xf' && inCells) formats.push(Number(attributeOf(attributes, 'numFmtId') ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text: () => undefined,
    wants: () => false,
  });
  return formats.map((id) => isDateFormat(own.get(id) ?? String(id)));
}

type Known = {
  strings: readonly string[];
  isDate: readonly boolean[];
  from1904: boolean;
  grow(cells: number): void;
};

const NO_CELLS: CellValue[] = [];

async function readCells(name: string, part: ZipPart, read: Read, known: Known): Promise<Sheet> {
  const rows: CellValue[][] = [];
  const merges: Merge[] = [];
  const uncalculated = new Set<string>();
  let row = -1;
  let column = -1;
  let type = '';
  let style = -1;
  let value = '';
  let inline = '';
  let inCell = false;
  let beside = 0;
  let hasFormula = false;
  /** What the text that follows is part of. */
  let reading: '' | 'v' | 'f' | 't' = '';

  const put = (cell: CellValue): void => {
    if (row > LAST_ROW || column > LAST_COLUMN || !Number.isInteger(row)) throw new NoWorkbook();
    while (rows.length < row) rows.push(NO_CELLS);
    let cells = rows[row];
    if (cells === undefined || cells === NO_CELLS) {
      cells = [];
      rows[row] = cells;
    }
    known.grow(Math.max(1, column + 1 - cells.length));
    while (cells.length < column) cells.push(null);
    cells[column] = cell;
  };

  await read(part, {
    open(tag, attributes) {
      switch (tag) {
        case 'row': {
          const number = attributeOf(attributes, 'r');
          row = number === undefined ? row + 1 : Number(number) - 1;
          column = -1;
          return;
        }
        case 'c': {
          inCell = true;
          value = '';
          inline = '';
          hasFormula = false;
          type = attributeOf(attributes, 't') ?? '';
          const styled = attributeOf(attributes, 's');
          style = styled === undefined ? -1 : Number(styled);
          const place = attributeOf(attributes, 'r');
          if (place === undefined) column += 1;
          else {
            column = columnOf(place);
            const own = rowOf(place);
            if (own >= 0) row = own;
          }
          return;
        }
        case 'v':
          if (inCell) reading = 'v';
          return;
        case 'f':
          if (!inCell) return;
          reading = 'f';
          if (attributeOf(attributes, 't') === 'shared') hasFormula = true;
          return;
        case 'rPh':
          beside += 1;
          return;
        case 't':
          if (inCell && beside === 0) reading = 't';
          return;
        case 'mergeCell':
          merges.push(...mergeOf(attributeOf(attributes, 'ref') ?? ''));
          if (merges.length > MOST_MERGES) throw new TooBig('cells');
      }
    },
    close(tag) {
      if (tag === 'rPh') beside -= 1;
      else if (tag === reading) reading = '';
      else if (tag === 'c') {
        inCell = false;
        const cell = cellOf(type, style, value, inline, known);
        if (cell !== null) put(cell);
        else if (hasFormula) {
          put(null);
          uncalculated.add(`${row},${column}`);
        }
      }
    },
    text(piece) {
      if (reading === 'v') value += piece;
      else if (reading === 't') inline += piece;
      else if (piece.trim() !== '') hasFormula = true;
    },
    wants: () => reading !== '',
  });
  return { name, rows, merges, uncalculated };
}

function cellOf(type: string, style: number, value: string, inline: string, known: Known): CellValue {
  switch (type) {
    case 's':
      return value === '' ? null : (known.strings[Number(value)] ?? null);
    case 'str':
      return unescaped(value);
    case 'inlineStr':
      return unescaped(inline);
    case 'b':
      return value === '1' || value.toLowerCase() === 'true';
    case 'e':
      return value;
    default: {
      if (value === '') return null;
      const number = Number(value);
      if (Number.isNaN(number)) return value;
      return style >= 0 && known.isDate[style] ? serialToDate(number, known.from1904) : number;
    }
  }
}

/** `AB12` → 27; -1 when no letters lead. */
function columnOf(place: string): number {
  let column = 0;
  for (let at = 0; at < place.length; at++) {
    const letter = place.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  if (column === 0) throw new NoWorkbook();
  return column - 1;
}

/** `AB12` → 11. */
function rowOf(place: string): number {
  let row = 0;
  for (let at = 0; at < place.length; at++) {
    const digit = place.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) row = row * 10 + digit;
  }
  return row - 1;
}

function mergeOf(ref: string): Merge[] {
  const [from, to] = ref.split(':');
  if (!from || !to) return [];
  const ends = [rowOf(from), rowOf(to), columnOf(from), columnOf(to)] as const;
  return [
    {
      startRow: Math.min(ends[0], ends[1]),
      startCol: Math.min(ends[2], ends[3]),
      endRow: Math.max(ends[0], ends[1]),
      endCol: Math.max(ends[2], ends[3]),
    },
  ];
}
