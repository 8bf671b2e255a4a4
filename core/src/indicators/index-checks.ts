import { InputError } from '../simulation/input-error.ts';
import type { IndexDefinition, PlaceRow } from './index-kinds.ts';

/** The definition fits itself and the places. Throws InputError with the path in `definition` or `places`. */
export function checkIndex(definition: IndexDefinition, places: readonly PlaceRow[]): void {
  const { indicators, weighting } = definition;
  if (indicators.length === 0)
    throw new InputError('definition.indicators', 'needs at least 1 entries', indicators);
  if (places.length === 0) throw new InputError('places', 'needs at least 1 entries', places);
  const known = new Set<string>();
  indicators.forEach(({ id }, k) => {
    if (known.has(id)) throw new InputError(`definition.indicators[${k}].id`, 'must be used once only', id);
    known.add(id);
  });
  const seen = new Set<string>();
  places.forEach(({ id, values }, i) => {
    if (seen.has(id)) throw new InputError(`places[${i}].id`, 'must be used once only', id);
    seen.add(id);
    for (const [name, value] of Object.entries(values)) {
      const at = `places[${i}].values.${name}`;
      if (!known.has(name)) throw new InputError(at, `is no indicator of "${definition.id}"`, value);
      if (value !== null && !Number.isFinite(value))
        throw new InputError(at, 'must be a finite number or null', value);
    }
  });
  if (weighting.method === 'given') checkGivenWeights(weighting.weights, indicators.length);
  if (weighting.method === 'ahp' && weighting.comparisons.length !== indicators.length)
    throw new InputError(
      'definition.weighting.comparisons',
      `must have ${indicators.length} rows, one per indicator`,
      weighting.comparisons.length,
    );
  if ((weighting.method === 'entropy' || weighting.method === 'critic') && places.length < 2)
    throw new InputError('places', `needs at least 2 entries for ${weighting.method} weights`, places.length);
}

function checkGivenWeights(weights: readonly number[], count: number): void {
  const at = 'definition.weighting.weights';
  if (weights.length !== count)
    throw new InputError(at, `must have ${count} entries, one per indicator`, weights.length);
  weights.forEach((w, k) => {
    if (!(w >= 0) || w === Number.POSITIVE_INFINITY)
      throw new InputError(`${at}[${k}]`, 'must be finite and ≥ 0', w);
  });
  if (!weights.some((w) => w > 0)) throw new InputError(at, 'must not all be 0', weights);
}

/** What the weighting and the aggregation ask of scaled values. Throws InputError with the path of the value that cannot be used. */
export function checkScaled(
  definition: IndexDefinition,
  places: readonly PlaceRow[],
  filled: readonly (readonly (number | null)[])[],
): void {
  const { within } = definition.aggregation;
  const entropy = definition.weighting.method === 'entropy';
  definition.indicators.forEach(({ id }, k) => {
    filled[k].forEach((x, i) => {
      const at = `places[${i}].values.${id}`;
      const value = places[i].values[id];
      if (x === null && within === 'topsis')
        throw new InputError(at, 'must be given for TOPSIS (or choose missing "median" or "worst")', value);
      if (x !== null && x < 0 && (within === 'geometric' || entropy))
        throw new InputError(
          at,
          `must not scale to a negative number (${x}) for ${entropy ? 'entropy weights' : 'a geometric mean'}: choose min-max, goalpost or rank`,
          value,
        );
    });
  });
}

/** Scores of dimensions that a geometric mean can join. */
export function checkGeometric(
  definition: IndexDefinition,
  place: PlaceRow,
  scores: readonly (number | null)[],
): void {
  if (scores.some((x) => x !== null && x < 0))
    throw new InputError(
      'definition.aggregation.across',
      `must not be geometric where a dimension of "${place.id}" scores below 0: choose arithmetic, or min-max, goalpost or rank in scaling`,
      definition.aggregation.across,
    );
}
