// Warnings in force, big and plain, with who says so and until when. A page that cannot read them says nothing rather than "all is well".
import { useQuery } from '@tanstack/react-query';
import { get } from '../kit/api.ts';
import { useI18n } from '../kit/i18n.tsx';
import { TimeText } from '../kit/TimeText.tsx';

type Shown = {
  id: string;
  state: { code: string };
  colour: 'blue' | 'yellow' | 'orange' | 'red' | null;
  colourLabel: string;
  event: string;
  headline: string;
  issuer: string;
  description: string;
  instruction: string;
  sentAt: number;
  from: number;
  until: number;
  areas: string[];
};

const EVERY_MS = 60_000;

export function WarningBanner() {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['public-warnings'],
    queryFn: ({ signal }) => get<{ items: Shown[] }>('/public/warnings', undefined, signal),
    refetchInterval: EVERY_MS,
  });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-label={t('portal.warning.title')}>
      {items.map((one) => (
        <article key={one.id} className={`p-warning p-warning-${one.colour ?? 'none'}`}>
          <h2>
            {one.headline ||
              t('portal.warning', { colour: one.colour ? one.colourLabel : '', event: one.event })}
          </h2>
          <p>
            {one.areas.join('、')} ·{' '}
            {one.state.code === 'coming' ? (
              <>
                {t('portal.warning.coming')} <TimeText at={one.from} as="near" />{' '}
              </>
            ) : null}
            {t('portal.warning.until')} <TimeText at={one.until} as="near" />
          </p>
          {one.description ? <p className="p-warning-words">{one.description}</p> : null}
          {one.instruction ? <p className="p-warning-words">{one.instruction}</p> : null}
          <p className="p-warning-source">
            {t('portal.warning.said', { issuer: one.issuer })} <TimeText at={one.sentAt} as="near" />
          </p>
        </article>
      ))}
    </section>
  );
}
