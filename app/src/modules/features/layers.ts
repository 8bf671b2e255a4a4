// The public layers: each gives a page of its features by id, how many there are, and one by its id. What they hold is what the public
// map may show.
import { contains } from '@renlin/core/geometry/contains';
import { bboxOf, boxesOverlap } from '@renlin/core/geometry/measure';
import { clipToBox } from '@renlin/core/geometry/shape';
import type { Area } from '@renlin/core/geometry/types';
import { listBoundaries } from '../../engines/tree/boundary-store.ts';
import { civilDate } from '../../kernel/clock.ts';
import { isUuid } from '../../kernel/ids.ts';
import { problem } from '../../kernel/problem.ts';
import { type Db, scopeOf, type Tx } from '../../platform/db/db.ts';
import { writeDateTime } from '../../platform/http/date-time.ts';
import type { Locale } from '../../platform/i18n/messages.ts';
import { type CasesParts, listOpenCells, listPlacedCases, type OpenCase } from '../cases/public.ts';
import { areaSource } from '../org/public.ts';
import { countAssets, listAssetPage, type PlacedAsset } from '../places/public.ts';
import type { Box, Window } from './window.ts';

export type FeaturesParts = { db: Db; cases: CasesParts; now(): number };

export type Feature = {
  type: 'Feature';
  id: string;
  geometry: { type: 'Point'; coordinates: readonly [number, number] } | Area;
  properties: Record<string, string | number | boolean | null>;
};

export type Asked = { district: string; locale: Locale };
export type Page = { limit: number; after: string | undefined };
export type Found = { features: Feature[]; matched: number };

export type Layer = {
  id: string;
  /** Whether its features have a time, which `datetime` asks for. */
  temporal: boolean;
  list(asked: Asked, window: Window, page: Page): Promise<Found>;
  find(asked: Asked, id: string): Promise<Feature | undefined>;
};

export function createLayers(parts: FeaturesParts): readonly Layer[] {
  return [caseLayer(parts), cellLayer(parts), areaLayer(parts), assetLayer(parts)];
}

function caseLayer(parts: FeaturesParts): Layer {
  return {
    id: 'cases',
    temporal: true,
    async list(asked, window, page) {
      if (page.after !== undefined && !isUuid(page.after)) throw wrongPosition();
      const filter = { open: true, filedFrom: window.from, filedTo: window.to, boxes: window.boxes };
      const { cases, matched } = await listPlacedCases(
        parts.cases,
        asked.district,
        asked.locale,
        filter,
        page,
      );
      return { features: cases.flatMap(caseFeature), matched };
    },
    async find(asked, id) {
      if (!isUuid(id)) return undefined;
      const filter = { open: true, ids: [id] };
      const page = { limit: 1, after: undefined };
      const { cases } = await listPlacedCases(parts.cases, asked.district, asked.locale, filter, page);
      return cases.flatMap(caseFeature)[0];
    },
  };
}

function caseFeature(one: OpenCase): Feature[] {
  if (!one.point) return [];
  return [
    {
      type: 'Feature',
      id: one.id,
      geometry: { type: 'Point', coordinates: [one.point.lng, one.point.lat] },
      properties: {
        number: one.number,
        category: one.category,
        categoryLabel: one.categoryLabel,
        state: one.state,
        stateLabel: one.stateLabel,
        areaName: one.areaName,
        joined: one.joined,
        filedAt: writeDateTime(one.filedAt),
        changedAt: writeDateTime(one.changedAt),
        dueAt: one.dueAt === null ? null : writeDateTime(one.dueAt),
      },
    },
  ];
}

function wrongPosition() {
  return problem('input.invalid', {}, [{ path: 'query/after', code: 'features.after' }]);
}

function cellLayer(parts: FeaturesParts): Layer {
  const all = async (asked: Asked) =>
    (await listOpenCells(parts.cases, asked.district)).map(
      ({ id, ring, count }): Feature => ({
        type: 'Feature',
        id,
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { count },
      }),
    );
  return kept('case-cells', all);
}

/** A layer that is small enough to be had as a whole. */
function kept(id: string, all: (asked: Asked) => Promise<readonly Feature[]>): Layer {
  return {
    id,
    temporal: false,
    async list(asked, window, page) {
      const matching = (await all(asked)).filter((one) => meets(one.geometry as Area, window.boxes));
      const { after } = page;
      const rest = after === undefined ? matching : matching.filter((one) => one.id > after);
      return { features: rest.slice(0, page.limit), matched: matching.length };
    },
    async find(asked, wanted) {
      return (await all(asked)).find((one) => one.id === wanted);
    },
  };
}

/** Does an outline have anything in one of the boxes? O(points). */
function meets(area: Area, boxes: readonly Box[] | undefined): boolean {
  if (!boxes) return true;
  return boxes.some(({ west, south, east, north }) => {
    const box = [west, south, east, north] as const;
    if (!boxesOverlap(bboxOf(area), box)) return false;
    // A window without an inside, a point or a line, cuts nothing out.
    return (
      clipToBox(area, box) !== undefined || contains(area, [west, south]) || contains(area, [east, north])
    );
  });
}

type Outlines = { key: string; features: readonly Feature[] };

function areaLayer(parts: FeaturesParts): Layer {
  // Outlines seldom change and are asked for page by page.
  const known = new Map<string, Outlines>();
  const all = (asked: Asked) => {
    const { district } = asked;
    return parts.db.read(scopeOf({ kind: 'public', district }), async (tx) => {
      const date = civilDate(parts.now());
      const key = `${await areaSource.version(tx)} ${date}`;
      const before = known.get(district);
      if (before?.key === key) return before.features;
      const features = (await listBoundaries(tx, date))
        .map(
          ({ areaId, name, level, code, areaM2, geometry }): Feature => ({
            type: 'Feature',
            id: areaId,
            geometry,
            properties: { name, level, code, areaM2: Math.round(areaM2) },
          }),
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      known.set(district, { key, features });
      return features;
    });
  };
  return kept('areas', all);
}

function assetLayer(parts: FeaturesParts): Layer {
  const read = <T>(asked: Asked, work: (tx: Tx) => Promise<T>) =>
    parts.db.read(scopeOf({ kind: 'public', district: asked.district }), work);
  return {
    id: 'assets',
    temporal: false,
    list: (asked, window, page) =>
      read(asked, async (tx) => {
        const filter = { boxes: window.boxes };
        const rows = await listAssetPage(tx, filter, page);
        return { features: rows.map(assetFeature), matched: await countAssets(tx, filter) };
      }),
    find: (asked, id) =>
      read(asked, async (tx) => {
        const [row] = await listAssetPage(tx, { id }, { limit: 1, after: undefined });
        return row && assetFeature(row);
      }),
  };
}

function assetFeature({ id, code, category, name, condition, lng, lat }: PlacedAsset): Feature {
  return {
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [lng, lat] },
    properties: { code, category, name, condition },
  };
}

/** The box around everything that the district covers; undefined before there are outlines. */
export async function extentOf(
  layers: readonly Layer[],
  asked: Asked,
): Promise<readonly number[] | undefined> {
  const areas = layers.find((layer) => layer.id === 'areas');
  const window = { boxes: undefined, from: undefined, to: undefined };
  const found = await areas?.list(asked, window, { limit: MOST_AREAS, after: undefined });
  const boxes = (found?.features ?? []).map((one) => bboxOf(one.geometry as Area));
  if (boxes.length === 0) return undefined;
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

const MOST_AREAS = 20_000;
