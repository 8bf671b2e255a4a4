// Reads XML that comes in pieces, as much of it as the parts of a workbook have: elements, attributes, text. Nothing is kept but the tag or
// text that a piece was cut in. Document types are refused: workbooks have none, and entities that grow arrive by them.

/** The text is no sound XML. */
export class BadXml extends Error {}

export type XmlSink = {
  /** `name` without its prefix; attributes as they stand, for `attributeOf`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Text of an element that was asked for by `wants`; may come in several pieces only around comments and CDATA. */
  text(text: string): void;
  /** Whether text that follows is read at all. */
  wants(): boolean;
};

/** Longer than any tag or text of a cell (32,767 characters): more would pile up without end. */
const LONGEST = 2_000_000;
const DEEPEST = 200;

export type XmlReader = { push(piece: string): void; end(): void };

/** O(length). Throws BadXml and what the sink throws. */
export function createXmlReader(sink: XmlSink): XmlReader {
  const stack: string[] = [];
  let rest = '';
  let started = false;

  function push(piece: string): void {
    const buffer = rest === '' ? piece : rest + piece;
    let at = 0;
    for (;;) {
      const lower = buffer.indexOf('<', at);
      if (lower < 0) break;
      const end = endOfTag(buffer, lower);
      if (end < 0) break;
      if (lower > at && stack.length > 0 && sink.wants()) sink.text(decoded(buffer.slice(at, lower)));
      markup(buffer, lower, end);
      at = end + 1;
    }
    rest = at === 0 ? buffer : buffer.slice(at);
    if (rest.length > LONGEST) {
      if (rest.includes('<') || sink.wants()) throw new BadXml('endless');
      rest = '';
    }
  }

  function markup(buffer: string, lower: number, end: number): void {
    const sign = buffer.charCodeAt(lower + 1);
    if (sign === BANG) {
      if (buffer.startsWith('![CDATA[', lower + 1)) {
        if (stack.length > 0 && sink.wants()) sink.text(buffer.slice(lower + 9, end - 2));
      } else if (!buffer.startsWith('!--', lower + 1)) throw new BadXml('document type');
      return;
    }
    if (sign === QUESTION) return;
    if (sign === SLASH) {
      const name = buffer.slice(lower + 2, end).trimEnd();
      if (stack.pop() !== name) throw new BadXml(name);
      sink.close(local(name));
      return;
    }
    const closed = buffer.charCodeAt(end - 1) === SLASH;
    let nameEnd = lower + 1;
    const last = closed ? end - 1 : end;
    while (nameEnd < last && !isSpace(buffer.charCodeAt(nameEnd))) nameEnd++;
    const name = buffer.slice(lower + 1, nameEnd);
    if (name === '') throw new BadXml('no name');
    if (stack.length === 0 && started) throw new BadXml('two roots');
    started = true;
    const own = local(name);
    sink.open(own, buffer.slice(nameEnd, last));
    if (closed) sink.close(own);
    else if (stack.push(name) > DEEPEST) throw new BadXml('too deep');
  }

  return {
    push,
    end() {
      if (stack.length > 0 || !started || rest.includes('<')) throw new BadXml('cut off');
    },
  };
}

const BANG = 33;
const QUESTION = 63;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
const GREATER = 62;

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/** The place of the `>` that ends what begins at `lower`; -1 when it has not come yet. */
function endOfTag(buffer: string, lower: number): number {
  if (buffer.charCodeAt(lower + 1) === BANG) {
    // Which of the kinds it is can be told from nine characters.
    if (buffer.length < lower + 9) return -1;
    for (const [start, stop] of [
      ['!--', '-->'],
      ['![CDATA[', ']]>'],
    ] as const) {
      if (!buffer.startsWith(start, lower + 1)) continue;
      const end = buffer.indexOf(stop, lower + 1 + start.length);
      return end < 0 ? -1 : end + 2;
    }
    return lower + 9;
  }
  let quote = 0;
  for (let at = lower + 1; at < buffer.length; at++) {
    const code = buffer.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === GREATER) return at;
    else if (code === QUOTE || code === APOSTROPHE) quote = code;
  }
  return -1;
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x?[0-9a-f]{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}

/** One attribute of a tag by its name, prefix and all; undefined when it is not there. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    if (!isSpace(attributes.charCodeAt(at - 1))) continue;
    let from = at + name.length;
    while (isSpace(attributes.charCodeAt(from))) from++;
    if (attributes[from] !== '=') continue;
    from++;
    while (isSpace(attributes.charCodeAt(from))) from++;
    const quote = attributes[from];
    if (quote !== '"' && quote !== "'") continue;
    const end = attributes.indexOf(quote, from + 1);
    if (end > 0) return decoded(attributes.slice(from + 1, end));
  }
  return undefined;
}
