// Three ways to say where something is, for residents and grid workers alike.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useId, useState } from 'react';
import type { PlaceHit } from '../kit/api-types.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { Loading } from '../kit/States.tsx';
import './capture.css';
import {
  describePoint,
  LocateFailure,
  myPosition,
  type PickedPlace,
  placeOfHit,
  searchPlaces,
} from './place.ts';

const MapPick = lazy(() => import('./MapPick.tsx').then((module) => ({ default: module.MapPick })));

/** Three ways to say where: the phone knows, a name, a tap on the map. */
export function FindPlace({ onFound, hereLabel }: { onFound(place: PickedPlace): void; hereLabel?: string }) {
  const { t } = useI18n();
  const id = useId();
  const [locating, setLocating] = useState(false);
  const [words, setWords] = useState<string>();
  const [map, setMap] = useState(false);
  async function here(): Promise<void> {
    setLocating(true);
    setWords(undefined);
    try {
      const position = await myPosition();
      onFound(await describePoint(position, 'gps'));
    } catch (error) {
      setWords(error instanceof LocateFailure ? t(`capture.gps.${error.why}`) : problemWords(t, error));
    } finally {
      setLocating(false);
    }
  }
  return (
    <div className="c-form">
      <section className="c-block">
        <button
          type="button"
          className="k-button k-button-primary k-button-wide c-big"
          disabled={locating}
          onClick={() => void here()}
        >
          {locating ? t('kit.form.pointLocating') : (hereLabel ?? t('capture.find.here'))}
        </button>
        {words ? <p role="alert">{words}</p> : null}
      </section>
      <section className="c-block">
        <AddressSearch id={id} onFound={onFound} />
      </section>
      <section className="c-block">
        {map ? (
          <Suspense fallback={<Loading label={t('capture.find.mapLoading')} />}>
            <p>{t('capture.find.tapMap')}</p>
            <div className="c-map">
              <MapPick
                onPick={(point) =>
                  void describePoint(point, 'map').then(onFound, (error: unknown) =>
                    setWords(problemWords(t, error)),
                  )
                }
              />
            </div>
          </Suspense>
        ) : (
          <button type="button" className="k-button k-button-wide c-big" onClick={() => setMap(true)}>
            {t('capture.find.onMap')}
          </button>
        )}
      </section>
    </div>
  );
}

function AddressSearch({ id, onFound }: { id: string; onFound(place: PickedPlace): void }) {
  const { t } = useI18n();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const found = useQuery({
    queryKey: ['places', asked],
    enabled: asked !== '',
    queryFn: ({ signal }) => searchPlaces(asked, undefined, signal),
  });
  return (
    <form
      className="c-search"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(text.trim());
      }}
    >
      <label className="c-label" htmlFor={`${id}-address`}>
        {t('capture.find.search')}
      </label>
      <div className="c-search-row">
        <input
          id={`${id}-address`}
          className="k-input"
          value={text}
          maxLength={60}
          enterKeyHint="search"
          autoComplete="off"
          placeholder={t('capture.find.searchExample')}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="k-button">
          {t('capture.find.find')}
        </button>
      </div>
      <div aria-live="polite">
        {found.isFetching ? <Loading /> : null}
        {found.error ? <p className="k-error">{problemWords(t, found.error)}</p> : null}
        {found.data?.length === 0 ? <p>{t('capture.find.none', { q: asked })}</p> : null}
        {found.data && found.data.length > 0 ? (
          <ul className="c-hits">
            {found.data.map((hit) => (
              <li key={`${hit.kind}-${hit.lng}-${hit.lat}-${hit.name}`}>
                <HitButton hit={hit} onFound={onFound} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </form>
  );
}

function HitButton({ hit, onFound }: { hit: PlaceHit; onFound(place: PickedPlace): void }) {
  const [busy, setBusy] = useState(false);
  const { t } = useI18n();
  const [words, setWords] = useState<string>();
  return (
    <>
      <button
        type="button"
        className="c-hit"
        disabled={busy}
        onClick={() => {
          setBusy(true);
          placeOfHit(hit, 'search')
            .then(onFound, (error: unknown) => setWords(problemWords(t, error)))
            .finally(() => setBusy(false));
        }}
      >
        <strong>{hit.name ?? hit.address}</strong>
        {hit.address && hit.address !== hit.name ? <span className="k-hint">{hit.address}</span> : null}
      </button>
      {words ? <p role="alert">{words}</p> : null}
    </>
  );
}
