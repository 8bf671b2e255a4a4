// 我要反映, in three steps: photo and words, the place, how to reach you. Everything said so far stays when going back, after a reload
// and after a lost answer.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { joinCase } from '../../capture/duplicates.ts';
import { placeOfCode, readPlaceCode, readSpot } from '../../capture/place.ts';
import { remember } from '../../capture/recent.ts';
import { loadReportCategories } from '../../capture/report-categories.ts';
import { type CapturedPhoto, usePhotos } from '../../capture/use-photos.ts';
import { ApiProblem, sendCommand } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { useReportAddress } from '../addresses.ts';
import { Heading } from '../Shell.tsx';
import { type Draft, dropDraft, emptyDraft, filingOf, findDraft, keepDraft, readPhone } from './draft.ts';
import { keepReceipt, rememberCode } from './receipt.ts';
import { StepWhat } from './StepWhat.tsx';
import { StepWhere } from './StepWhere.tsx';
import { StepWho } from './StepWho.tsx';

const MOST_PHOTOS = 6;

type Filed = {
  outcome: string;
  case: { number: string; headline: string };
  follow?: { code: string; number: string };
};

export function ReportPage() {
  const { t } = useI18n();
  const { step = 'what', place: placeCode, asset } = useReportAddress();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(
    () => findDraft() ?? emptyDraft(placeCode || asset ? 'qr' : 'portal'),
  );
  const latest = useRef(draft);
  const [sending, setSending] = useState(false);
  const busy = useRef(false);
  const [failure, setFailure] = useState<string>();
  const joinIds = useRef(new Map<string, string>());

  function change(part: Partial<Draft>): void {
    const next = { ...latest.current, ...part };
    latest.current = next;
    setDraft(next);
    keepDraft(next);
  }
  const photos = usePhotos({
    max: MOST_PHOTOS,
    initial: draft.photos,
    onChange: (items: readonly CapturedPhoto[]) => change({ photos: items }),
  });
  const categories = useQuery({
    queryKey: ['categories'],
    staleTime: 600_000,
    queryFn: ({ signal }) => loadReportCategories(signal),
  });
  useCodeOnTheSpot(placeCode ?? asset, draft, change);

  const steps = ['what', 'where', 'who'] as const;
  const position = steps.indexOf(step);
  const missing =
    step !== 'what' && draft.text.trim() === ''
      ? 'what'
      : step === 'who' && !draft.place
        ? 'where'
        : undefined;
  // Somebody came by an old link or a reload in a new tab: begin where the first answer is missing.
  useEffect(() => {
    if (missing)
      void navigate({
        to: '/report',
        search: { step: missing === 'what' ? undefined : missing },
        replace: true,
      });
  }, [missing, navigate]);

  async function once(send: () => Promise<void>): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    setFailure(undefined);
    try {
      await photos.settled();
      await send();
      dropDraft();
      await navigate({ to: '/report/done', replace: true });
    } catch (error) {
      setFailure(
        error instanceof ApiProblem && error.offline
          ? t('portal.report.notSent')
          : `${problemWords(t, error)} ${t('portal.report.kept')}`,
      );
    } finally {
      busy.current = false;
      setSending(false);
    }
  }
  function send(): void {
    void once(async () => {
      const filing = filingOf(latest.current, categories.data ?? []);
      const filed = await sendCommand<Filed>(filing.followUpOf ? '/public/follow/cases' : '/cases', filing);
      if (filing.category) remember(filing.category);
      const receipt = {
        code: filed.follow?.code ?? '',
        number: filed.case.number,
        withPhone: filing.reporter?.phone !== undefined,
        joined: false,
        headline: filed.case.headline,
        at: now(),
      };
      keepReceipt(receipt);
      rememberCode(receipt);
    });
  }
  function join(caseId: string, headline: string): void {
    const known = joinIds.current.get(caseId) ?? newCommandId();
    joinIds.current.set(caseId, known);
    void once(async () => {
      const { text, photos: taken } = latest.current;
      const phone = readPhone(latest.current.phone);
      const refs = taken.flatMap((photo) => (photo.ref ? [photo.ref] : []));
      const joined = await joinCase(caseId, {
        commandId: known,
        text: [...text.trim()].slice(0, 500).join(''),
        ...(refs.length > 0 ? { photos: refs } : {}),
        ...(phone ? { reporter: { phone, wantsReply: true } } : {}),
      });
      const receipt = {
        code: joined.follow.code,
        number: joined.number,
        withPhone: phone !== undefined,
        joined: true,
        headline,
        at: now(),
      };
      keepReceipt(receipt);
      rememberCode(receipt);
    });
  }
  const common = { draft, change, sending, failure };
  return (
    <div className="p-page">
      <Heading
        progress={t('portal.report.progress', { n: position + 1, name: t(`portal.report.${step}.name`) })}
      >
        {t(`portal.report.${step}.title`)}
      </Heading>
      {draft.followUp ? (
        <FollowUpNote
          number={draft.followUp.number}
          onDrop={() =>
            change({ followUp: undefined, place: draft.place?.source === 'earlier' ? null : draft.place })
          }
        />
      ) : null}
      {step === 'what' ? (
        <StepWhat {...common} photos={photos} most={MOST_PHOTOS} categories={categories.data ?? []} />
      ) : null}
      {step === 'where' ? <StepWhere {...common} onJoin={join} /> : null}
      {step === 'who' ? <StepWho {...common} onSend={send} uploading={photos.busy} /> : null}
    </div>
  );
}

/** Which earlier report this one follows up, and the way out when it does not. */
function FollowUpNote({ number, onDrop }: { number: string; onDrop(): void }) {
  const { t } = useI18n();
  return (
    <section className="p-block p-notice p-follow-up">
      <p>{t('portal.followUp.of', { number })}</p>
      <button type="button" className="k-button" onClick={onDrop}>
        {t('portal.followUp.drop')}
      </button>
    </section>
  );
}

/** A code scanned on a lamp post or a poster says where we are: nobody has to. */
function useCodeOnTheSpot(
  code: string | undefined,
  draft: Draft,
  change: (part: Partial<Draft>) => void,
): void {
  const done = useRef('');
  const latest = useRef({ draft, change });
  latest.current = { draft, change };
  useEffect(() => {
    const read = readPlaceCode(code);
    if (!read || !code || done.current === code) return;
    done.current = code;
    const abort = new AbortController();
    placeOfCode(read, (spot) => readSpot(spot, abort.signal))
      .then((place) => {
        latest.current.change({ place, channel: 'qr' });
      })
      // The person can still say where it is in step two.
      .catch(() => undefined);
    return () => abort.abort();
  }, [code]);
}
