// Records of a register that may be one thing twice: the same number or the same words, or words so alike that somebody should look.
import { bigrams } from '@renlin/core/text/tokens';
import type { Tx } from '../../platform/db/db.ts';
import type { Selection } from './contract.ts';
import { columnName, hasBlindIndex, isSensitive, type Register } from './declare.ts';
import { readSelection } from './list.ts';
import type { Asking, RegisterParts } from './parts.ts';
import { recordsJson } from './records.ts';
import { findRecords } from './store.ts';
import { listLikenesses } from './store-merge.ts';

/** So many records are laid side by side, the last changed first; a larger register is looked through place by place. */
const MOST_COMPARED = 3_000;
const MOST_PAIRS = 60;
/** From here on two texts are worth a look. */
const ALIKE = 0.7;

type Marks = { id: string; place: string; text: string; keys: readonly string[] };
type Pair = { a: string; b: string; likeness: number; same: boolean };

/** Pairs of records that may be the same, the surest first, masked like any list. */
export async function findDuplicates(
  tx: Tx,
  parts: RegisterParts,
  asking: Asking,
  register: Register,
  selection: Selection,
): Promise<object> {
  const query = await readSelection(tx, parts, asking, register, { ...selection, state: 'current' });
  const fields = Object.entries(register.fields);
  const marks = await listLikenesses(tx, register, query, {
    text: register.similar.filter(
      (code) => !isSensitive(register.fields[code] as (typeof fields)[number][1]),
    ),
    // Rooms of two buildings and lots of two days are two things, whatever they are called.
    apart: fields.flatMap(([code, field]) =>
      field.fixed || (field.type === 'reference' && register.identity.flat().includes(code)) ? [code] : [],
    ),
    keys: fields.flatMap(([code, field]) => (hasBlindIndex(field) ? [`${columnName(code)}_key`] : [])),
    limit: MOST_COMPARED + 1,
  });
  const pairs = pairsOf(marks.slice(0, MOST_COMPARED)).slice(0, MOST_PAIRS);
  const ids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const rows = await recordsJson(tx, parts, asking, register, await findRecords(tx, register, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    compared: Math.min(marks.length, MOST_COMPARED),
    more: marks.length > MOST_COMPARED,
    items: pairs.map(({ a, b, likeness, same }) => ({
      likeness,
      same,
      records: [byId.get(a), byId.get(b)],
    })),
  };
}

/**
 * Pairs by a shared number, by the same words, or by words that are alike (Dice over pairs of characters), within one community.
 * O(records · records that share a pair of characters).
 */
export function pairsOf(marks: readonly Marks[]): Pair[] {
  const made = new Map<string, Pair>();
  const put = (one: Marks, other: Marks, likeness: number, same: boolean) => {
    const [a, b] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
    const at = `${a}/${b}`;
    const known = made.get(at);
    if (!known || likeness > known.likeness || same)
      made.set(at, { a, b, likeness, same: same || known?.same === true });
  };
  const byKey = new Map<string, Marks[]>();
  const byGram = new Map<string, number[]>();
  // No. 3 and No. 13 of one street are neighbours, not twins.
  const bucket = ({ place, text }: Marks) => `${place}/${(text.match(/\d+/g) ?? []).join(',')}`;
  const grams = marks.map((one) => new Set(bigrams(one.text)));
  for (const [at, one] of marks.entries()) {
    for (const key of one.keys) {
      for (const other of byKey.get(key) ?? []) put(one, other, 1, true);
      byKey.set(key, [...(byKey.get(key) ?? []), one]);
    }
    const shared = new Map<number, number>();
    for (const gram of grams[at] as Set<string>) {
      const list = byGram.get(`${bucket(one)}/${gram}`) ?? [];
      for (const other of list) shared.set(other, (shared.get(other) ?? 0) + 1);
      list.push(at);
      byGram.set(`${bucket(one)}/${gram}`, list);
    }
    for (const [other, n] of shared) {
      const likeness = (2 * n) / ((grams[at] as Set<string>).size + (grams[other] as Set<string>).size);
      if (likeness >= ALIKE)
        put(one, marks[other] as Marks, Math.round(likeness * 1000) / 1000, one.text === marks[other]?.text);
    }
  }
  return [...made.values()].sort(
    (x, y) => Number(y.same) - Number(x.same) || y.likeness - x.likeness || (x.a < y.a ? -1 : 1),
  );
}
