// Writing GB18030, which runtimes only read. The table is turned round from the decoder, so the two agree by construction.

let table: ReadonlyMap<number, readonly number[]> | undefined;

function build(): ReadonlyMap<number, readonly number[]> {
  const made = new Map<number, readonly number[]>();
  const decoder = new TextDecoder('gb18030');
  const learn = (bytes: readonly number[]): void => {
    const text = decoder.decode(Uint8Array.from(bytes));
    const point = text.codePointAt(0) as number;
    const whole = point > 0xffff ? 2 : 1;
    if (text.length === whole && point !== 0xfffd && !made.has(point)) made.set(point, bytes);
  };
  for (let a = 0x81; a <= 0xfe; a++) {
    for (let b = 0x40; b <= 0xfe; b++) if (b !== 0x7f) learn([a, b]);
  }
  // The rest of the basic plane takes four bytes, 0x81308130 to 0x8439fe39.
  for (let a = 0x81; a <= 0x84; a++) {
    for (let b = 0x30; b <= 0x39; b++) {
      for (let c = 0x81; c <= 0xfe; c++) for (let d = 0x30; d <= 0x39; d++) learn([a, b, c, d]);
    }
  }
  return made;
}

/** Planes above the basic one lie in a row from 0x90308130. */
function beyond(point: number): readonly number[] {
  const at = point - 0x10000;
  return [
    0x90 + Math.floor(at / 12_600),
    0x30 + (Math.floor(at / 1260) % 10),
    0x81 + (Math.floor(at / 10) % 126),
    0x30 + (at % 10),
  ];
}

/** Text as GB18030 bytes; what has no place in it becomes `?`. O(length), after a table made once. */
export function encodeGb18030(text: string): Uint8Array {
  table ??= build();
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point > 0xffff) bytes.push(...beyond(point));
    else bytes.push(...(table.get(point) ?? [0x3f]));
  }
  return Uint8Array.from(bytes);
}
