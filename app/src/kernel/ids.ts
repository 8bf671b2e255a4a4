// Ids are UUIDv7 made by whoever creates the thing (a phone offline included), so that a retry names the same thing.
// The layout is RFC 9562 §5.7: 48 bits of Unix milliseconds, then random bits; sorted ids are nearly sorted in time.

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export type RandomBytes = (size: number) => Uint8Array;

/** A source of ids. `next()` is O(1) and strictly increasing inside one process, also within a millisecond. */
export type Ids = { next(): string };

/** UUIDv7 (RFC 9562 §5.7). The 12 bits of rand_a count up inside a millisecond (method 1), so ids of one process sort. */
export function createIds(now: () => number, randomBytes: RandomBytes): Ids {
  let lastMs = 0;
  let counter = 0;
  return {
    next() {
      const ms = Math.max(Math.floor(now()), lastMs);
      const bytes = randomBytes(10);
      if (ms === lastMs) counter += 1;
      else counter = (bytes[0] as number) & 0x7f;
      lastMs = ms;
      if (counter > 0xfff) {
        lastMs += 1;
        counter = 0;
      }
      const time = lastMs.toString(16).padStart(12, '0');
      const a = (0x7000 | counter).toString(16);
      const b = ((((bytes[2] as number) & 0x3f) | 0x80) << 8) | (bytes[3] as number);
      let tail = '';
      for (let i = 4; i < 10; i++) tail += (bytes[i] as number).toString(16).padStart(2, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b.toString(16)}-${tail}`;
    },
  };
}

export function isUuid(value: string): boolean {
  return UUID.test(value);
}
