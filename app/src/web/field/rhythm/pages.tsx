// The daily rhythm and visits on the phone: the same records as in the console.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { AgendaView } from '../../rhythm/AgendaView.tsx';
import { DiaryView } from '../../rhythm/DiaryView.tsx';
import { HandoverView } from '../../rhythm/HandoverView.tsx';
import { MyVisits } from '../../visits/MyVisits.tsx';
import { Heading } from '../Shell.tsx';

export function HuddlePage() {
  const { t } = useI18n();
  return (
    <div className="f-page">
      <Heading>{t('nav.huddle')}</Heading>
      <AgendaView
        decide={(item) => (
          <Link to="/cases/$caseId" params={{ caseId: item.id }} search={{ do: 'note' }} className="k-button">
            {t('rhythm.decide')}
            <span className="k-visually-hidden">{item.headline}</span>
          </Link>
        )}
      />
    </div>
  );
}

export function HandoverPage() {
  const { t } = useI18n();
  return (
    <div className="f-page">
      <Heading>{t('handover.title')}</Heading>
      <HandoverView />
    </div>
  );
}

export function DiaryPage() {
  const { t } = useI18n();
  return (
    <div className="f-page">
      <Heading>{t('diary.title')}</Heading>
      <DiaryView />
    </div>
  );
}

export function VisitsPage() {
  const { t } = useI18n();
  return (
    <div className="f-page">
      <Heading>{t('visits.mine')}</Heading>
      <MyVisits />
    </div>
  );
}
