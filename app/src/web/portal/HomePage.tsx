import { Link } from '@tanstack/react-router';
import { useI18n } from '../kit/i18n.tsx';
import { NeedDoor } from './need/NeedDoor.tsx';
import { Heading } from './Shell.tsx';
import { WarningBanner } from './WarningBanner.tsx';

const DOORS = [
  { to: '/report', name: 'report', icon: 'M4 5h16v11H9l-5 4zM8 9h8M8 12.5h5' },
  { to: '/follow', name: 'follow', icon: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20 20' },
  {
    to: '/together',
    name: 'together',
    icon: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M16 11a2.6 2.6 0 1 0 0-5.2M15.6 14c3.2-.3 5.9 1.8 5.9 5',
  },
  {
    to: '/help',
    name: 'help',
    icon: 'M5 4h4l1.6 4.4L8.4 10a12 12 0 0 0 5.6 5.6l1.6-2.2L20 15v4c-8.8 1-16-6.2-15-15z',
  },
] as const;

export function HomePage() {
  const { t } = useI18n();
  return (
    <div className="p-page">
      <NeedDoor />
      <WarningBanner />
      <Heading>{t('portal.homeTitle')}</Heading>
      <ul className="p-doors">
        {DOORS.map((door) => (
          <li key={door.name}>
            <Link to={door.to} className={`p-door${door.name === 'report' ? ' p-door-first' : ''}`}>
              <svg viewBox="0 0 24 24" width="40" height="40" aria-hidden="true">
                <path
                  d={door.icon}
                  fill="none"
                  stroke="currentColor"
                  strokeWidth="1.7"
                  strokeLinecap="round"
                  strokeLinejoin="round"
                />
              </svg>
              <span>
                <strong>{t(`portal.door.${door.name}`)}</strong>
                <span className="p-door-line">{t(`portal.door.${door.name}.line`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="p-buttons">
        <Link to="/nearby" className="k-button">
          {t('portal.nearby')}
        </Link>
        <Link to="/policies" className="k-button">
          {t('portal.policies.wizard')}
        </Link>
        <Link to="/tip" className="k-button">
          {t('portal.tip.door')}
        </Link>
        <Link to="/visit" className="k-button">
          {t('portal.visit.door')}
        </Link>
      </p>
      <p className="p-urgent">{t('portal.urgent')}</p>
    </div>
  );
}
