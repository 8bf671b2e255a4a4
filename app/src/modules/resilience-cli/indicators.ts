import {
  computeIndex,
  type IndexDefinition,
  type IndicatorDefinition,
  type PlaceRow,
  rankSensitivity,
  type Weighting,
} from '@renlin/core/indicators/composite';
import { theil } from '@renlin/core/indicators/equity';
import { findPreset, PRESETS } from '@renlin/core/indicators/presets';
import type { Scaling } from '@renlin/core/indicators/scaling';
import { createRandom } from '@renlin/core/random';
import {
  type Fields,
  InputError,
  readArray,
  readChoice,
  readNumber,
  readObject,
  readText,
  under,
} from '@renlin/core/simulation/input-error';
import { readOptions } from '../../platform/command-line.ts';
import {
  answering,
  type CommandIo,
  parseJson,
  readInput,
  readInteger,
  readSize,
  toJson,
} from './command-line.ts';

const USAGE =
  '用法 / usage: renlin indicators --input FILE [--seed N] [--json] | renlin indicators --presets';

/**
 * `renlin indicators`: a composite index with ranks, weights and the sensitivity of ranks (schema: docs/core/indicators.md).
 * Exit 0, or 2 with a message that names path and value.
 */
export function run(args: readonly string[], io: CommandIo): Promise<number> {
  return answering(io, USAGE, async () => {
    const options = readOptions(args, { values: ['input', 'seed'], flags: ['json', 'presets'], words: 0 });
    if (options.flags.has('presets')) {
      io.out(`${toJson(PRESETS)}\n`);
      return 0;
    }
    const seed = readInteger(options, 'seed', 1, 0, Number.MAX_SAFE_INTEGER);
    const raw = readObject(parseJson(await readInput(options, io)), 'input', [
      'preset',
      'definition',
      'weighting',
      'missing',
      'places',
      'sensitivity',
      'equity',
    ]);
    const definition = { ...readDefinition(raw), ...readOverrides(raw) };
    const places = readArray(raw['places'], 'places', 1).map((entry, i) => readPlace(entry, `places[${i}]`));
    io.err(`指标 / indicators ${definition.indicators.length}, 地方 / places ${places.length}\n`);
    const result = told(raw, () => computeIndex(definition, places));
    const answer: Record<string, unknown> = { definition, ...result };
    if (raw['sensitivity'] !== undefined) {
      const wish = readObject(raw['sensitivity'], 'sensitivity', ['trials', 'spread']);
      io.err('排名敏感性 / sensitivity of ranks\n');
      answer['sensitivity'] = {
        seed,
        places: rankSensitivity(
          definition,
          places,
          {
            trials: readSize(wish['trials'], 'sensitivity.trials'),
            spread: readNumber(wish['spread'], 'sensitivity.spread', 0, 1),
          },
          createRandom(seed),
        ),
      };
    }
    if (raw['equity'] !== undefined) answer['equity'] = readEquity(raw['equity']);
    io.out(
      `${options.flags.has('json') ? toJson(answer) : result.places.map((p) => `${p.rank}\t${p.id}\t${p.score ?? '—'}`).join('\n')}\n`,
    );
    return 0;
  });
}

/** A weighting of the file's own is not inside its definition. */
function told<T>(raw: Fields, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof InputError) || raw['weighting'] === undefined) throw error;
    throw new InputError(
      error.path.replace(/^definition\.weighting/, 'weighting'),
      error.expected,
      error.value,
    );
  }
}

