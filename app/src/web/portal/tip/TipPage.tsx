// 随手提醒, for whoever rides or walks by: what it is, where it is, a picture if there is time. Nothing to type, nobody to be.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FindPlace } from '../../capture/FindPlace.tsx';
import { PhotoCapture } from '../../capture/PhotoCapture.tsx';
import { type PickedPlace, placeOfCode, readPlaceCode, readSpot } from '../../capture/place.ts';
import { loadReportCategories } from '../../capture/report-categories.ts';
import { usePhotos } from '../../capture/use-photos.ts';
import { sendCommand } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useReportAddress } from '../addresses.ts';
import { Heading } from '../Shell.tsx';

const MOST_PHOTOS = 2;

type Filed = { follow?: { code: string } };

export function TipPage() {
  const [round, setRound] = useState(0);
  return <Tip key={round} onNext={() => setRound(round + 1)} />;
}

function Tip({ onNext }: { onNext(): void }) {
  const { t } = useI18n();
  const [commandId] = useState(newCommandId);
  const [chosen, setChosen] = useState('');
  const [picked, setPicked] = useState<PickedPlace>();
  const [problem, setProblem] = useState('');
  const [sending, setSending] = useState(false);
  const [code, setCode] = useState<string>();
  const photos = usePhotos({ max: MOST_PHOTOS });
  const things = useQuery({
    queryKey: ['categories'],
    staleTime: 600_000,
    queryFn: ({ signal }) => loadReportCategories(signal),
    select: (all) => all.filter((one) => one.publicThing && one.kinds.includes('hazard')),
  });
  const place = useScanned() ?? picked;

  async function send(): Promise<void> {
    const thing = things.data?.find((one) => one.code === chosen);
    if (sending) return;
    if (!thing) return setProblem(t('portal.tip.missingThing'));
    if (!place?.point) return setProblem(t('portal.tip.missingPlace'));
    setProblem('');
    setSending(true);
    try {
      const refs = (await photos.settled()).flatMap((photo) => (photo.ref ? [photo.ref] : []));
      const filed = await sendCommand<Filed>('/cases', {
        commandId,
        kind: 'hazard',
        category: thing.code,
        text: thing.label,
        point: place.point,
        channel: 'tip',
        occurredAt: now(),
        ...(refs.length > 0 ? { photos: refs } : {}),
      });
      setCode(filed.follow?.code ?? '');
    } catch (error) {
      setProblem(problemWords(t, error));
    } finally {
      setSending(false);
    }
  }
  if (code !== undefined)
    return (
      <div className="p-page">
        <Heading>{t('portal.tip.thanks')}</Heading>
        <p>{t('portal.tip.thanksLine')}</p>
        {code ? <p className="p-block">{t('portal.tip.code', { code })}</p> : null}
        <button type="button" className="k-button k-button-primary p-big" onClick={onNext}>
          {t('portal.tip.another')}
        </button>
      </div>
    );
  // The form comes whole: what is there already never moves under a thumb.
  if (!things.data)
    return (
      <div className="p-page">
        <Heading>{t('portal.tip.title')}</Heading>
        <p>{t('portal.tip.line')}</p>
        {things.isError ? (
          <ErrorState error={things.error} onRetry={() => void things.refetch()} />
        ) : (
          <Loading />
        )}
      </div>
    );
  return (
    <div className="p-page">
      <Heading>{t('portal.tip.title')}</Heading>
      <p>{t('portal.tip.line')}</p>
      <fieldset className="p-block">
        <legend className="p-label">{t('portal.tip.what')}</legend>
        <div className="k-choices k-choices-row p-things">
          {things.data.map((one) => (
            <label key={one.code} className="k-choice">
              <input
                type="radio"
                name="thing"
                checked={chosen === one.code}
                onChange={() => setChosen(one.code)}
              />
              <span>{one.label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <section className="p-block" aria-labelledby="tip-place">
        <h2 id="tip-place" className="p-label">
          {t('portal.tip.where')}
        </h2>
        {place ? (
          <p className="p-chosen-address">{place.address || t('capture.place.noAddress')}</p>
        ) : (
          <FindPlace
            onFound={(found) => (found.inside ? setPicked(found) : setProblem(t('portal.where.outside')))}
          />
        )}
      </section>
      <PhotoCapture photos={photos} max={MOST_PHOTOS} />
      {problem ? (
        <p className="k-error" role="alert">
          {problem}
        </p>
      ) : null}
      <button
        type="button"
        className="k-button k-button-primary p-big"
        aria-disabled={sending}
        onClick={() => void send()}
      >
        {t(sending ? 'kit.loading' : 'portal.tip.send')}
      </button>
      <p className="k-hint">{t('portal.tip.free')}</p>
    </div>
  );
}

/** The place of the printed code by which somebody came. */
function useScanned(): PickedPlace | undefined {
  const { place, asset } = useReportAddress();
  const code = readPlaceCode(asset ?? place);
  const found = useQuery({
    queryKey: ['tip', code],
    enabled: code !== undefined && code.kind !== 'area',
    retry: false,
    queryFn: ({ signal }) => {
      if (!code) throw new Error('no code');
      return placeOfCode(code, (spot) => readSpot(spot, signal));
    },
  });
  return found.data;
}
