import { Link } from '@tanstack/react-router';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import type { PatrolRecord } from './queries.ts';

/** Records of patrols: when, by which plan and version, and what became of what was found. Who went is not shown. */
export function RecordList({ records, here }: { records: readonly PatrolRecord[]; here?: string }) {
  const { t } = useI18n();
  return (
    <ul className="t-records">
      {records.map((one) => (
        <li key={one.id}>
          <span className="k-hint">
            {exactDate(t, one.occurredAt, now())} · {one.planTitle} ·{' '}
            {t('patrol.recordVersion', { n: one.version })}
          </span>
          {here ? <p>{one.placeName}</p> : null}
          {one.findings.length === 0 ? <p>{t('patrol.nothingFound')}</p> : null}
          {one.findings.map((finding) => (
            <p key={finding.item}>
              {finding.case && finding.case.id !== here ? (
                <Link to="/cases/$caseId" params={{ caseId: finding.case.id }} className="c-case-link">
                  {finding.words} <span className="k-number">{finding.case.number}</span>
                </Link>
              ) : (
                finding.words
              )}
              {finding.joined ? <span className="k-hint"> {t('patrol.saidAgain')}</span> : null}
            </p>
          ))}
          {one.note ? <p className="k-hint">{one.note}</p> : null}
        </li>
      ))}
    </ul>
  );
}
