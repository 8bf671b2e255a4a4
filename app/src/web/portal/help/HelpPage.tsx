// 找帮助: who looks after the place where I am, how to reach them, and the numbers for when it can't wait.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { FindPlace } from '../../capture/FindPlace.tsx';
import { locate, type PickedPlace } from '../../capture/place.ts';
import type { Lng } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading, Unread } from '../../kit/States.tsx';
import { GridCardView } from '../GridCardView.tsx';
import { Heading } from '../Shell.tsx';
import { EMERGENCY } from './emergency.ts';

const Poster = lazy(() => import('./Poster.tsx').then((module) => ({ default: module.Poster })));

const KEY = 'renlin.help-place';

function findPlace(): PickedPlace | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as PickedPlace | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function HelpPage() {
  const { t } = useI18n();
  const [place, setPlace] = useState(findPlace);
  const [outside, setOutside] = useState(false);
  const [poster, setPoster] = useState(false);
  function choose(found: PickedPlace | undefined): void {
    setOutside(found ? !found.inside : false);
    const kept = found?.inside ? found : undefined;
    setPlace(kept);
    setPoster(false);
    try {
      if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
      else sessionStorage.removeItem(KEY);
    } catch {
      // Asked again next time.
    }
  }
  const point = place?.point ?? undefined;
  const card = useQuery({
    queryKey: ['locate', point],
    enabled: point !== undefined,
    queryFn: ({ signal }) => locate(point as Lng, signal),
  });
  return (
    <div className="p-page">
      <Heading>{t('portal.door.help')}</Heading>
      <section className="p-block p-no-print" aria-labelledby="help-now">
        <h2 id="help-now">{t('portal.help.now')}</h2>
        <ul className="p-numbers">
          {EMERGENCY.map((number) => (
            <li key={number}>
              <a className="k-button p-number" href={`tel:${number}`}>
                <strong>{number}</strong>
                <span>{t(`portal.help.${number}`)}</span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="p-block p-no-print" aria-labelledby="help-grid">
        <h2 id="help-grid">{t('portal.help.grid')}</h2>
        {place ? (
          <>
            <p>
              {t('portal.help.at', { place: place.address || t('capture.place.noAddress') })}{' '}
              <button type="button" className="k-button" onClick={() => choose(undefined)}>
                {t('portal.where.other')}
              </button>
            </p>
            <Unread found={card} />
            {card.data ? <GridCardView located={card.data} /> : null}
          </>
        ) : (
          <>
            <p>{t('portal.help.find')}</p>
            {outside ? (
              <p className="k-error" role="alert">
                {t('portal.where.outside')}
              </p>
            ) : null}
            <FindPlace onFound={choose} hereLabel={t('portal.help.here')} />
          </>
        )}
      </section>
      {card.data && point ? (
        poster ? (
          <Suspense fallback={<Loading />}>
            <Poster located={card.data} point={point} />
          </Suspense>
        ) : (
          <button type="button" className="k-button p-no-print" onClick={() => setPoster(true)}>
            {t('portal.poster.show')}
          </button>
        )
      ) : null}
      <Link to="/mine" className="k-button p-no-print">
        {t('portal.mine')}
      </Link>
      <Link to="/report" className="k-button k-button-primary p-no-print">
        {t('portal.door.report')}
      </Link>
    </div>
  );
}
