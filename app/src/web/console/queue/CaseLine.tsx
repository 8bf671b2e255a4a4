import type { CaseRow } from '../../kit/api-types.ts';
import { ClockText } from '../../kit/ClockBar.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { StateShapeIcon } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';

export const CASE_LINE_HEIGHT = 78;

/** One case in a list: what, where, state, clock, whose. A press opens it beside the list. */
export function CaseLine({
  row,
  selected,
  open,
  picked,
  onOpen,
}: {
  row: CaseRow;
  selected: boolean;
  open: boolean;
  /** Whether it is chosen for a bulk command; undefined outside of that. */
  picked?: boolean | undefined;
  onOpen(row: CaseRow): void;
}) {
  const { t } = useI18n();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box owns the keys (j, k, Enter)
    <div
      id={`row-${row.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-checked={picked}
      className={`c-line-row${selected ? ' c-line-selected' : ''}${open ? ' c-line-open' : ''}`}
      onClick={() => onOpen(row)}
    >
      {picked === undefined ? (
        <StateShapeIcon shape={row.state.shape} />
      ) : (
        <span className={`c-pick${picked ? ' c-picked' : ''}`} aria-hidden="true" />
      )}
      <div className="c-line-head" title={row.headline}>
        {row.headline}
      </div>
      <div className="c-line-where">
        <span className={`k-state-quiet c-line-state k-shape-${row.state.shape}`}>{row.state.label}</span>
        <span className="c-ellipsis">
          {row.areaName}
          {row.category?.label ? ` · ${row.category.label}` : ''}
          {row.outside?.[0] ? ` · ${row.outside[0].name} ${row.outside[0].number}` : ''}
        </span>
      </div>
      <div className="c-line-foot">
        {row.clock ? <ClockText clock={row.clock} /> : null}
        <span className="c-ellipsis k-hint">
          {row.holder ? row.holder.unitName : t('case.noHolder')}
          {row.joined > 1 ? ` · ${t('case.joined', { n: row.joined })}` : ''}
        </span>
        <span className="k-hint">
          <TimeText at={row.filedAt} />
        </span>
      </div>
    </div>
  );
}
