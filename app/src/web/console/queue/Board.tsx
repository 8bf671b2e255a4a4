import type { CaseRow } from '../../kit/api-types.ts';
import { ClockText } from '../../kit/ClockBar.tsx';
import { stateRank } from '../../kit/case-states.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';

type Column = { code: string; label: string; shape: CaseRow['state']['shape']; rows: CaseRow[] };

function columnsOf(rows: readonly CaseRow[]): Column[] {
  const columns = new Map<string, Column>();
  for (const row of rows) {
    const column = columns.get(row.state.code) ?? {
      code: row.state.code,
      label: row.state.label,
      shape: 'todo',
      rows: [],
    };
    column.rows.push(row);
    // The column's mark is the plain one of its state: a late case is marked on its own card.
    if (row.state.shape !== 'late' && row.state.shape !== 'soon') column.shape = row.state.shape;
    columns.set(row.state.code, column);
  }
  return [...columns.values()].sort((a, b) => stateRank(a.code) - stateRank(b.code));
}

/** The same cases by state. Cards are opened, not dragged: a step needs its form. */
export function Board({
  rows,
  more,
  onMore,
  onOpen,
}: {
  rows: readonly CaseRow[];
  more: boolean;
  onMore(): void;
  onOpen(row: CaseRow): void;
}) {
  const { t } = useI18n();
  return (
    <div className="c-board-wrap">
      <div className="c-board">
        {columnsOf(rows).map((column) => (
          <section key={column.code} className="c-column" aria-label={column.label}>
            <header className="c-column-head">
              <StateMark shape={column.shape} label={column.label} quiet />
              <span className="k-hint">{column.rows.length}</span>
            </header>
            <ul>
              {column.rows.map((row) => (
                <li key={row.id}>
                  <button type="button" className="c-board-card" onClick={() => onOpen(row)}>
                    <span className="c-board-headline">{row.headline}</span>
                    <span className="k-hint">{row.areaName}</span>
                    {row.clock ? <ClockText clock={row.clock} /> : null}
                    {row.holder ? <span className="k-hint">{row.holder.unitName}</span> : null}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {more ? (
        <p className="c-board-more">
          <button type="button" className="k-button" onClick={onMore}>
            {t('kit.more')}
          </button>
        </p>
      ) : null}
    </div>
  );
}
