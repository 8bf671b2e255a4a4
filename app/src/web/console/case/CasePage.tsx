import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { useShortcuts } from '../../kit/use-shortcuts.ts';
import { CasePane } from './CasePane.tsx';

/** A case alone, with its own address to send to a colleague. */
export function CasePage() {
  const { t } = useI18n();
  const { caseId } = useParams({ from: '/cases/$caseId' });
  const { action } = useSearch({ from: '/cases/$caseId' });
  const navigate = useNavigate();
  useShortcuts({ Escape: () => history.back() });
  return (
    <div className="c-case-page">
      <p className="c-crumbs">
        <Link to="/queue">{t('nav.queue')}</Link>
      </p>
      <CasePane
        key={caseId}
        caseId={caseId}
        action={action}
        wide
        onAction={(next) =>
          void navigate({ to: '/cases/$caseId', params: { caseId }, search: { action: next }, replace: true })
        }
      />
    </div>
  );
}
