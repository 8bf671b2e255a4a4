// A stress test as files: curves and grids as tables, places as GeoJSON, the whole input for `renlin stress --input`.
import { RESILIENCES } from '@renlin/core/simulation/experiment';
import { writeXlsx } from 'hucre/xlsx';
import type { Locale, Messages } from '../../../platform/i18n/messages.ts';

import type { StressResult } from '../compute/stress-task.ts';

const point = (lng: number, lat: number) => ({ type: 'Point', coordinates: [lng, lat] });

/** The grids by how long people waited, and what stands in the model, so that a map shows what the answer rests on. */
export function stressFeatures(result: StressResult): object[] {
  const things = (kind: string, list: readonly { id: string; name: string; lng: number; lat: number }[]) =>
    list.map(({ id, name, lng, lat, ...more }) => ({
      type: 'Feature',
      id,
      geometry: point(lng, lat),
      properties: { kind, name, ...more },
    }));
  return [
    ...result.cells.map(({ id, name, lng, lat, community, households, people, lateMinutesPerPerson }) => ({
      type: 'Feature',
      id,
      geometry: point(lng, lat),
      properties: { kind: 'grid', name, community, households, people, lateMinutesPerPerson },
    })),
    ...things('stock', result.stocks),
    ...things('shelter', result.shelters),
    ...things(
      'team',
      result.teams.filter((one) => one.count > 0),
    ),
    ...things('utility', result.utilities),
  ];
}

const ofCurve = (value: number | undefined): string => (value === undefined ? '' : String(value));
const digits = (value: number, n = 1): string => value.toFixed(n);

export function stressSheet(
  result: StressResult,
  table: 'grids' | 'buildings',
  { messages, locale }: { messages: Messages; locale: Locale },
): Promise<Uint8Array> {
  const t = (key: string) => messages.text(locale, `planning.stress.${key}`);
  const names = Object.keys(result.curves);
  const minutes = result.curves['service']?.minutes ?? [];
  const curves = {
    name: t('curves'),
    rows: [
      [t('minute'), ...names.flatMap((name) => ['mean', 'p10', 'p90'].map((part) => `${name} ${part}`))],
      ...minutes.map((minute, k) => [
        String(minute),
        ...names.flatMap((name) => {
          const { mean, p10, p90 } = result.curves[name] ?? { mean: [], p10: [], p90: [] };
          return [mean[k], p10[k], p90[k]].map(ofCurve);
        }),
      ]),
    ],
  };
  const cells = {
    name: t('grids'),
    rows: [
      ['grid', 'community', 'households', 'people', 'late'].map(t),
      ...[...result.cells]
        .sort((a, b) => b.lateMinutesPerPerson - a.lateMinutesPerPerson)
        .map((cell) => [
          cell.name,
          cell.community,
          String(cell.households),
          String(cell.people),
          digits(cell.lateMinutesPerPerson, 2),
        ]),
    ],
  };
  const summary = {
    name: t('summary'),
    rows: [
      ['resilience', 'loss', 'low', 'high', 'lowest', 'hours'].map(t),
      ...RESILIENCES.map((name) => {
        const { loss, robustness, hoursTo95 } = result.resilience[name];
        return [
          t(name),
          digits(loss.mean),
          digits(loss.low),
          digits(loss.high),
          digits(robustness.mean * 100),
          hoursTo95.median === null ? '' : digits(hoursTo95.median),
        ];
      }),
    ],
  };
  const measures = {
    name: t('measures'),
    rows: [
      ['measure', 'place', 'amount', 'yuan', 'avoided', 'low', 'high', 'perYuan'].map(t),
      ...(result.measures ?? []).map((one) => [
        t(`measure.${one.code}`),
        one.place,
        String(one.amount),
        String(one.costYuan),
        digits(one.lossAvoided.mean, 2),
        digits(one.lossAvoided.low, 2),
        digits(one.lossAvoided.high, 2),
        digits(one.perTenThousandYuan.mean, 2),
      ]),
    ],
  };
  return writeXlsx({ sheets: table === 'buildings' ? [cells] : [summary, curves, cells, measures] });
}
