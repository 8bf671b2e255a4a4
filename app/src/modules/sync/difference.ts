// What to add, change and remove on a phone, and what there is no room for. Things come in the order in which they are needed; what does
// not fit leaves from the end, and is counted by the rule for which it was wanted.
import type { Entries } from './store.ts';

export type Read = { type: string; payload: Record<string, unknown> };

export type Thing = {
  id: string;
  stamp: string;
  /** Why a case is wanted; what is small has none, and is never left out. */
  rule?: string;
  /** Undefined when it is gone from sight since the list was made. */
  read(): Promise<Read | undefined>;
};

/** Bytes are those of the JSON. `page*`: an answer must come through a bad network in one piece; the rest comes with the next question. */
export type Room = { bytes: number; pageItems: number; pageBytes: number };

export type Difference = {
  items: ({ id: string; stamp: string } & Read)[];
  removed: string[];
  /** What the phone holds when it has taken the answer in. */
  entries: Entries;
  more: boolean;
  /** The rules of what does not fit. */
  leftOut: string[];
};

/** O(things), and one reading for each that changed. */
export async function differenceOf(base: Entries, things: readonly Thing[], room: Room): Promise<Difference> {
  const difference: Difference = { items: [], removed: [], entries: {}, more: false, leftOut: [] };
  const { items, entries, leftOut } = difference;
  let held = 0;
  let sent = 0;
  let full = false;
  for (const thing of things) {
    const { id, stamp, rule } = thing;
    const before = base[id];
    const unchanged = before !== undefined && stampOf(before) === stamp;
    const later = !unchanged && (items.length >= room.pageItems || sent > room.pageBytes);
    if (later && !full) difference.more = true;
    const read: Read | undefined = full || unchanged || later ? undefined : await thing.read();
    // Gone from sight since the list was made: the next answer says so.
    if (!full && !unchanged && !later && !read) continue;
    const bytes: number = read
      ? JSON.stringify(read.payload).length
      : before === undefined
        ? 0
        : bytesOf(before);
    full ||= rule !== undefined && held + bytes > room.bytes;
    if (full && rule !== undefined) {
      leftOut.push(rule);
      continue;
    }
    held += bytes;
    if (read) {
      sent += bytes;
      items.push({ id, stamp, ...read });
      entries[id] = `${stamp} ${bytes}`;
    } else if (before !== undefined) entries[id] = before;
  }
  difference.removed = Object.keys(base).filter((id) => !(id in entries));
  return difference;
}

const stampOf = (entry: string) => entry.slice(0, splitOf(entry));
const bytesOf = (entry: string) => Number(entry.slice(splitOf(entry) + 1)) || 0;

/** An entry without a size was written by an earlier release. */
function splitOf(entry: string): number {
  const at = entry.lastIndexOf(' ');
  return at < 0 ? entry.length : at;
}
