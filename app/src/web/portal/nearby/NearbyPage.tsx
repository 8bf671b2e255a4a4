// 现在开着的: what is open within a quarter of an hour on foot. Where somebody is serves this one question and is kept nowhere.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FindPlace } from '../../capture/FindPlace.tsx';
import type { PickedPlace } from '../../capture/place.ts';
import { post } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading, Unread } from '../../kit/States.tsx';
import { Heading } from '../Shell.tsx';
import {
  GROUPS,
  type Nearby,
  type NearbyPlace,
  nameOf,
  roundedPoint,
  stateWords,
  worthShowing,
} from './nearby.ts';

const QUARTER = 15;
const HALF = 30;

export function NearbyPage() {
  const { t } = useI18n();
  const [place, setPlace] = useState<PickedPlace>();
  const [minutes, setMinutes] = useState(QUARTER);
  const [closed, setClosed] = useState(false);
  const [group, setGroup] = useState<string>('');
  const point = place?.point ?? undefined;
  const found = useQuery({
    queryKey: ['nearby', point, minutes],
    enabled: point !== undefined,
    gcTime: 0,
    queryFn: ({ signal }) =>
      post<Nearby>(
        '/public/nearby',
        {
          ...roundedPoint(point as { lng: number; lat: number }),
          minutes,
          // Who reads large type walks slowly.
          pace: document.documentElement.classList.contains('elder') ? 'elder' : 'walk',
        },
        { signal },
      ),
  });
  if (!place)
    return (
      <div className="p-page">
        <Heading>{t('portal.nearby')}</Heading>
        <p>{t('portal.nearby.where')}</p>
        <FindPlace onFound={setPlace} hereLabel={t('portal.nearby.here')} />
        <p className="k-hint">{t('portal.nearby.kept')}</p>
      </div>
    );
  const shown = found.data?.items.filter((one) => worthShowing(one, closed)) ?? [];
  const groups = GROUPS.filter((one) => shown.some((item) => item.group === one));
  const only = groups.find((one) => one === group);
  return (
    <div className="p-page">
      <Heading>{t('portal.nearby')}</Heading>
      <p>
        {t('portal.nearby.at', { place: place.address || t('capture.place.noAddress'), n: minutes })}{' '}
        <button type="button" className="k-button" onClick={() => setPlace(undefined)}>
          {t('portal.where.other')}
        </button>
      </p>
      <Unread found={found} />
      {found.isPending ? <Loading /> : null}
      {found.data ? (
        <>
          {groups.length > 1 ? (
            <fieldset className="p-block">
              <legend>{t('portal.nearby.what')}</legend>
              <div className="p-chips">
                {['', ...groups].map((one) => (
                  <label key={one} className="p-chip">
                    <input
                      type="radio"
                      name="group"
                      className="k-visually-hidden"
                      checked={(only ?? '') === one}
                      onChange={() => setGroup(one)}
                    />
                    <span>{t(`portal.nearby.group.${one || 'all'}`)}</span>
                  </label>
                ))}
              </div>
            </fieldset>
          ) : null}
          {shown.length === 0 ? (
            <p className="p-notice">{t('portal.nearby.none', { n: minutes })}</p>
          ) : (
            (only ? [only] : groups).map((one) => (
              <Group
                key={one}
                group={one}
                items={shown.filter((item) => item.group === one)}
                at={found.data.at}
              />
            ))
          )}
          <div className="p-buttons p-buttons-wide">
            {minutes < HALF ? (
              <button type="button" className="k-button" onClick={() => setMinutes(HALF)}>
                {t('portal.nearby.farther', { n: HALF })}
              </button>
            ) : null}
            <button
              type="button"
              className="k-button"
              aria-pressed={closed}
              onClick={() => setClosed(!closed)}
            >
              {t(closed ? 'portal.nearby.openOnly' : 'portal.nearby.closedToo')}
            </button>
          </div>
          <p className="k-hint">
            {t(found.data.way === 'streets' ? 'portal.nearby.byStreets' : 'portal.nearby.byLine')}{' '}
            {t('portal.nearby.holidays')}
          </p>
        </>
      ) : null}
      <p className="k-hint">{t('portal.nearby.kept')}</p>
      <Link to="/help" className="k-button">
        {t('portal.door.help')}
      </Link>
    </div>
  );
}

function Group({ group, items, at }: { group: string; items: readonly NearbyPlace[]; at: number }) {
  const { t } = useI18n();
  return (
    <section className="p-block" aria-labelledby={`nearby-${group}`}>
      <h2 id={`nearby-${group}`}>{t(`portal.nearby.group.${group}`)}</h2>
      <ul className="p-cards">
        {items.map((one) => (
          <li key={one.id} className="p-card">
            <strong className="p-card-title">{nameOf(t, one)}</strong>
            <span>
              <span className={`p-open p-open-${one.open}`}>{stateWords(t, one, at)}</span>{' '}
              {t('portal.nearby.walk', { n: one.minutes })}
            </span>
            {one.address ? <span className="k-hint">{one.address}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
