import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { useLive } from '../../kit/live.ts';
import { Loading } from '../../kit/States.tsx';
import { Brand } from '../../kit/Switches.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useShortcuts } from '../../kit/use-shortcuts.ts';
import { useNotices } from '../queries.ts';
import { ContextLine } from './ContextLine.tsx';
import { Icon, type IconName } from './icons.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { useScope } from './scope.tsx';

/** Duties over an area: who holds one has something to meet about. */
const MEETING_DUTIES = [
  'report',
  'verify',
  'intake',
  'dispatch',
  'escalate-receive',
  'hotline',
  'supervise',
  'view',
];

type Place = { to: string; key: string; icon: IconName; duties?: readonly string[] };

const WORK: readonly Place[] = [
  { to: '/', key: 'nav.work', icon: 'work' },
  { to: '/queue', key: 'nav.queue', icon: 'queue' },
  { to: '/map', key: 'nav.map', icon: 'map' },
  {
    to: '/whistles',
    key: 'nav.whistles',
    icon: 'whistle',
    duties: ['whistle', 'supervise', 'view', 'command', 'rule'],
  },
  { to: '/file', key: 'nav.file', icon: 'phone', duties: ['hotline', 'intake', 'dispatch', 'report'] },
  {
    to: '/orders',
    key: 'nav.orders',
    icon: 'orders',
    duties: ['hotline', 'intake', 'dispatch', 'supervise', 'manage-catalogue', 'manage-security'],
  },
];

const EMERGENCY: readonly Place[] = [
  { to: '/emergencies', key: 'nav.emergencies', icon: 'emergency' },
  { to: '/preparedness', key: 'nav.preparedness', icon: 'policies' },
  { to: '/drills', key: 'nav.drills', icon: 'checklists' },
  { to: '/calls', key: 'nav.calls', icon: 'phone', duties: ['hotline', 'intake', 'dispatch', 'report'] },
  { to: '/teams', key: 'nav.teams', icon: 'huddle' },
  { to: '/infrastructure', key: 'nav.infrastructure', icon: 'planning' },
  { to: '/stocks', key: 'nav.stocks', icon: 'stocks' },
  { to: '/warnings', key: 'nav.warnings', icon: 'warning' },
  { to: '/shelters', key: 'nav.shelters', icon: 'map' },
  { to: '/roster', key: 'nav.roster', icon: 'handover' },
  {
    to: '/stress',
    key: 'nav.stress',
    icon: 'stress',
    duties: ['manage-org', 'supervise', 'intake', 'view', 'command'],
  },
];

const RHYTHM: readonly Place[] = [
  { to: '/huddle', key: 'nav.huddle', icon: 'huddle', duties: MEETING_DUTIES },
  { to: '/handover', key: 'nav.handover', icon: 'handover' },
  { to: '/diary', key: 'nav.diary', icon: 'diary' },
  { to: '/patrol', key: 'nav.patrol', icon: 'patrol', duties: MEETING_DUTIES },
  { to: '/repeated', key: 'nav.repeated', icon: 'repeated', duties: MEETING_DUTIES },
  { to: '/visits', key: 'nav.visits', icon: 'visits' },
];

const APPRAISAL: readonly Place[] = [
  { to: '/rates', key: 'nav.rates', icon: 'rates' },
  { to: '/visit-backs', key: 'nav.visitBacks', icon: 'visitBacks', duties: ['hotline', 'verify'] },
  { to: '/exclusions', key: 'nav.exclusions', icon: 'exclusions', duties: ['supervise', 'handle'] },
];

const DATA: readonly Place[] = [
  { to: '/admission', key: 'nav.admission', icon: 'admission' },
  { to: '/burden', key: 'nav.burden', icon: 'burden' },
  { to: '/reports', key: 'nav.reports', icon: 'reports' },
];

