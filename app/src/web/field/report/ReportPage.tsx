// 上报, camera first: the place comes by itself, the category from the words, and nothing is asked that is already known.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { ReportCategory } from '../../capture/categories.ts';
import { findDuplicates } from '../../capture/duplicates.ts';
import { FindPlace } from '../../capture/FindPlace.tsx';
import { PhotoCapture } from '../../capture/PhotoCapture.tsx';
import { describePoint, LocateFailure, myPosition, type PickedPlace } from '../../capture/place.ts';
import { remember } from '../../capture/recent.ts';
import { usePhotos } from '../../capture/use-photos.ts';
import type { ApiProblem } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Loading } from '../../kit/States.tsx';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { useDrafts } from '../outbox/use-drafts.ts';
import { useReportCategories } from '../queries.ts';
import { Sheet } from '../Sheet.tsx';
import { Heading } from '../Shell.tsx';
import { CategoryPart } from './CategoryPart.tsx';
import { ConsentPart } from './ConsentPart.tsx';
import { type FieldDraft, filingItem, isEmpty, keptOf, wordsOf } from './field-draft.ts';
import { SameThing } from './SameThing.tsx';
import { useScannedPlace } from './scanned.ts';
import { WordsPart } from './WordsPart.tsx';

const MOST_PHOTOS = 9;
const DRAFT = 'report';

type Filed = {
  outcome: string;
  case: { id: string; number: string; headline: string };
  follow?: { code: string };
};
type Done =
  | { status: 'sent'; id: string; number: string; how: How; code?: string }
  | { status: 'kept'; how: How };
/** Passed on, settled on the spot, or told where to turn. */
type How = 'sent' | 'trifle' | 'advice';

function freshDraft(): FieldDraft {
  return { commandId: newCommandId(), photos: [], text: '', category: '', place: null };
}

export function ReportPage() {
  const [draft, setDraft] = useState<FieldDraft>();
  const { findDraft } = useDrafts();
  const { knows } = useOutbox();
  useEffect(() => {
    let gone = false;
    void findDraft<FieldDraft>(DRAFT).then(async (kept) => {
      const left = kept !== undefined && !(await knows(kept.commandId));
      // The place of an old draft may be far behind: it is found again.
      if (!gone) setDraft(left ? { ...kept, place: null } : freshDraft());
    });
    return () => {
      gone = true;
    };
  }, [findDraft, knows]);
  if (!draft) return <Loading />;
  return <ReportForm key={draft.commandId} first={draft} onNext={() => setDraft(freshDraft())} />;
}

