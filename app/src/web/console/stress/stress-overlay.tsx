// What lies over the map: the drawn hazard, how long people waited, one hour of the story.
import type { Translate } from '../../kit/i18n.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import type { OverlayFeature } from '../../kit/map/map-overlay.ts';
import { hourOf, stepOf } from './stress-logic.ts';
import type { Model, Scenario, StressResult } from './stress-types.ts';

export type Shown = {
  view: 'ask' | 'result' | 'story';
  model: Model | undefined;
  scenario: Scenario;
  result: StressResult | undefined;
  hour: number;
  story: number;
  strong: ReadonlySet<string>;
};

/** From nobody waited to where people waited longest: lightness alone tells them apart. */
export const WAITED = ['#c9d1da', '#f0c987', '#dd9a46', '#b9602c', '#7c2415'] as const;
export const HAZARD = '#1a56a8';
const PLACE = { stock: '#1e6b3a', shelter: '#5b3f8a', down: '#8c2f1b', closure: '#8c2f1b' } as const;
const QUIET = '#8a939d';

const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });

export function overlayOf(shown: Shown, t: Translate): OverlayFeature[] {
  switch (shown.view) {
    case 'ask':
      return askedOverlay(shown);
    case 'result':
      return shown.result ? waitedOverlay(shown, shown.result) : [];
    case 'story':
      return shown.result ? storyOverlay(shown, shown.result, t) : [];
  }
}

function askedOverlay({ model, scenario, strong }: Shown): OverlayFeature[] {
  const lost = new Set([...(scenario.lost?.stocks ?? []), ...(scenario.lost?.shelters ?? [])]);
  const marks = (
    kind: 'stock' | 'shelter',
    list: readonly { id: string; name: string; lng: number; lat: number }[],
  ) =>
    list.map(
      ({ id, name, lng, lat }): OverlayFeature => ({
        id,
        role: 'mark',
        geometry: point(lng, lat),
        color: lost.has(id) ? PLACE.down : PLACE[kind],
        label: lost.has(id) ? `× ${name}` : name,
        strong: strong.has(id),
      }),
    );
  return [
    ...scenario.hazard.zones.map(
      ({ name, ring }, i): OverlayFeature => ({
        id: `zone:${i}`,
        role: 'area',
        geometry: { type: 'Polygon', coordinates: [closed(ring)] },
        color: HAZARD,
        label: name,
        strong: strong.has(`zone:${i}`),
      }),
    ),
    ...(scenario.hazard.whole && model?.outline
      ? [
          {
            id: 'whole',
            role: 'area' as const,
            geometry: model.outline,
            color: HAZARD,
          },
        ]
      : []),
    ...marks('stock', model?.stocks ?? []),
    ...marks('shelter', model?.shelters ?? []),
    ...(scenario.closures ?? []).map(
      ({ lng, lat }, i): OverlayFeature => ({
        id: `closure:${i}`,
        role: 'mark',
        geometry: point(lng, lat),
        color: PLACE.closure,
        label: '×',
      }),
    ),
  ];
}

const closed = (ring: readonly (readonly [number, number])[]) => {
  const [first] = ring;
  const last = ring.at(-1);
  return first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...ring, first] : [...ring];
};

/** A grid as its outline, or as a mark in the middle of its homes where none is drawn. */
function cellFeature(
  model: Model | undefined,
  cell: StressResult['cells'][number],
  look: { color: string; label?: string; strong: boolean },
): OverlayFeature {
  const outline = model?.outlines.find((one) => one.id === cell.id);
  return {
    id: cell.id,
    role: outline ? 'area' : 'mark',
    geometry: outline ? outline.geometry : point(cell.lng, cell.lat),
    ...(outline ? { at: [cell.lng, cell.lat] as const } : {}),
    ...look,
  };
}

function waitedOverlay({ model, strong }: Shown, result: StressResult): OverlayFeature[] {
  const worst = Math.max(...result.cells.map((cell) => cell.lateMinutesPerPerson));
  return result.cells.map((cell) => {
    const waited = cell.lateMinutesPerPerson;
    return cellFeature(model, cell, {
      color: WAITED[stepOf(waited, worst)] as string,
      strong: strong.has(cell.id),
      // Not by colour alone: the minutes stand in the grid.
      label: waited > 0 ? waited.toFixed(waited < 10 ? 1 : 0) : '0',
    });
  });
}

function storyOverlay(
  { model, hour, story, strong }: Shown,
  result: StressResult,
  t: Translate,
): OverlayFeature[] {
  const told = result.stories[story];
  if (!told) return [];
  const { hit, waiting, cutOff, down } = hourOf(told, hour);
  const cells = result.cells.map((cell, i) => {
    const wait = waiting.get(i);
    const words = [
      ...(wait ? [t('stress.mapWaiting', { n: wait.calls })] : []),
      ...(cutOff.has(i) ? [t('stress.mapCutOff')] : []),
    ].join('\n');
    const color = wait?.late ? WAITED[4] : wait ? WAITED[2] : hit.has(i) ? HAZARD : WAITED[0];
    return cellFeature(model, cell, {
      color,
      strong: strong.has(cell.id) || hit.has(i),
      ...(words ? { label: words } : {}),
    });
  });
  const utilities = result.utilities.flatMap((one, i): OverlayFeature[] =>
    down.has(i)
      ? [
          {
            id: one.id,
            role: 'mark',
            geometry: point(one.lng + offset(one.service), one.lat),
            color: PLACE.down,
            label: t(`stress.cut.${one.service}`),
            strong: strong.has(one.id),
          },
        ]
      : [],
  );
  const places = [
    ...result.stocks.map((one) => ({ ...one, color: PLACE.stock })),
    ...result.shelters.map((one) => ({ ...one, color: PLACE.shelter })),
  ].map(
    ({ id, lng, lat, color, name }): OverlayFeature => ({
      id,
      role: 'mark',
      geometry: point(lng, lat),
      color,
      strong: strong.has(id),
      ...(strong.has(id) ? { label: name } : {}),
    }),
  );
  return [...cells, ...places, ...utilities];
}

/** The networks of a community stand beside each other on the map, not upon each other. */
const offset = (service: string): number =>
  service === 'power' ? -0.0008 : service === 'water' ? 0.0008 : 0;

export function MapLegend({ view, result }: { view: Shown['view']; result: StressResult | undefined }) {
  const { t } = useI18n();
  const marks: [string, string][] =
    view === 'ask'
      ? [
          ['hazard', HAZARD],
          ['stock', PLACE.stock],
          ['shelter', PLACE.shelter],
          ['lost', PLACE.down],
        ]
      : !result
        ? []
        : view === 'result'
          ? [
              ['least', WAITED[0]],
              ['most', WAITED[4]],
            ]
          : [
              ['hit', HAZARD],
              ['waiting', WAITED[2]],
              ['late', WAITED[4]],
              ['stock', PLACE.stock],
              ['shelter', PLACE.shelter],
            ];
  if (marks.length === 0) return null;
  return (
    <ul className="pl-legend st-legend" aria-label={t('planning.legend')}>
      {view === 'result' ? <li>{t('stress.legend.minutes')}</li> : null}
      {marks.map(([key, color]) => (
        <li key={key}>
          <span className="pl-mark" style={{ background: color || QUIET }} aria-hidden="true" />
          {t(`stress.legend.${key}`)}
        </li>
      ))}
    </ul>
  );
}