const BASE: readonly Place[] = [
  { to: '/registers', key: 'nav.registers', icon: 'registers' },
  { to: '/territory', key: 'nav.territory', icon: 'territory' },
  {
    to: '/planning',
    key: 'nav.planning',
    icon: 'planning',
    duties: ['manage-org', 'supervise', 'intake', 'view', 'command'],
  },
  { to: '/categories', key: 'nav.categories', icon: 'categories' },
  { to: '/duty-lists', key: 'nav.dutyLists', icon: 'duty' },
  { to: '/checklists', key: 'nav.checklists', icon: 'checklists' },
  { to: '/codes', key: 'nav.codes', icon: 'codes' },
  { to: '/policies', key: 'nav.policies', icon: 'policies' },
  { to: '/calendar', key: 'nav.calendar', icon: 'calendar' },
  { to: '/webhooks', key: 'nav.webhooks', icon: 'webhooks', duties: ['manage-security'] },
  { to: '/audit', key: 'nav.audit', icon: 'audit', duties: ['audit'] },
];

export function Shell() {
  const { t } = useI18n();
  const { me } = useScope();
  const allowed = (place: Place) => !place.duties || holdsDuty(me, ...place.duties);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [help, setHelp] = useState(false);
  const notices = useNotices();
  const unread = notices.data?.unread ?? 0;

  // Many changes at once become one refresh; the queue keeps its own order and counts what is new (QueuePage).
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const live = useLive((event) => {
    if (event.type === 'reset') void client.invalidateQueries();
    if (event.type.startsWith('notice')) void client.invalidateQueries({ queryKey: ['notices'] });
    if (!event.type.startsWith('case')) return;
    if (typeof event.data.id === 'string')
      void client.invalidateQueries({ queryKey: ['case', event.data.id] });
    if (timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['work'] });
    }, 1500);
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const { pathname } = useLocation();
  useEffect(() => {
    // On a phone the rail is one line that is pushed sideways.
    document
      .querySelector(`.c-rail-link[href="${CSS.escape(`/console${pathname}`)}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);

  useShortcuts({
    '?': () => setHelp(true),
    '/': () => document.querySelector<HTMLInputElement>('#console-search')?.focus(),
    'g w': () => void navigate({ to: '/' }),
    'g q': () => void navigate({ to: '/queue' }),
    'g m': () => void navigate({ to: '/map' }),
    'g f': () => void navigate({ to: '/file' }),
    'g t': () => void navigate({ to: '/territory' }),
    'g n': () => void navigate({ to: '/notices' }),
  });

  return (
    <div className="c-shell">
      <a className="k-skip" href="#content">
        {t('kit.skip')}
      </a>
      <nav className="c-rail" aria-label={t('nav.label')}>
        <div className="c-rail-brand">
          <Brand />
        </div>
        <RailList places={WORK.filter(allowed)} />
        <p className="c-rail-group" id="rail-emergency">
          {t('nav.emergency')}
        </p>
        <RailList places={EMERGENCY.filter(allowed)} labelledBy="rail-emergency" />
        <p className="c-rail-group" id="rail-rhythm">
          {t('nav.rhythm')}
        </p>
        <RailList places={RHYTHM.filter(allowed)} labelledBy="rail-rhythm" />
        <p className="c-rail-group" id="rail-appraisal">
          {t('nav.appraisal')}
        </p>
        <RailList places={APPRAISAL.filter(allowed)} labelledBy="rail-appraisal" />
        <p className="c-rail-group" id="rail-data">
          {t('nav.data')}
        </p>
        <RailList places={DATA.filter(allowed)} labelledBy="rail-data" />
        <p className="c-rail-group" id="rail-base">
          {t('nav.base')}
        </p>
        <RailList places={BASE.filter(allowed)} labelledBy="rail-base" />
      </nav>
      <ContextLine live={live} unread={unread} onHelp={() => setHelp(true)} />
      <main className="c-main" id="content" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function RailList({ places, labelledBy }: { places: readonly Place[]; labelledBy?: string }) {
  const { t } = useI18n();
  return (
    <ul aria-labelledby={labelledBy}>
      {places.map((place) => (
        <li key={place.to}>
          <Link
            to={place.to}
            className="c-rail-link"
            activeProps={{ className: 'c-rail-link c-rail-active', 'aria-current': 'page' }}
            activeOptions={{ exact: place.to === '/', includeSearch: false }}
          >
            <Icon name={place.icon} />
            <span>{t(place.key)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
