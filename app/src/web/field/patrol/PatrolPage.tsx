// One place of a round: its items one by one, what was found in words, a look over it all, and off it goes, with or without a network.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Photos } from '../../capture/use-photos.ts';
import type { ApiProblem } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { dayWords, toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import {
  answerOf,
  type Filled,
  isFound,
  itemsToMend,
  nothingFilled,
  recordBody,
} from '../../patrol/answers.ts';
import { LastFindings } from '../../patrol/LastFindings.tsx';
import { periodWords, placeLine, placeTitle } from '../../patrol/patrol-words.ts';
import {
  type ChecklistItem,
  type ChecklistVersion,
  type DueItem,
  versionOn,
  wordsIn,
} from '../../patrol/queries.ts';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import type { OutboxPhoto } from '../outbox/outbox.ts';
import { useDrafts } from '../outbox/use-drafts.ts';
import { useRound } from '../queries.ts';
import { Heading } from '../Shell.tsx';
import { useDue } from './DueList.tsx';
import { ItemPart } from './ItemPart.tsx';
import '../../patrol/patrol.css';

export type PatrolSearch = { plan?: string | undefined; place?: string | undefined };
type Draft = Filled & { commandId: string };
type Answer = { checklist: { older: boolean }; cases: { joined: boolean }[] };
type Done = { status: 'kept' } | { status: 'sent'; answer: Answer };

export function PatrolPage() {
  const { t } = useI18n();
  const { plan, place } = useSearch({ strict: false }) as PatrolSearch;
  const found = useRound();
  // What is being filled in stays on the screen, also when the list was read again without it.
  const [held, setHeld] = useState<{ due: DueItem; version: ChecklistVersion }>();
  const due = found.data?.items.find((one) => one.planId === plan && one.place.id === place);
  const list = found.data?.plans.find((one) => one.id === plan)?.checklist ?? '';
  const version = versionOn(found.data?.checklists ?? [], list, toInputDate(now()));
  const here = held && held.due.planId === plan && held.due.place.id === place ? held : undefined;
  useEffect(() => {
    if (!here && due && version) setHeld({ due, version });
  }, [here, due, version]);
  if (here) return <Sheet key={`${plan} ${place}`} due={here.due} version={here.version} />;
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (due && version) return <Loading />;
  return (
    <div className="f-page">
      <Heading>{t('patrol.title')}</Heading>
      <Empty title={t('field.patrol.gone')}>{t('field.patrol.goneLine')}</Empty>
      <Link to="/" className="k-button">
        {t('field.case.back')}
      </Link>
    </div>
  );
}

function Sheet({ due, version }: { due: DueItem; version: ChecklistVersion }) {
  const { t, locale } = useI18n();
  const { findDraft, saveDraft } = useDrafts();
  const { knows } = useOutbox();
  const name = `patrol ${due.planId} ${due.place.id} ${due.period.from}`;
  const [draft, setDraft] = useState<Draft>();
  const [checking, setChecking] = useState(false);
  const [missing, setMissing] = useState<readonly ChecklistItem[]>([]);
  const [done, setDone] = useState<Done>();
  const photos = useRef(new Map<string, Photos>());
  useEffect(() => {
    let gone = false;
    void findDraft<Draft>(name).then(async (kept) => {
      const left = kept !== undefined && !(await knows(kept.commandId));
      if (!gone) setDraft(left ? kept : { ...nothingFilled(), commandId: newCommandId() });
    });
    return () => {
      gone = true;
    };
  }, [name, findDraft, knows]);
  if (done) return <DoneScreen done={done} due={due} />;
  if (!draft) return <Loading />;
  const change = (part: Partial<Filled>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    void saveDraft(name, next).catch(() => undefined);
  };
  function look(): void {
    const wanted = draft ? itemsToMend(version, draft) : [];
    setMissing(wanted);
    if (wanted.length === 0) setChecking(true);
    else document.getElementById(`item-${wanted[0]?.code}`)?.focus();
  }
  return (
    <div className="f-page">
      <div className="f-group">
        <Link to="/" className="k-button f-back">
          {t('field.case.back')}
        </Link>
        <Heading>{placeTitle(due.place)}</Heading>
        {placeLine(due.place) ? <p>{placeLine(due.place)}</p> : null}
        <p>
          {wordsIn(version.title, locale)} · {periodWords(t, due.period, now())}
          {due.lateSince === null
            ? ''
            : ` · ${t('patrol.lateSince', { day: dayWords(t, due.lateSince, now()) })}`}
        </p>
        <LastFindings findings={due.lastFindings} />
        <details className="f-why">
          <summary>{t('field.patrol.why')}</summary>
          <p>{t(`patrol.basis.${version.basis.kind}`, { text: version.basis.text })}</p>
          <p>
            {t('patrol.version', {
              n: version.version,
              day: version.effectiveFrom === null ? '' : dayWords(t, version.effectiveFrom, now()),
            })}
          </p>
        </details>
      </div>
      {/* Hidden, not gone, while looking it over: photos on their way stay on their way. */}
      <div hidden={checking} className={checking ? '' : 'f-group'}>
        <ol className="t-items">
          {version.items.map((item) => (
            <ItemPart
              key={item.code}
              item={item}
              filled={draft}
              missing={missing.includes(item)}
              onAnswer={(answer) => change({ answers: { ...draft.answers, [item.code]: answer } })}
              onWords={(words) => change({ words: { ...draft.words, [item.code]: words } })}
              onPhotos={(taken) => {
                photos.current.set(item.code, taken);
              }}
            />
          ))}
        </ol>
        {missing.length > 0 ? (
          <p className="k-error" role="alert">
            {t('field.patrol.missing', { n: missing.length })}
          </p>
        ) : null}
        <div className="f-thumb">
          <button type="button" className="k-button k-button-primary k-button-wide f-big" onClick={look}>
            {t('field.patrol.look')}
          </button>
        </div>
      </div>
      {checking ? (
        <Summary
          due={due}
          version={version}
          draft={draft}
          name={name}
          photos={photos.current}
          onBack={() => setChecking(false)}
          onDone={setDone}
        />
      ) : null}
    </div>
  );
}

function Summary({
  due,
  version,
  draft,
  name,
  photos,
  onBack,
  onDone,
}: {
  due: DueItem;
  version: ChecklistVersion;
  draft: Draft;
  name: string;
  photos: ReadonlyMap<string, Photos>;
  onBack(): void;
  onDone(done: Done): void;
}) {
  const { t, locale } = useI18n();
  const queries = useQueryClient();
  const { submit } = useOutbox();
  const { dropDraft } = useDrafts();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const found = version.items.filter((item) => isFound(item, draft));
  const answered = version.items.filter((item) => answerOf(item, draft) !== undefined);

  async function send(): Promise<void> {
    if (sending) return;
    setSending(true);
    setProblem(undefined);
    try {
      const at = now();
      const sent = await submit<Answer>({
        id: draft.commandId,
        kind: 'record',
        path: '/patrol/records',
        body: recordBody(due, version, draft, { commandId: draft.commandId, at }),
        photos: await photosFor(found, photos),
        title: `${wordsIn(version.title, locale)} ${due.place.name}`,
        at,
      });
      if (sent.status === 'refused') {
        setProblem(sent.problem);
        return;
      }
      await dropDraft(name).catch(() => undefined);
      void queries.invalidateQueries({ queryKey: ['patrol'] });
      onDone(sent.status === 'sent' ? { status: 'sent', answer: sent.answer } : { status: 'kept' });
    } finally {
      setSending(false);
    }
  }
  return (
    <section className="f-group" aria-labelledby="patrol-summary">
      <h2 id="patrol-summary">{t('field.patrol.summary')}</h2>
      <p>
        {found.length === 0
          ? t('field.patrol.nothingFound', { n: answered.length })
          : t('field.patrol.found', { n: found.length })}
      </p>
      <ul className="f-list">
        {found.map((item) => (
          <li key={item.code} className="f-card">
            <span className="f-card-title">{wordsIn(item.words, locale)}</span>
            <span>{draft.words[item.code]?.trim() || wordsIn(item.finding?.text ?? item.words, locale)}</span>
          </li>
        ))}
      </ul>
      <FormProblem failure={problem} />
      <div className="f-thumb f-thumb-two">
        <button type="button" className="k-button" onClick={onBack}>
          {t('field.patrol.change')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary f-big"
          aria-disabled={sending}
          onClick={() => void send()}
        >
          {t(sending ? 'field.report.sending' : 'field.patrol.send')}
        </button>
      </div>
    </section>
  );
}

/** The photos of what was found, each under its item. Those of an answer that was changed stay behind. */
async function photosFor(
  found: readonly ChecklistItem[],
  photos: ReadonlyMap<string, Photos>,
): Promise<OutboxPhoto[]> {
  const all: OutboxPhoto[] = [];
  for (const item of found) {
    for (const { key, thumb, ref, blob } of (await photos.get(item.code)?.settled()) ?? [])
      all.push({
        key,
        field: `photos-${item.code}`,
        thumb,
        ...(ref ? { ref } : {}),
        ...(blob && !ref ? { blob } : {}),
      });
  }
  return all;
}

function DoneScreen({ done, due }: { done: Done; due: DueItem }) {
  const { t } = useI18n();
  const next = useDue()?.items.find((one) => one.planId !== due.planId || one.place.id !== due.place.id);
  const cases = done.status === 'sent' ? done.answer.cases : [];
  const fresh = cases.filter((one) => !one.joined).length;
  return (
    <div className="f-page">
      <Heading>{t(done.status === 'sent' ? 'field.patrol.done' : 'field.action.kept')}</Heading>
      {fresh > 0 ? <p>{t('field.patrol.filed', { n: fresh })}</p> : null}
      {cases.length > fresh ? <p>{t('field.patrol.joined', { n: cases.length - fresh })}</p> : null}
      {done.status === 'sent' && done.answer.checklist.older ? <p>{t('field.patrol.older')}</p> : null}
      <div className="f-buttons">
        {next ? (
          <Link
            to="/patrol"
            search={{ plan: next.planId, place: next.place.id }}
            className="k-button k-button-primary f-big"
          >
            {t('field.patrol.next', { name: placeTitle(next.place) })}
          </Link>
        ) : null}
        <Link to="/" className="k-button">
          {t('field.case.back')}
        </Link>
      </div>
    </div>
  );
}
