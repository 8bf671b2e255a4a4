// What was found at a place before, and what became of it.
import type { ReactNode } from 'react';
import { useI18n } from '../kit/i18n.tsx';
import type { SeenFinding } from './queries.ts';

export function LastFindings({
  findings,
  link,
}: {
  findings: readonly SeenFinding[];
  link?: (caseId: string, words: string) => ReactNode;
}) {
  const { t } = useI18n();
  if (findings.length === 0) return null;
  const wordsOf = ({ words, case: found }: SeenFinding): string => {
    if (!found) return t('patrol.last.unseen', { words });
    const params = { words, number: found.number };
    return found.closedAt === null ? t('patrol.last.open', params) : t('patrol.last.closed', params);
  };
  return (
    <ul className="t-last">
      {findings.map((one) => (
        <li key={`${one.item}-${one.at}`}>
          {one.case && link ? link(one.case.id, wordsOf(one)) : wordsOf(one)}
        </li>
      ))}
    </ul>
  );
}
