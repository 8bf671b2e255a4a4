// Learns from closed cases which words go with which category. Nothing personal leaves the cases: see `core/text/ranked`.
import { createRandom } from '@renlin/core/random';
import { holdOut, judgeRanked, trainRanked } from '@renlin/core/text/ranked';
import { type Db, scopeOf } from '../../platform/db/db.ts';
import { closedTexts } from '../cases/public.ts';
import { findModel, keepModel } from './store.ts';

export type SuggestionsParts = { db: Db; now(): number; districts(): Promise<readonly string[]> };

const MOST_CASES = 20_000;
/** Fewer closed cases teach nothing that a person would follow. */
const FEWEST_CASES = 50;
const HELD_SHARE = 0.2;
const FEWEST = 5;

/** A model so young is left as it is. */
const YOUNG_MS = 20 * 3_600_000;

/** Trains on all closed cases, once a day, and says how well the same training does on a fifth that it was not taught. */
export async function learnCategories(parts: SuggestionsParts, district: string): Promise<void> {
  await parts.db.tx(scopeOf({ kind: 'system', district, reason: 'learn categories' }), async (tx) => {
    const before = await findModel(tx);
    if (before && parts.now() - before.madeAt < YOUNG_MS) return;
    const texts = await closedTexts(tx, MOST_CASES);
    if (texts.length < FEWEST_CASES) return;
    const { taught, held } = holdOut(texts, HELD_SHARE, createRandom(district));
    const quality = judgeRanked(trainRanked(taught, { fewest: FEWEST }), held);
    const model = trainRanked(texts, { fewest: FEWEST });
    await keepModel(tx, { madeAt: parts.now(), texts: texts.length, quality, model });
  });
}