function ReportForm({ first, onNext }: { first: FieldDraft; onNext(): void }) {
  const { t } = useI18n();
  const id = useId();
  const queries = useQueryClient();
  const { submit } = useOutbox();
  const { saveDraft, dropDraft } = useDrafts();
  const [draft, setDraft] = useState(first);
  const latest = useRef(first);
  const [missing, setMissing] = useState('');
  const [problem, setProblem] = useState<ApiProblem>();
  const [sending, setSending] = useState(false);
  const [done, setDone] = useState<Done>();

  const categories = useReportCategories();
  const all = categories.data ?? [];
  const categoryOf = useRef((_code: string): ReportCategory | undefined => undefined);
  categoryOf.current = (code) => all.find((one) => one.code === code);
  // Handed over: a photo that is still on its way must not write the draft anew.
  const handedOver = useRef(false);
  const change = useCallback(
    (part: Partial<FieldDraft>) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      setDraft(next);
      if (handedOver.current) return;
      const kept = keptOf(next, categoryOf.current(next.category));
      void (isEmpty(kept) ? dropDraft(DRAFT) : saveDraft(DRAFT, kept)).catch(() => undefined);
    },
    [saveDraft, dropDraft],
  );
  const photos = usePhotos({
    max: MOST_PHOTOS,
    initial: first.photos,
    onChange: (items) => change({ photos: items }),
  });
  const [codeFailed, setCodeFailed] = useState(false);
  const coded = useScannedPlace(
    (place) => change({ place }),
    () => setCodeFailed(true),
  );
  const here = useHere(draft.place === null && !done && (!coded || codeFailed), change);
  const chosen = all.find((one) => one.code === draft.category);
  const advising = chosen?.dispute === true && draft.consent === 'none';

  async function send(trifle: boolean): Promise<void> {
    if (sending) return;
    const { place } = latest.current;
    if (wordsOf(latest.current, chosen) === '') {
      setMissing(t('field.report.missingWords'));
      document.getElementById(`${id}-words`)?.focus();
      return;
    }
    if (!place) {
      setMissing(t('field.report.missingPlace'));
      return;
    }
    if (chosen?.dispute && draft.consent === undefined) {
      setMissing(t('field.consent.missing'));
      return;
    }
    setMissing('');
    setProblem(undefined);
    setSending(true);
    try {
      await photos.settled();
      const item = filingItem(latest.current, all, trifle, now());
      const sent = await submit<Filed>(item);
      if (sent.status === 'refused') {
        setProblem(sent.problem);
        return;
      }
      handedOver.current = true;
      const how = advising ? 'advice' : trifle ? 'trifle' : 'sent';
      if (chosen) remember(chosen.code);
      await dropDraft(DRAFT).catch(() => undefined);
      void queries.invalidateQueries({ queryKey: ['work'] });
      setDone(
        sent.status === 'sent'
          ? {
              status: 'sent',
              id: sent.answer.case.id,
              number: sent.answer.case.number,
              how,
              ...(sent.answer.follow ? { code: sent.answer.follow.code } : {}),
            }
          : { status: 'kept', how },
      );
    } finally {
      setSending(false);
    }
  }
  if (done) return <DoneScreen done={done} onNext={onNext} />;
  return (
    <div className="f-page">
      <Heading>{t('field.report.title')}</Heading>
      {advising ? null : (
        <>
          <PhotoCapture photos={photos} max={MOST_PHOTOS} primary />
          <WordsPart
            id={`${id}-words`}
            draft={draft}
            describedBy={missing ? `${id}-missing` : undefined}
            onChange={change}
          />
        </>
      )}
      <CategoryPart
        all={all}
        failed={categories.isError}
        text={draft.text}
        category={draft.category}
        onChange={(category) => change({ category })}
      />
      {chosen?.dispute ? <ConsentPart draft={draft} onChange={change} /> : null}
      <PlaceLine
        place={draft.place}
        finding={here.finding}
        words={here.words}
        onFound={(place) => change({ place })}
        onAgain={here.again}
      />
      {!chosen?.dispute && draft.place?.point && (draft.category !== '' || draft.text.trim() !== '') ? (
        <Same
          draft={draft}
          refs={photos}
          onDone={(number, caseId) => {
            handedOver.current = true;
            void dropDraft(DRAFT).catch(() => undefined);
            setDone({ status: 'sent', id: caseId, number, how: 'sent' });
          }}
        />
      ) : null}
      {missing ? (
        <p className="k-error" id={`${id}-missing`} role="alert">
          {missing}
        </p>
      ) : null}
      <FormProblem failure={problem} />
      <div className="f-thumb f-thumb-two">
        {!advising && (!chosen || chosen.kinds.includes('trifle')) ? (
          <button type="button" className="k-button" aria-disabled={sending} onClick={() => void send(true)}>
            {t('field.report.trifle')}
          </button>
        ) : null}
        <button
          type="button"
          className="k-button k-button-primary f-big"
          aria-disabled={sending}
          onClick={() => void send(false)}
        >
          {t(
            sending
              ? photos.busy
                ? 'field.report.waitingPhotos'
                : 'field.report.sending'
              : advising
                ? 'field.consent.record'
                : 'field.report.send',
          )}
        </button>
      </div>
    </div>
  );
}

function Same({
  draft,
  refs,
  onDone,
}: {
  draft: FieldDraft;
  refs: ReturnType<typeof usePhotos>;
  onDone(number: string, caseId: string): void;
}) {
  const point = draft.place?.point;
  const query = {
    point: point ?? { lng: 0, lat: 0 },
    category: draft.category || undefined,
    text: draft.text.trim(),
  };
  const found = useQuery({
    queryKey: ['duplicates', query],
    enabled: point !== null && point !== undefined,
    staleTime: 60_000,
    retry: false,
    queryFn: ({ signal }) => findDuplicates(query, signal),
  });
  if (!found.data || found.data.length === 0) return null;
  return <SameThing items={found.data.slice(0, 3)} text={draft.text} photos={refs} onDone={onDone} />;
}