function readDefinition(raw: Fields): IndexDefinition {
  if ((raw['preset'] === undefined) === (raw['definition'] === undefined)) {
    throw new InputError('preset', 'give either preset or definition', raw['preset']);
  }
  if (raw['preset'] !== undefined) {
    const id = readChoice(
      raw['preset'],
      'preset',
      PRESETS.map((p) => p.id),
    );
    return findPreset(id)!;
  }
  const f = readObject(raw['definition'], 'definition', [
    'id',
    'scaling',
    'missing',
    'weighting',
    'aggregation',
    'indicators',
  ]);
  const aggregation = readObject(f['aggregation'] ?? {}, 'definition.aggregation', ['within', 'across']);
  return {
    id: readText(f['id'], 'definition.id'),
    scaling: readScaling(f['scaling'] ?? { method: 'min-max' }, 'definition.scaling'),
    missing: readChoice(f['missing'] ?? 'skip', 'definition.missing', ['skip', 'median', 'worst'] as const),
    weighting: readWeighting(f['weighting'] ?? { method: 'equal' }, 'definition.weighting'),
    aggregation: {
      within: readChoice(aggregation['within'] ?? 'arithmetic', 'definition.aggregation.within', [
        'arithmetic',
        'geometric',
        'topsis',
      ] as const),
      across: readChoice(aggregation['across'] ?? 'arithmetic', 'definition.aggregation.across', [
        'arithmetic',
        'geometric',
        'sum',
      ] as const),
    },
    indicators: readArray(f['indicators'], 'definition.indicators', 1).map(
      (entry, k): IndicatorDefinition => {
        const path = `definition.indicators[${k}]`;
        const i = readObject(entry, path, [
          'id',
          'label',
          'dimension',
          'direction',
          'scaling',
          'source',
          'status',
        ]);
        return {
          id: readText(i['id'], `${path}.id`),
          label: readText(i['label'] ?? i['id'], `${path}.label`),
          dimension: readText(i['dimension'] ?? 'all', `${path}.dimension`),
          direction: readChoice(i['direction'] ?? 'higher-is-better', `${path}.direction`, [
            'higher-is-better',
            'lower-is-better',
          ] as const),
          source: readText(i['source'] ?? 'input', `${path}.source`),
          status: readChoice(i['status'] ?? 'own', `${path}.status`, [
            'verified',
            'to-confirm',
            'own',
          ] as const),
          ...(i['scaling'] === undefined ? {} : { scaling: readScaling(i['scaling'], `${path}.scaling`) }),
        };
      },
    ),
  };
}

function readOverrides(raw: Fields): Partial<IndexDefinition> {
  return {
    ...(raw['weighting'] === undefined ? {} : { weighting: readWeighting(raw['weighting'], 'weighting') }),
    ...(raw['missing'] === undefined
      ? {}
      : { missing: readChoice(raw['missing'], 'missing', ['skip', 'median', 'worst'] as const) }),
  };
}

function readScaling(value: unknown, path: string): Scaling {
  const f = readObject(value, path, ['method', 'floor', 'target']);
  const method = readChoice(f['method'], `${path}.method`, ['min-max', 'z', 'goalpost', 'rank'] as const);
  if (method !== 'goalpost') return { method };
  return {
    method,
    floor: readNumber(f['floor'], `${path}.floor`, -1e15),
    target: readNumber(f['target'], `${path}.target`, -1e15),
  };
}

function readWeighting(value: unknown, path: string): Weighting {
  const f = readObject(value, path, ['method', 'weights', 'comparisons']);
  const method = readChoice(f['method'], `${path}.method`, [
    'equal',
    'given',
    'ahp',
    'entropy',
    'critic',
  ] as const);
  if (method === 'given')
    return {
      method,
      weights: readArray(f['weights'], `${path}.weights`, 1).map((w, k) =>
        readNumber(w, `${path}.weights[${k}]`, 0),
      ),
    };
  if (method === 'ahp') {
    return {
      method,
      comparisons: readArray(f['comparisons'], `${path}.comparisons`, 1).map((row, i) =>
        readArray(row, `${path}.comparisons[${i}]`, 1).map((x, j) =>
          readNumber(x, `${path}.comparisons[${i}][${j}]`, 1e-9),
        ),
      ),
    };
  }
  return { method };
}

function readPlace(value: unknown, path: string): PlaceRow {
  const f = readObject(value, path, ['id', 'values']);
  const values = f['values'];
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw new InputError(`${path}.values`, 'must be an object', values);
  return {
    id: readText(f['id'], `${path}.id`),
    values: Object.fromEntries(
      Object.entries(values).map(([key, x]) => [
        key,
        x === null ? null : readNumber(x, `${path}.values.${key}`, Number.NEGATIVE_INFINITY),
      ]),
    ),
  };
}

function readEquity(value: unknown): unknown {
  const f = readObject(value, 'equity', ['values', 'groups', 'people']);
  const list = (key: string): number[] =>
    readArray(f[key], `equity.${key}`, 1).map((x, k) => readNumber(x, `equity.${key}[${k}]`, 0));
  const groups = readArray(f['groups'], 'equity.groups', 1).map((g, k) => readText(g, `equity.groups[${k}]`));
  const values = list('values');
  const people = f['people'] === undefined ? undefined : list('people');
  return under('equity', () => theil(values, groups, people));
}
