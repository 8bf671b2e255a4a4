import type { Random } from '../random.ts';
import { under } from '../simulation/input-error.ts';
import { arithmeticMean, geometricMean, ranksOf, topsis } from './aggregation.ts';
import { checkGeometric, checkIndex, checkScaled } from './index-checks.ts';
import type { IndexDefinition, PlaceRow } from './index-kinds.ts';
import { fillMissing, median, scaleColumn } from './scaling.ts';
import { type AhpWeights, ahpWeights, criticWeights, entropyWeights, equalWeights } from './weights.ts';

export type { IndexDefinition, IndicatorDefinition, PlaceRow, Weighting } from './index-kinds.ts';

export interface IndexResult {
  places: {
    id: string;
    score: number | null;
    rank: number;
    dimensions: Record<string, number | null>;
    /** Scaled value per indicator, and what it adds to an arithmetic score (undefined for other aggregations). */
    indicators: Record<string, { value: number | null; scaled: number | null; imputed: boolean }>;
    reported: number;
  }[];
  weights: Record<string, number>;
  ahp?: AhpWeights;
}

/**
 * Computes the index for every place. O(places · (indicators + log places)).
 * Throws InputError naming the path in `definition` or `places` for anything that cannot be (see index-checks.ts).
 */
export function computeIndex(definition: IndexDefinition, places: readonly PlaceRow[]): IndexResult {
  const { indicators } = definition;
  checkIndex(definition, places);
  const raw = indicators.map((indicator) => places.map((place) => place.values[indicator.id] ?? null));
  const scaled = indicators.map((indicator, k) =>
    scaleColumn(
      raw[k],
      indicator.scaling ?? definition.scaling,
      indicator.direction,
      indicator.scaling ? `definition.indicators[${k}].scaling` : 'definition.scaling',
    ),
  );
  const filled = scaled.map((column) => fillMissing(column, definition.missing));
  checkScaled(definition, places, filled);
  const { weights, ahp } = resolveWeights(definition, filled, places.length);
  const dimensions = [...new Set(indicators.map((indicator) => indicator.dimension))];
  const perDimension = dimensions.map((dimension) => {
    const members = indicators.map((_, k) => k).filter((k) => indicators[k].dimension === dimension);
    const own = members.map((k) => weights[k]);
    if (own.every((w) => w === 0)) return places.map(() => null);
    if (definition.aggregation.within === 'topsis') {
      const matrix = places.map((_, i) => members.map((k) => filled[k][i] ?? Number.NaN));
      return topsis(
        matrix,
        own,
        own.map(() => true),
      ).closeness;
    }
    const mean = definition.aggregation.within === 'geometric' ? geometricMean : arithmeticMean;
    return places.map((_, i) =>
      mean(
        members.map((k) => filled[k][i]),
        own,
      ),
    );
  });
  const dimensionWeights = dimensions.map((dimension) =>
    indicators.reduce((sum, indicator, k) => sum + (indicator.dimension === dimension ? weights[k] : 0), 0),
  );
  const scores = places.map((_, i) => {
    const row = perDimension.map((column) => column[i]);
    if (definition.aggregation.across === 'sum')
      return row.every((x) => x === null) ? null : row.reduce<number>((a, x) => a + (x ?? 0), 0);
    if (definition.aggregation.across === 'geometric') checkGeometric(definition, places[i], row);
    return definition.aggregation.across === 'geometric'
      ? geometricMean(row, dimensionWeights)
      : arithmeticMean(row, dimensionWeights);
  });
  const ranks = ranksOf(scores);
  return {
    places: places.map((place, i) => ({
      id: place.id,
      score: scores[i],
      rank: ranks[i],
      dimensions: Object.fromEntries(dimensions.map((dimension, d) => [dimension, perDimension[d][i]])),
      indicators: Object.fromEntries(
        indicators.map((indicator, k) => [
          indicator.id,
          { value: raw[k][i], scaled: filled[k][i], imputed: raw[k][i] === null && filled[k][i] !== null },
        ]),
      ),
      reported: raw.filter((column) => column[i] !== null).length,
    })),
    weights: Object.fromEntries(indicators.map((indicator, k) => [indicator.id, weights[k]])),
    ...(ahp ? { ahp } : {}),
  };
}

function resolveWeights(
  definition: IndexDefinition,
  filled: readonly (readonly (number | null)[])[],
  places: number,
): { weights: number[]; ahp?: AhpWeights } {
  const { weighting } = definition;
  if (weighting.method === 'equal') {
    // equal within each dimension and equal between dimensions, so that a dimension with many indicators does not dominate
    const dimensions = [...new Set(definition.indicators.map((indicator) => indicator.dimension))];
    const each = equalWeights(dimensions.length)[0];
    return {
      weights: definition.indicators.map(
        (indicator) =>
          each / definition.indicators.filter((other) => other.dimension === indicator.dimension).length,
      ),
    };
  }
  if (weighting.method === 'given') {
    const total = weighting.weights.reduce((a, b) => a + b, 0);
    return { weights: weighting.weights.map((w) => w / total) };
  }
  if (weighting.method === 'ahp') {
    const ahp = under('definition.weighting', () => ahpWeights(weighting.comparisons));
    return { weights: ahp.weights, ahp };
  }
  const columns = filled.map((column) => fillMissing(column, 'median').map((x) => x ?? 0));
  const matrix = Array.from({ length: places }, (_, i) => columns.map((column) => column[i]));
  return {
    weights: weighting.method === 'entropy' ? entropyWeights(matrix).weights : criticWeights(matrix).weights,
  };
}

export interface RankSensitivity {
  id: string;
  rank: number;
  /** Smallest, median and largest rank over all trials, and the share of trials in which the rank was the nominal one. */
  best: number;
  median: number;
  worst: number;
  stable: number;
}

/**
 * How much ranks depend on the weights: each trial multiplies every weight by a factor uniform in [1 − spread, 1 + spread]
 * and ranks again. Same stream, same answer. O(trials · places · (indicators + log places)).
 */
export function rankSensitivity(
  definition: IndexDefinition,
  places: readonly PlaceRow[],
  options: { trials: number; spread: number },
  random: Random,
): RankSensitivity[] {
  if (!(options.spread >= 0 && options.spread <= 1))
    throw new RangeError(`spread must be in [0, 1], got ${options.spread}`);
  if (!Number.isInteger(options.trials) || options.trials < 1)
    throw new RangeError(`trials must be a positive integer, got ${options.trials}`);
  const nominal = computeIndex(definition, places);
  const base = definition.indicators.map((indicator) => nominal.weights[indicator.id]);
  const seen: number[][] = places.map(() => []);
  for (let trial = 0; trial < options.trials; trial++) {
    const weights = base.map((w) => w * random.range(1 - options.spread, 1 + options.spread));
    const result = computeIndex({ ...definition, weighting: { method: 'given', weights } }, places);
    result.places.forEach((place, i) => {
      seen[i].push(place.rank);
    });
  }
  return nominal.places.map((place, i) => ({
    id: place.id,
    rank: place.rank,
    best: Math.min(...seen[i]),
    median: median(seen[i]),
    worst: Math.max(...seen[i]),
    stable: seen[i].filter((rank) => rank === place.rank).length / options.trials,
  }));
}
