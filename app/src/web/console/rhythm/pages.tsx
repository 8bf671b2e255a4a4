// The daily rhythm in the console.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { AgendaView } from '../../rhythm/AgendaView.tsx';
import { DiaryView } from '../../rhythm/DiaryView.tsx';
import { HandoverView } from '../../rhythm/HandoverView.tsx';
import { Decide } from './Decide.tsx';

export function HuddlePage() {
  const { t } = useI18n();
  const [deciding, setDeciding] = useState<string>();
  return (
    <div className="c-page">
      <h1 className="c-title r-no-print">{t('nav.huddle')}</h1>
      <AgendaView
        decide={(item) => (
          <button type="button" className="k-button" onClick={() => setDeciding(item.id)}>
            {t('rhythm.decide')}
            <span className="k-visually-hidden">{item.headline}</span>
          </button>
        )}
      />
      <Decide caseId={deciding} onClose={() => setDeciding(undefined)} />
    </div>
  );
}

export function HandoverPage() {
  const { t } = useI18n();
  return (
    <div className="c-page">
      <h1 className="c-title">{t('handover.title')}</h1>
      <HandoverView />
    </div>
  );
}

export function DiaryPage() {
  const { t } = useI18n();
  return (
    <div className="c-page">
      <h1 className="c-title">{t('diary.title')}</h1>
      <DiaryView />
    </div>
  );
}
