import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState } from '../../kit/States.tsx';
import { useCasePatrols } from '../patrol/queries.ts';
import { RecordList } from '../patrol/RecordList.tsx';
import '../../patrol/patrol.css';
import { PartHeading } from './PartHeading.tsx';

/** The patrols that found this hazard; nothing for a case that comes from elsewhere. */
export function FromPatrol({ caseId }: { caseId: string }) {
  const { t } = useI18n();
  const found = useCasePatrols(caseId);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data || found.data.items.length === 0) return null;
  return (
    <section>
      <PartHeading>{t('patrol.ofCase')}</PartHeading>
      <RecordList records={found.data.items} here={caseId} />
    </section>
  );
}
