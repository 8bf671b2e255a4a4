// A strict reader of small XML documents into a tree with namespaces. It knows no document types and no entities but the five of XML:
// whoever declares some is refused before anything is resolved. Size, depth and number of elements are bounded.
import { refuse } from './fault.ts';

export type Element = {
  /** Namespace, '' for none. */
  space: string;
  name: string;
  children: Element[];
  /** The text directly inside, comments left out. */
  text: string;
  attributes: Readonly<Record<string, string>>;
};

const DEEPEST = 40;
const MOST_ELEMENTS = 50_000;
const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}_:.·-]{0,199}/uy;
const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML 1.0 forbids are control characters
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const XML_SPACE = 'http://www.w3.org/XML/1998/namespace';

type Spaces = ReadonlyMap<string, string>;
type Open = { raw: string; element: Element; spaces: Spaces; texts: string[] };

/** The root element. O(length). Throws CapRefused. */
export function readXml(text: string): Element {
  if (FORBIDDEN.test(text)) refuse('cap-control-character', '');
  return new Reader(text).document();
}

class Reader {
  private at = 0;
  private elements = 0;
  private readonly stack: Open[] = [];
  private root: Element | undefined;
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  document(): Element {
    while (this.at < this.source.length) {
      const next = this.source.indexOf('<', this.at);
      this.words(this.source.slice(this.at, next < 0 ? this.source.length : next));
      if (next < 0) break;
      this.at = next;
      this.markup();
    }
    const open = this.stack.at(-1);
    if (open) refuse('cap-truncated', open.element.name);
    if (!this.root) return refuse('cap-not-xml', '');
    return this.root;
  }

  /** Text between two tags. */
  private words(raw: string): void {
    const open = this.stack.at(-1);
    if (open) {
      if (raw.includes(']]>')) refuse('cap-not-xml', open.element.name);
      if (raw !== '') open.texts.push(resolved(raw, open.element.name));
    } else if (raw.trim() !== '') refuse('cap-not-xml', '');
  }

  private markup(): void {
    const { source, at } = this;
    if (source.startsWith('<!--', at)) this.at = this.past('-->', at + 4);
    else if (source.startsWith('<![CDATA[', at)) {
      const open = this.stack.at(-1);
      if (!open) refuse('cap-not-xml', '');
      this.at = this.past(']]>', at + 9);
      open.texts.push(source.slice(at + 9, this.at - 3));
    } else if (source.startsWith('<!', at)) refuse('cap-doctype', '');
    else if (source.startsWith('<?', at)) this.at = this.past('?>', at + 2);
    else if (source.startsWith('</', at)) this.close();
    else this.open();
  }

  private past(end: string, from: number): number {
    const found = this.source.indexOf(end, from);
    return found < 0 ? refuse('cap-truncated', this.stack.at(-1)?.element.name ?? '') : found + end.length;
  }

  private name(): string {
    NAME.lastIndex = this.at;
    const found = NAME.exec(this.source)?.[0];
    if (found === undefined) {
      const where = this.stack.at(-1)?.element.name ?? '';
      return refuse(this.at >= this.source.length ? 'cap-truncated' : 'cap-not-xml', where);
    }
    this.at += found.length;
    return found;
  }

  private space(): boolean {
    SPACE.lastIndex = this.at;
    const length = SPACE.exec(this.source)?.[0].length ?? 0;
    this.at += length;
    return length > 0;
  }

  private close(): void {
    this.at += 2;
    const name = this.name();
    this.space();
    const open = this.stack.pop();
    if (!open || open.raw !== name || this.source[this.at] !== '>') refuse('cap-not-xml', name);
    this.at += 1;
    open.element.text = open.texts.join('');
  }

  private open(): void {
    this.at += 1;
    const raw = this.name();
    const written = this.attributes(raw);
    const empty = this.source[this.at] === '/';
    if (empty) this.at += 1;
    if (this.source[this.at] !== '>')
      refuse(this.at >= this.source.length ? 'cap-truncated' : 'cap-not-xml', raw);
    this.at += 1;
    this.elements += 1;
    if (this.elements > MOST_ELEMENTS || this.stack.length >= DEEPEST)
      refuse('cap-too-deep', raw, { depth: String(DEEPEST), elements: String(MOST_ELEMENTS) });
    const spaces = spacesOf(this.stack.at(-1)?.spaces ?? new Map([['xml', XML_SPACE]]), written);
    const [prefix, name] = split(raw);
    const space = prefix === '' ? (spaces.get('') ?? '') : spaces.get(prefix);
    if (space === undefined) refuse('cap-not-xml', raw);
    const element: Element = { space, name, children: [], text: '', attributes: Object.fromEntries(written) };
    const parent = this.stack.at(-1);
    if (parent) parent.element.children.push(element);
    else if (this.root) refuse('cap-not-xml', raw);
    else this.root = element;
    if (!empty) this.stack.push({ raw, element, spaces, texts: [] });
  }

  private attributes(tag: string): Map<string, string> {
    const found = new Map<string, string>();
    for (;;) {
      const spaced = this.space();
      const sign = this.source[this.at];
      if (sign === '>' || sign === '/' || sign === undefined) return found;
      if (!spaced) return refuse('cap-not-xml', tag);
      const name = this.name();
      this.space();
      if (this.source[this.at] !== '=') return refuse('cap-not-xml', tag);
      this.at += 1;
      this.space();
      const quote = this.source[this.at];
      if (quote !== '"' && quote !== "'") return refuse('cap-not-xml', tag);
      const end = this.source.indexOf(quote, this.at + 1);
      if (end < 0) return refuse('cap-truncated', tag);
      const value = this.source.slice(this.at + 1, end);
      if (value.includes('<') || found.has(name)) return refuse('cap-not-xml', tag);
      found.set(name, resolved(value, tag));
      this.at = end + 1;
    }
  }
}

const split = (raw: string): [prefix: string, name: string] => {
  const colon = raw.indexOf(':');
  return colon < 0 ? ['', raw] : [raw.slice(0, colon), raw.slice(colon + 1)];
};

function spacesOf(outer: Spaces, attributes: ReadonlyMap<string, string>): Spaces {
  const own = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (own.length === 0) return outer;
  return new Map([...outer, ...own.map(([name, value]) => [name.slice(6), value] as const)]);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Text with its references put in; an entity that XML itself does not have is refused. */
function resolved(raw: string, where: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&([^;&\s]{0,40});?/g, (whole, name: string) => {
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known !== undefined && whole.endsWith(';')) return known;
    const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const point = digits ? Number.parseInt(digits[1] ?? digits[2] ?? '', digits[1] ? 16 : 10) : Number.NaN;
    const sign = point <= 0x10ffff ? String.fromCodePoint(point) : '';
    if (!whole.endsWith(';') || sign === '' || !sign.isWellFormed() || FORBIDDEN.test(sign))
      return refuse('cap-entity', where, { entity: name.slice(0, 20) });
    return sign;
  });
}
