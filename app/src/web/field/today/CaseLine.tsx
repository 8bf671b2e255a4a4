import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaseRow } from '../../kit/api-types.ts';
import { ClockText } from '../../kit/ClockBar.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';

type Props = { row: CaseRow; large?: boolean; tone?: string; children?: ReactNode };

/** What, where, by when, and the one next thing to do. */
export function CaseLine({ row, large = false, tone = '', children }: Props) {
  const { t } = useI18n();
  return (
    <li className={`f-row${large ? ' f-row-large' : ''} ${tone}`}>
      <Link to="/cases/$caseId" params={{ caseId: row.id }} className="f-row-link">
        <span className="f-row-title">{row.headline}</span>
        <span className="f-row-place">{[row.areaName, row.address].filter(Boolean).join(' ')}</span>
        <span className="f-row-facts">
          <StateMark shape={row.state.shape} label={row.state.label} />
          {row.clock ? <ClockText clock={row.clock} /> : null}
          {row.joined > 1 ? <span>{t('field.today.joined', { n: row.joined })}</span> : null}
        </span>
      </Link>
      {children}
      {row.nextAction ? (
        <Link
          to="/cases/$caseId"
          params={{ caseId: row.id }}
          search={{ do: row.nextAction.name }}
          className={`k-button${large ? ' k-button-primary' : ''} f-row-action`}
        >
          {row.nextAction.label}
          <span className="k-visually-hidden">{row.headline}</span>
        </Link>
      ) : null}
    </li>
  );
}
