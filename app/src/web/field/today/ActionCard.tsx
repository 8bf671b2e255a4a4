import type { CaseRow } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { isFinal } from '../../sync/item.ts';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { useCase } from '../queries.ts';
import { CaseLine } from './CaseLine.tsx';

/** A card of one's own post with its lines, so that one acts without opening it. What was answered without a network says so. */
export function ActionCard({ row, tone = 'f-action-card' }: { row: CaseRow; tone?: string }) {
  const { t } = useI18n();
  const { data } = useCase(row.id);
  const { all } = useOutbox();
  const kept = all.some((item) => item.caseId === row.id && !isFinal(item));
  const lines = data?.text.split('\n').filter(Boolean) ?? [];
  return (
    <CaseLine row={kept ? { ...row, nextAction: null } : row} large tone={tone}>
      {lines.length > 0 ? (
        <ol className="f-card-lines">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      ) : null}
      {kept ? <p className="f-card-kept">{t('field.today.cardWaiting')}</p> : null}
    </CaseLine>
  );
}
