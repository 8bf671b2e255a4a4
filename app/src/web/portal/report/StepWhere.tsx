import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useId, useState } from 'react';
import { type Duplicate, findDuplicates } from '../../capture/duplicates.ts';
import { describePoint, LocateFailure, myPosition, type PickedPlace, placeOfHit, searchPlaces } from '../../capture/place.ts';
import type { PlaceHit } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { Steps } from '../Shell.tsx';
import type { StepProps } from './StepWhat.tsx';

const MapPick = lazy(() => import('../map/MapPick.tsx').then((module) => ({ default: module.MapPick })));

export function StepWhere({
  draft,
  change,
  sending,
  failure,
  onJoin,
}: StepProps & { onJoin(caseId: string, headline: string): void }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const id = useId();
  const [problem, setProblem] = useState<string>();
  const place = draft.place;
  function choose(found: PickedPlace): void {
    if (!found.inside) {
      setProblem(t('portal.where.outside'));
      return;
    }
    setProblem(undefined);
    change({ place: found });
  }
  return (
    <div className="p-form">
      {place ? (
        <section className="p-block p-chosen" aria-live="polite">
          <p className="p-chosen-address">{place.address || (place.areaId ? t('portal.where.byCode') : t('capture.place.noAddress'))}</p>
          {place.areas.length > 1 ? <p>{place.areas.slice(1).join(' ')}</p> : null}
          {place.converted ? <p className="k-hint">{t('capture.gps.converted')}</p> : null}
          <button type="button" className="k-button" onClick={() => change({ place: null })}>
            {t('portal.where.other')}
          </button>
        </section>
      ) : (
        <FindPlace onFound={choose} />
      )}
      {problem && !place ? (
        <p className="k-error" role="alert">
          {problem}
        </p>
      ) : null}
      {place ? (
        <section className="p-block">
          <label className="p-label" htmlFor={`${id}-detail`}>
            {t('portal.where.detail')} <span className="k-optional">{t('kit.optional')}</span>
          </label>
          <input
            id={`${id}-detail`}
            className="k-input"
            maxLength={80}
            value={draft.detail}
            placeholder={t('portal.where.detailExample')}
            onChange={(event) => change({ detail: event.target.value })}
          />
        </section>
      ) : null}
      {place?.point ? (
        <SameThing
          query={{
            point: place.point,
            category: draft.category === 'unsure' || draft.category === '' ? undefined : draft.category,
            text: draft.text.trim(),
          }}
          sending={sending}
          onJoin={onJoin}
        />
      ) : null}
      {failure ? (
        <p className="k-form-problem" role="alert">
          {failure}
        </p>
      ) : null}
      <Steps>
        <button type="button" className="k-button" onClick={() => void navigate({ to: '/report', search: {} })}>
          {t('portal.back')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary"
          onClick={() => {
            if (place) void navigate({ to: '/report', search: { step: 'who' } });
            else setProblem(t('portal.where.missing'));
          }}
        >
          {t('portal.report.where.next')}
        </button>
      </Steps>
    </div>
  );
}

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
    <div className="p-form">
      <section className="p-block">
        <button type="button" className="k-button k-button-primary k-button-wide p-big" disabled={locating} onClick={() => void here()}>
          {locating ? t('kit.form.pointLocating') : (hereLabel ?? t('portal.where.here'))}
        </button>
        {words ? <p role="alert">{words}</p> : null}
      </section>
      <section className="p-block">
        <AddressSearch id={id} onFound={onFound} />
      </section>
      <section className="p-block">
        {map ? (
          <Suspense fallback={<Loading label={t('portal.where.mapLoading')} />}>
            <p>{t('portal.where.tapMap')}</p>
            <MapPick onPick={(point) => void describePoint(point, 'map').then(onFound, (error: unknown) => setWords(problemWords(t, error)))} />
          </Suspense>
        ) : (
          <button type="button" className="k-button k-button-wide p-big" onClick={() => setMap(true)}>
            {t('portal.where.onMap')}
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
      className="p-search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(text.trim());
      }}
    >
      <label className="p-label" htmlFor={`${id}-address`}>
        {t('portal.where.search')}
      </label>
      <div className="p-search-row">
        <input
          id={`${id}-address`}
          className="k-input"
          value={text}
          maxLength={60}
          enterKeyHint="search"
          autoComplete="off"
          placeholder={t('portal.where.searchExample')}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className="k-button">
          {t('portal.where.find')}
        </button>
      </div>
      <div aria-live="polite">
        {found.isFetching ? <Loading /> : null}
        {found.error ? <p className="k-error">{problemWords(t, found.error)}</p> : null}
        {found.data?.length === 0 ? <p>{t('portal.where.none', { q: asked })}</p> : null}
        {found.data && found.data.length > 0 ? (
          <ul className="p-hits">
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
        className="p-hit"
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

function SameThing({
  query,
  sending,
  onJoin,
}: {
  query: Parameters<typeof findDuplicates>[0];
  sending: boolean;
  onJoin(caseId: string, headline: string): void;
}) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['duplicates', query],
    queryFn: ({ signal }) => findDuplicates(query, signal),
  });
  if (!found.data || found.data.length === 0) return null;
  return (
    <section className="p-block p-same" aria-live="polite">
      <h2>{t('portal.same.title')}</h2>
      <p>{t('portal.same.line')}</p>
      <ul className="p-cards">
        {found.data.slice(0, 3).map((one) => (
          <SameCard key={one.id} one={one} sending={sending} onJoin={onJoin} />
        ))}
      </ul>
      <p>{t('portal.same.other')}</p>
    </section>
  );
}

export function SameCard({
  one,
  sending,
  onJoin,
}: {
  one: Pick<Duplicate, 'id' | 'number' | 'headline' | 'state' | 'joined'> & Partial<Pick<Duplicate, 'distanceM' | 'filedAt'>>;
  sending: boolean;
  onJoin(caseId: string, headline: string): void;
}) {
  const { t } = useI18n();
  return (
    <li className="p-card">
      <p className="p-card-title">{one.headline}</p>
      <p>
        {one.state}
        {one.distanceM === undefined ? null : <> · {one.distanceM < 15 ? t('capture.here') : t('capture.metres', { n: one.distanceM })}</>}
        {one.filedAt === undefined ? null : (
          <>
            {' '}
            · <TimeText at={one.filedAt} />
          </>
        )}
      </p>
      <p>{t('portal.same.joined', { n: Math.max(1, one.joined) })}</p>
      <button type="button" className="k-button" disabled={sending} onClick={() => onJoin(one.id, one.headline)}>
        {t('portal.same.join')}
        <span className="k-visually-hidden">{one.number}</span>
      </button>
    </li>
  );
}
