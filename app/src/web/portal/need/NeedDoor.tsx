// The way to help on the first screen, only while an emergency is in force somewhere; a page that cannot read it shows nothing.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';

type InForce = { id: string; risk: { label: string }; areaName: string; since: number };

const EVERY_MS = 60_000;

export function NeedDoor() {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['public-emergencies'],
    queryFn: ({ signal }) => get<{ items: InForce[] }>('/public/emergencies', undefined, signal),
    refetchInterval: EVERY_MS,
  });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="p-need-door" aria-label={t('portal.need.door')}>
      <Link to="/need" className="k-button k-button-primary p-call-button">
        {t('portal.need.door')}
      </Link>
      <ul>
        {items.map((one) => (
          <li key={one.id}>
            {t('portal.need.inForce', { area: one.areaName, risk: one.risk.label })}{' '}
            <TimeText at={one.since} as="near" />
          </li>
        ))}
      </ul>
    </section>
  );
}
