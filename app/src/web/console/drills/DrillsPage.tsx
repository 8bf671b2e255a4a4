// 演练与备勤: what is practised, what is ready, what hangs on one person or one place.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading } from '../../kit/States.tsx';
import { useScope } from '../shell/scope.tsx';
import { drillTabs } from './tabs.ts';
import './drills.css';

export function DrillsPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const { tab } = useSearch({ from: '/drills' });
  const navigate = useNavigate();
  const shown = drillTabs.find((one) => one.code === tab) ?? drillTabs[0];
  const place = area ?? me.posts[0]?.area;
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.drills')}</h1>
      <nav className="k-row e-tabs" aria-label={t('drills.tabs')}>
        {drillTabs.map((one) => (
          <button
            key={one.code}
            type="button"
            className={`k-button ${one === shown ? 'k-button-primary' : ''}`}
            aria-current={one === shown ? 'page' : undefined}
            onClick={() => void navigate({ to: '/drills', search: { tab: one.code }, replace: true })}
          >
            {t(one.label)}
          </button>
        ))}
      </nav>
      {shown ? (
        <Suspense fallback={<Loading />}>
          <shown.Part areaId={place?.id ?? ''} />
        </Suspense>
      ) : null}
    </div>
  );
}
