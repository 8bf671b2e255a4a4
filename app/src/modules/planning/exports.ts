// A run as files that other programs read: GeoJSON for maps, xlsx for tables.
import { problem } from '../../kernel/problem.ts';
import type { Locale, Messages } from '../../platform/i18n/messages.ts';
import { writeTable } from '../../platform/sheets/workbook.ts';
import type { CircleResult } from './compute/circle.ts';
import type { CoverageResult } from './compute/coverage.ts';
import type { GridsResult } from './compute/grids-task.ts';
import type { SitingResult } from './compute/siting.ts';
import type { Result } from './compute/task.ts';
import type { Ground } from './ground.ts';
import { stressFeatures, stressSheet } from './stress/export.ts';

type Words = { messages: Messages; locale: Locale };
type Feature = { type: 'Feature'; id?: string; geometry: unknown; properties: Record<string, unknown> };

const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });

/** Every line of the result with what it rests on; `about` names plan, run, seed and marks. */
export function asGeoJson(result: Result, ground: Ground, about: Record<string, unknown>): object {
  const rows = new Map(ground.buildings.map(({ row }) => [row.id, row]));
  const building = (id: string, properties: Record<string, unknown>): Feature[] => {
    const row = rows.get(id);
    return row
      ? [
          {
            type: 'Feature',
            id,
            geometry: point(row.lng, row.lat),
            properties: { kind: 'building', name: row.name, households: row.households, ...properties },
          },
        ]
      : [];
  };
  return { type: 'FeatureCollection', properties: about, features: featuresOf(result, building) };
}

function featuresOf(
  result: Result,
  building: (id: string, properties: Record<string, unknown>) => Feature[],
): Feature[] {
  switch (result.kind) {
    case 'grids':
      return [
        ...result.grids.map((grid, i): Feature => {
          const { kind, continues, ...rest } = grid;
          const properties = { kind: 'grid', gridKind: kind, continues: continues?.name ?? null, ...rest };
          return { type: 'Feature', id: grid.code, geometry: result.outlines[i] ?? null, properties };
        }),
        ...(result.micro?.groups ?? []).map(
          ({ continues: _, ...group }, i): Feature => ({
            type: 'Feature',
            id: group.code,
            geometry: result.micro?.outlines[i] ?? null,
            properties: { kind: 'micro-grid', ...group },
          }),
        ),
        ...result.buildings.flatMap((id, i) =>
          building(id, {
            grid: result.grids[result.gridOf[i] as number]?.code,
            ...(result.micro ? { micro: microCode(result, i) } : {}),
          }),
        ),
      ];
    case 'coverage': {
      const uncovered = new Set(result.uncovered);
      return [
        { type: 'Feature', geometry: result.reach, properties: { kind: 'reach' } },
        ...result.facilities.map(
          (one): Feature => ({
            type: 'Feature',
            id: one.id,
            geometry: point(one.lng, one.lat),
            properties: { kind: 'facility', name: one.name, households: one.households },
          }),
        ),
        ...result.buildings.flatMap((id, i) =>
          building(id, { covered: !uncovered.has(i), seconds: result.seconds[i] }),
        ),
      ];
    }
    case 'circle':
      return [
        ...result.services.flatMap((service): Feature[] => [
          {
            type: 'Feature',
            geometry: service.reach,
            properties: {
              kind: 'reach',
              service: service.name,
              walker: service.walker,
              minutes: service.minutes,
            },
          },
          ...service.facilities.map(
            (one): Feature => ({
              type: 'Feature',
              geometry: point(one.lng, one.lat),
              properties: {
                kind: 'facility',
                id: one.id,
                service: service.name,
                name: one.name,
                open: one.open,
                households: one.households,
              },
            }),
          ),
        ]),
        ...result.buildings.flatMap((id, i) =>
          building(id, {
            covered: result.lacking[i] === 0,
            lacking: lackingOf(result, i).map((service) => service.name),
          }),
        ),
      ];
    case 'stress':
      return stressFeatures(result) as Feature[];
    case 'siting': {
      const uncovered = new Set(result.uncovered);
      return [
        ...result.sites.map(
          (one): Feature => ({
            type: 'Feature',
            id: one.id,
            geometry: point(one.lng, one.lat),
            properties: { kind: 'site', name: one.name, state: one.state, households: one.households },
          }),
        ),
        ...result.buildings.flatMap((id, i) =>
          building(id, {
            site: result.sites[result.siteOf[i] as number]?.id ?? null,
            seconds: result.seconds[i],
            covered: !uncovered.has(i),
          }),
        ),
      ];
    }
  }
}

