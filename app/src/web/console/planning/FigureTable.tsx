// Plans beside each other, one figure a row.
import type { ReactNode } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import type { GridFigures } from './planning-types.ts';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const ROWS: readonly { key: string; value(figures: GridFigures): string | number }[] = [
  { key: 'grids', value: (one) => one.grids },
  { key: 'inBand', value: (one) => `${one.inBand} / ${one.standard}` },
  { key: 'spread', value: (one) => `${one.least}–${one.most}` },
  { key: 'imbalance', value: (one) => percent(one.imbalance) },
  { key: 'radius', value: (one) => Math.round(one.radius) },
  { key: 'roundness', value: (one) => one.roundness.toFixed(2) },
  { key: 'changed', value: (one) => `${one.changed} · ${percent(one.changedShare)}` },
  { key: 'movedCases', value: (one) => one.movedCases },
  { key: 'casesMost', value: (one) => one.casesMost ?? '–' },
  {
    key: 'casesImbalance',
    value: (one) => (one.casesImbalance === undefined ? '–' : percent(one.casesImbalance)),
  },
  { key: 'withoutStaff', value: (one) => one.withoutStaff },
  { key: 'postsToMove', value: (one) => one.postsToMove },
];

export type FigureColumn = { key: string; title: ReactNode; figures: GridFigures };

export function FigureTable({ columns }: { columns: readonly FigureColumn[] }) {
  const { t } = useI18n();
  return (
    <table className="c-table pl-figures">
      <thead>
        <tr>
          <th scope="col">{t('planning.figure')}</th>
          {columns.map((column) => (
            <th key={column.key} scope="col" className="pl-num">
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ROWS.map((row) => (
          <tr key={row.key}>
            <th scope="row" title={t(`planning.figureLine.${row.key}`)}>
              {t(`planning.figure.${row.key}`)}
            </th>
            {columns.map((column) => (
              <td key={column.key} className="pl-num">
                {row.value(column.figures)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