/** Finds the place by itself as long as there is none. */
function useHere(wanted: boolean, change: (part: Partial<FieldDraft>) => void) {
  const { t } = useI18n();
  const [finding, setFinding] = useState(false);
  const [words, setWords] = useState('');
  const asked = useRef(false);
  const again = useCallback(() => {
    setFinding(true);
    setWords('');
    myPosition()
      .then(async (position) => {
        const raw: PickedPlace = {
          source: 'gps',
          point: { lng: position.lng, lat: position.lat },
          areaId: null,
          address: '',
          areas: [],
          inside: true,
          converted: false,
        };
        // Without a network the bare point is enough: the server finds the address later.
        const place = await describePoint(position, 'gps').catch(() => raw);
        if (place.inside) change({ place });
        else setWords(t('field.report.outside'));
        if (place.inside && position.accuracyM > 80)
          setWords(t('capture.gps.rough', { n: Math.round(position.accuracyM) }));
      })
      .catch((error: unknown) =>
        setWords(error instanceof LocateFailure ? t(`capture.gps.${error.why}`) : problemWords(t, error)),
      )
      .finally(() => setFinding(false));
  }, [change, t]);
  useEffect(() => {
    if (!wanted || asked.current) return;
    asked.current = true;
    again();
  }, [wanted, again]);
  return { finding, words, again };
}

function PlaceLine({
  place,
  finding,
  words,
  onFound,
  onAgain,
}: {
  place: PickedPlace | null;
  finding: boolean;
  words: string;
  onFound(place: PickedPlace): void;
  onAgain(): void;
}) {
  const { t } = useI18n();
  const [choosing, setChoosing] = useState(false);
  const [outside, setOutside] = useState(false);
  return (
    <section className="f-group" aria-labelledby="report-place">
      <h2 id="report-place" className="f-label">
        {t('field.report.place')}
      </h2>
      <div className="f-place" aria-live="polite">
        <span>
          {place ? (
            <>
              <strong>{place.address || t('capture.place.noAddress')}</strong>
              {place.areas.length > 1 ? (
                <span className="f-row-place">{place.areas.slice(2).join(' ')}</span>
              ) : null}
            </>
          ) : finding ? (
            t('kit.form.pointLocating')
          ) : (
            t('field.report.noPlace')
          )}
        </span>
        <button type="button" className="k-button" onClick={() => setChoosing(true)}>
          {t(place ? 'field.report.otherPlace' : 'field.report.choosePlace')}
        </button>
      </div>
      {words ? (
        <p role="status">
          {words}{' '}
          {place ? null : (
            <button type="button" className="k-button" onClick={onAgain}>
              {t('kit.retry')}
            </button>
          )}
        </p>
      ) : null}
      {choosing ? (
        <Sheet title={t('field.report.choosePlace')} onClose={() => setChoosing(false)}>
          {outside ? (
            <p className="k-error" role="alert">
              {t('field.report.outside')}
            </p>
          ) : null}
          <FindPlace
            onFound={(found) => {
              setOutside(!found.inside);
              if (!found.inside) return;
              onFound(found);
              setChoosing(false);
            }}
          />
        </Sheet>
      ) : null}
    </section>
  );
}

function DoneScreen({ done, onNext }: { done: Done; onNext(): void }) {
  const { t } = useI18n();
  const key = done.status === 'kept' ? 'kept' : done.how;
  return (
    <div className="f-page">
      <Heading>{t(`field.report.done.${key}`)}</Heading>
      <p>{t(`field.report.done.${key}Line`, { number: done.status === 'sent' ? done.number : '' })}</p>
      {done.status === 'sent' && done.code ? (
        <p className="f-card">{t('field.consent.code', { code: done.code })}</p>
      ) : null}
      <button type="button" className="k-button k-button-primary k-button-wide f-big" onClick={onNext}>
        {t('field.report.another')}
      </button>
      {done.status === 'sent' ? (
        <Link to="/cases/$caseId" params={{ caseId: done.id }} className="k-button k-button-wide">
          {t('field.report.look')}
        </Link>
      ) : null}
      <Link to="/" className="k-button k-button-wide">
        {t('field.tab.today')}
      </Link>
    </div>
  );
}