/** One table as xlsx: the grids, facilities or sites, or the buildings behind them. */
export function asSheet(
  result: Result,
  ground: Ground,
  table: 'grids' | 'buildings' | 'micro',
  { messages, locale }: Words,
): Promise<Uint8Array> {
  if (result.kind === 'stress')
    return stressSheet(result, table === 'micro' ? 'grids' : table, { messages, locale });
  const t = (key: string) => messages.text(locale, `planning.column.${key}`);
  const rows = new Map(ground.buildings.map(({ row }) => [row.id, row]));
  const lineOf = (id: string) => {
    const row = rows.get(id);
    return [id, row?.name ?? row?.address ?? '', String(row?.households ?? '')];
  };
  const head = (keys: readonly string[]) => keys.map(t);
  const minutes = (seconds: number | undefined) =>
    seconds === undefined || seconds < 0 ? '' : (seconds / 60).toFixed(1);
  const buildings = (title: string, last: (i: number) => string[], ids: readonly string[]): string[][] => [
    head(['id', 'name', 'households', title, 'minutes'].slice(0, 3 + last(0).length)),
    ...ids.map((id, i) => [...lineOf(id), ...last(i)]),
  ];
  const made = (lines: string[][]) => writeTable({ name: t(table), rows: lines }, 'xlsx');
  if (result.buildings.length === 0) throw problem('planning.no-buildings', { area: ground.area.name });
  switch (result.kind) {
    case 'grids':
      return made(
        table === 'grids'
          ? gridLines(result, head)
          : table === 'micro'
            ? microLines(result, head)
            : [
                head(['id', 'name', 'households', 'grid', ...(result.micro ? ['micro'] : [])]),
                ...result.buildings.map((id, i) => [
                  ...lineOf(id),
                  result.grids[result.gridOf[i] as number]?.code ?? '',
                  ...(result.micro ? [microCode(result, i)] : []),
                ]),
              ],
      );
    case 'coverage': {
      const uncovered = new Set(result.uncovered);
      return made(
        table === 'grids'
          ? facilityLines(result, head)
          : buildings(
              'covered',
              (i) => [uncovered.has(i) ? '0' : '1', minutes(result.seconds[i])],
              result.buildings,
            ),
      );
    }
    case 'circle':
      return made(
        table === 'grids'
          ? circleLines(result, head, t, (state) => messages.text(locale, `planning.place.${state}`))
          : [
              [
                ...head(['id', 'name', 'households', 'whole']),
                ...result.services.map((one) => `${one.name}（${t('minutes')}）`),
              ],
              ...result.buildings.map((id, i) => [
                ...lineOf(id),
                result.lacking[i] === 0 ? '1' : '0',
                ...result.services.map((one) => minutes(one.seconds[i])),
              ]),
            ],
      );
    case 'siting':
      return made(
        table === 'grids'
          ? siteLines(result, head, (state) => messages.text(locale, `planning.site.${state}`))
          : buildings(
              'site',
              (i) => [result.sites[result.siteOf[i] as number]?.name ?? '', minutes(result.seconds[i])],
              result.buildings,
            ),
      );
  }
}

type Head = (keys: readonly string[]) => string[];

function gridLines(result: GridsResult, head: Head): string[][] {
  return [
    head(['code', 'community', 'households', 'buildings', 'cases', 'radius', 'continues']),
    ...result.grids.map((grid) => [
      grid.code,
      grid.community,
      String(grid.households),
      String(grid.buildings),
      String(grid.cases),
      String(Math.round(grid.radius)),
      grid.continues?.name ?? '',
    ]),
  ];
}

const microCode = ({ micro }: GridsResult, i: number): string =>
  micro?.groups[micro.microOf[i] ?? -1]?.code ?? '';

function microLines(result: GridsResult, head: Head): string[][] {
  if (!result.micro) throw problem('planning.no-micro', {});
  return [
    head(['micro', 'grid', 'households', 'buildings']),
    ...result.micro.groups.map((one) => [one.code, one.grid, String(one.households), String(one.buildings)]),
  ];
}

function facilityLines(result: CoverageResult, head: Head): string[][] {
  return [
    head(['id', 'name', 'households']),
    ...result.facilities.map((one) => [one.id, one.name, String(one.households)]),
  ];
}

const lackingOf = (result: CircleResult, i: number) =>
  result.services.filter((_, k) => (((result.lacking[i] as number) >> k) & 1) === 1);

/** A line for each service, then one for each of its places. */
function circleLines(
  result: CircleResult,
  head: Head,
  t: (key: string) => string,
  word: (state: string) => string,
): string[][] {
  const { covered, total } = result.households;
  return [
    head(['service', 'name', 'limit', 'covered', 'lacking', 'places', 'open']),
    [t('whole'), '', '', String(covered), String(total - covered), '', ''],
    ...result.services.flatMap(({ name, minutes, households, facilities }) => [
      [
        name,
        '',
        String(minutes),
        String(households.covered),
        String(households.total - households.covered),
        String(facilities.length),
        '',
      ],
      ...facilities.map((one) => [
        name,
        one.name || one.id,
        '',
        String(one.households),
        '',
        '',
        word(one.open),
      ]),
    ]),
  ];
}

function siteLines(result: SitingResult, head: Head, word: (state: string) => string): string[][] {
  return [
    head(['id', 'name', 'state', 'households', 'buildings']),
    ...result.sites.map((one) => [
      one.id,
      one.name,
      word(one.state),
      String(one.households),
      String(one.buildings),
    ]),
  ];
}
