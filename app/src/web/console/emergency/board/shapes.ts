// Things of an emergency as the map draws them: needs as the shapes of their states, the rest with a word beside it, so that nothing is
// told by colour alone.
import type { Translate } from '../../../kit/i18n.tsx';
import type { OverlayFeature } from '../../../kit/map/map-overlay.ts';
import type { PointTable } from '../../../kit/map/point-data.ts';
import type { Placed } from './queries.ts';

const COLOURS = {
  closed: '#8c2f1b',
  open: '#1e6b3a',
  shut: '#565f69',
  stock: '#855600',
  quiet: '#8c2f1b',
} as const;

const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });

export function pointsOf(placed: Placed): PointTable {
  return {
    columns: ['id', 'lng', 'lat', 'state', 'category', 'overdue'],
    rows: placed.needs.map((one) => [one.id, one.lng, one.lat, one.state, '', one.late]),
  };
}

export function overlayOf(t: Translate, placed: Placed): OverlayFeature[] {
  const quiet = placed.places.map(
    (one): OverlayFeature => ({
      id: `place:${one.areaId}`,
      role: 'dot',
      geometry: point(one.lng, one.lat),
      color: COLOURS.quiet,
      strong: true,
      label: quietWords(t, one),
    }),
  );
  const stocks = placed.stocks.map(
    (one): OverlayFeature => ({
      id: `stock:${one.id}`,
      role: 'mark',
      geometry: point(one.lng, one.lat),
      color: COLOURS.stock,
      label: t('board.mark.stock', { name: one.name }),
    }),
  );
  const shelters = placed.shelters.map(
    (one): OverlayFeature => ({
      id: `shelter:${one.id}`,
      role: 'mark',
      geometry: point(one.lng, one.lat),
      color: one.open ? COLOURS.open : COLOURS.shut,
      strong: one.open,
      label: one.open
        ? t('board.mark.shelter', { name: one.name, n: one.inside, of: one.capacity })
        : t('board.mark.shut', { name: one.name }),
    }),
  );
  const closures = placed.closures.flatMap((one): OverlayFeature[] => {
    const middle = one.line[Math.floor(one.line.length / 2)];
    if (!middle) return [];
    const words: OverlayFeature = {
      id: `closure:${one.id}`,
      role: 'mark',
      geometry: point(...middle),
      color: COLOURS.closed,
      strong: one.line.length === 1,
      label: t('board.mark.closure', { name: one.title }),
    };
    return one.line.length === 1
      ? [words]
      : [
          {
            id: `closure:${one.id}`,
            role: 'line',
            geometry: { type: 'LineString', coordinates: one.line },
            color: COLOURS.closed,
            strong: true,
          },
          words,
        ];
  });
  return [...quiet, ...stocks, ...shelters, ...closures];
}

export function quietWords(t: Translate, one: { cards: number; untold: number; gaps: number }): string {
  return [
    ...(one.cards > 0 ? [t('board.quiet.cards', { n: one.cards })] : []),
    ...(one.untold > 0 ? [t('board.quiet.untold', { n: one.untold })] : []),
    ...(one.gaps > 0 ? [t('board.quiet.gaps', { n: one.gaps })] : []),
  ].join(' ');
}
