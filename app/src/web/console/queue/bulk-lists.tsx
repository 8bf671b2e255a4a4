// What a bulk command would do to each case, and what it did.
import { Link } from '@tanstack/react-router';
import type { CaseRow } from '../../kit/api-types.ts';
import { now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { type Translate, useI18n } from '../../kit/i18n.tsx';

export const MOST_AT_ONCE = 1000;

type Refused = { code: string; message: string } | null;
type Brief = Pick<CaseRow, 'state' | 'holder' | 'clock'>;
export type Outlook = {
  total: number;
  willGo: number;
  refused: number;
  items: {
    id: string;
    number: string;
    headline: string;
    before: Brief | null;
    after: Brief | null;
    refused: Refused;
  }[];
};
export type Run = {
  id: string;
  label: string;
  state: 'running' | 'done' | 'undoing' | 'undone';
  total: number;
  done: number;
  refused: number;
  undone: number;
  notUndone: number;
  undoUntil: number | null;
  items: {
    id: string;
    number: string;
    headline: string;
    result: 'done' | 'refused' | null;
    refused: Refused;
    undone: 'done' | 'refused' | null;
    notUndone: Refused;
  }[];
};

/** Those that can't come first: they are what has to be looked at. */
export function PreviewList({ outlook }: { outlook: Outlook }) {
  const { t } = useI18n();
  const items = [...outlook.items].sort((a, b) => Number(b.refused !== null) - Number(a.refused !== null));
  return (
    <ul className="c-bulk-list">
      {items.map((item) => (
        <li key={item.id} className={item.refused ? 'c-bulk-refused' : undefined}>
          <CaseName {...item} />
          <span>{item.refused ? item.refused.message : changeWords(t, item.before, item.after)}</span>
        </li>
      ))}
    </ul>
  );
}

export function RunList({ run }: { run: Run }) {
  const { t } = useI18n();
  const rank = (item: Run['items'][number]) => Number(item.notUndone !== null || item.refused !== null);
  const items = [...run.items].sort((a, b) => rank(b) - rank(a));
  return (
    <ul className="c-bulk-list">
      {items.map((item) => {
        const refused = item.notUndone ?? item.refused;
        const done =
          item.undone === 'done' ? t('bulk.undoneOne') : item.result === 'done' ? t('bulk.ok') : '';
        return (
          <li key={item.id} className={refused ? 'c-bulk-refused' : undefined}>
            <CaseName {...item} />
            <span>{refused ? refused.message : done}</span>
          </li>
        );
      })}
    </ul>
  );
}

function CaseName({ id, number, headline }: { id: string; number: string; headline: string }) {
  return (
    <span className="c-bulk-name">
      <Link to="/cases/$caseId" params={{ caseId: id }}>
        {headline || id.slice(0, 8)}
      </Link>{' '}
      <span className="k-hint k-number">{number}</span>
    </span>
  );
}

function changeWords(t: Translate, before: Brief | null, after: Brief | null): string {
  if (!before || !after) return '';
  const words: string[] = [];
  words.push(
    before.state.code === after.state.code
      ? t('bulk.unchanged')
      : t('bulk.becomes', { from: before.state.label, to: after.state.label }),
  );
  if (after.holder && after.holder.unitId !== before.holder?.unitId) words.push(after.holder.unitName);
  if (after.clock && after.clock.dueAt !== null && after.clock.dueAt !== before.clock?.dueAt)
    words.push(t('bulk.due', { clock: after.clock.label, time: nearDate(t, after.clock.dueAt, now()) }));
  return words.join(' · ');
}
