import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { PhotoCapture } from '../../capture/PhotoCapture.tsx';
import { usePhotos } from '../../capture/use-photos.ts';
import { ApiProblem } from '../../kit/api.ts';
import type { CaseAction, Field } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { exactDate, nearDate } from '../../kit/dates.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { PhotoStrip } from '../../kit/Photos.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useFollowedAddress } from '../addresses.ts';
import { findDraft, followUpDraft, keepDraft } from '../report/draft.ts';
import { Heading } from '../Shell.tsx';
import { type FollowKey, findFollowKey } from './follow-key.ts';
import { type Followed, type FollowedStep, giveFollowed, readFollowed, stateKey } from './followed.ts';

export function FollowedCase() {
  const { do: wanted } = useFollowedAddress();
  const navigate = useNavigate();
  const [key] = useState(findFollowKey);
  useEffect(() => {
    if (!key) void navigate({ to: '/follow', replace: true });
  }, [key, navigate]);
  const found = useQuery({
    queryKey: ['followed', key?.code],
    enabled: key !== undefined,
    staleTime: 5_000,
    refetchOnWindowFocus: true,
    queryFn: () => readFollowed(key as FollowKey),
  });
  // The code was right a moment ago, or came without the digits of the phone: the form says what is missing.
  const refused = found.error instanceof ApiProblem && found.error.code.startsWith('cases.follow-');
  useEffect(() => {
    if (refused) void navigate({ to: '/follow', replace: true });
  }, [refused, navigate]);
  if (!key || refused) return null;
  if (!found.data)
    return found.error ? (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Loading />
    );
  const action = found.data.actions.find((one) => one.name === wanted);
  return action ? (
    <ActionScreen key={action.name} followed={found.data} action={action} followKey={key} />
  ) : (
    <CaseScreen followed={found.data} followKey={key} />
  );
}

function CaseScreen({ followed, followKey }: { followed: Followed; followKey: FollowKey }) {
  const { t } = useI18n();
  const { clock, state, holder } = followed;
  const at = now();
  const sentence = t(stateKey(followed), {
    holder: holder?.unitName,
    whereTo: followed.declined?.whereTo ?? '',
    due: clock?.dueAt ? nearDate(t, clock.dueAt, at) : '',
  });
  const primary = followed.actions.find((one) => one.tone === 'primary');
  const others = followed.actions.filter((one) => one !== primary);
  const urlOf = photoLinks(followed);
  const photos = (stage: 'before' | 'after') =>
    followed.photos.filter((one) => (stage === 'after' ? one.stage === 'after' : one.stage !== 'after'));
  return (
    <div className="p-page">
      <Heading>{followed.headline}</Heading>
      <p className="k-hint" translate="no">
        {t('portal.done.number')} {followed.number}
      </p>
      {followed.followUpOf ? <p>{t('portal.case.followUpOf', { number: followed.followUpOf })}</p> : null}
      <section className="p-block p-now" aria-live="polite">
        <StateMark shape={state.shape} label={state.label} />
        <p className="p-now-words">{sentence}</p>
        {clock && !followed.outcome.closed ? (
          <p>
            {clock.late
              ? t(
                  followed.actions.some((one) => one.name === 'urge')
                    ? 'portal.case.lateUrge'
                    : 'portal.case.late',
                )
              : clock.dueAt
                ? t(clock.provisional ? 'portal.case.dueProvisional' : 'portal.case.due', {
                    what: clock.label,
                    at: exactDate(t, clock.dueAt, at),
                  })
                : null}
          </p>
        ) : null}
        {followed.outcome.rating ? <p>{t('portal.case.rated', { n: followed.outcome.rating })}</p> : null}
      </section>
      {primary ? <InlineAction followed={followed} action={primary} followKey={followKey} /> : null}
      {photos('after').length > 0 ? (
        <section className="p-block">
          <h2>{t('portal.case.photosAfter')}</h2>
          <PhotoStrip
            photos={photos('after').map((one) => ({ fileId: one.fileId, caption: t('kit.photo.after') }))}
            urlOf={urlOf}
            size={104}
          />
        </section>
      ) : null}
      {photos('before').length > 0 ? (
        <section className="p-block">
          <h2>{t('portal.case.photosBefore')}</h2>
          <PhotoStrip
            photos={photos('before').map((one) => ({ fileId: one.fileId }))}
            urlOf={urlOf}
            size={104}
          />
        </section>
      ) : null}
      <WhoHeldIt followed={followed} />
      <section className="p-block">
        <h2>{t('portal.case.timeline')}</h2>
        <ol className="p-timeline">
          {[...followed.timeline].reverse().map((step) => (
            <TimelineStep key={`${step.version}-${step.name}`} step={step} urlOf={urlOf} />
          ))}
        </ol>
      </section>
      <section className="p-block">
        <h2>{t('portal.case.facts')}</h2>
        <dl className="p-facts">
          <dt>{t('portal.case.said')}</dt>
          <dd>{followed.text}</dd>
          <dt>{t('portal.case.place')}</dt>
          <dd>{[followed.areaName, followed.address].filter(Boolean).join(' ')}</dd>
          {followed.category?.code ? (
            <>
              <dt>{t('portal.case.category')}</dt>
              <dd>{followed.category.label}</dd>
            </>
          ) : null}
          {followed.joined > 1 ? (
            <>
              <dt>{t('portal.case.others')}</dt>
              <dd>{t('portal.case.othersN', { n: followed.joined - 1 })}</dd>
            </>
          ) : null}
        </dl>
      </section>
      {others.length > 0 ? (
        <section className="p-block">
          <h2>{t('portal.case.can')}</h2>
          <div className="p-buttons p-buttons-wide">
            {others.map((one) => (
              <Link
                key={one.name}
                to="/follow/case"
                search={{ do: one.name }}
                className={`k-button${one.tone === 'danger' ? ' k-button-danger' : ''}`}
              >
                {one.name === 'rate' && followed.outcome.rating
                  ? t('portal.action.rate.again')
                  : actionLabel(t, one)}
              </Link>
            ))}
          </div>
        </section>
      ) : null}
      {(followed.outcome.closed && !state.code.startsWith('need-')) || state.code === 'confirming' ? (
        <FollowUp followed={followed} followKey={followKey} />
      ) : null}
      <Link to="/follow" className="k-button">
        {t('portal.case.another')}
      </Link>
    </div>
  );
}

/** Something else is wanted beyond what was settled: it gets a report of its own, at the same place, tied to this one. */
function FollowUp({ followed, followKey }: { followed: Followed; followKey: FollowKey }) {
  const { t } = useI18n();
  return (
    <section className="p-block">
      <h2>{t('portal.followUp.title')}</h2>
      <p>{t('portal.followUp.line')}</p>
      <Link
        to="/report"
        className="k-button"
        onClick={() => keepDraft(followUpDraft(findDraft(), followed, followKey))}
      >
        {t('portal.followUp.open')}
      </Link>
    </section>
  );
}

/** Whose it was, and for how long: also while units disagreed about it. */
function WhoHeldIt({ followed }: { followed: Followed }) {
  const { t } = useI18n();
  const { held = [], ownership } = followed;
  if (held.length === 0 && !ownership) return null;
  return (
    <section className="p-block">
      <h2>{t('portal.case.held')}</h2>
      {ownership?.open ? (
        <p>
          {ownership.open.why} {t('portal.case.caretaker', { unit: ownership.open.caretaker })}{' '}
          {ownership.open.dueAt === null
            ? null
            : t('portal.case.ruleBy', {
                by: ownership.open.by || t('portal.case.above'),
                at: exactDate(t, ownership.open.dueAt, now()),
              })}
        </p>
      ) : null}
      {ownership?.ruled ? <p>{t('portal.case.ruled', { unit: ownership.ruled.lead })}</p> : null}
      <ol className="p-timeline">
        {held.map((one) => (
          <li key={one.from}>
            <p>{one.words}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function actionLabel(t: ReturnType<typeof useI18n>['t'], action: CaseAction): string {
  const key = `portal.action.${action.name}`;
  const words = t(key);
  return words === key ? action.label : words;
}

type PhotoLink = (fileId: string, size: 'thumb' | 'full') => string;

/** Where the picture of a file is; a step names its photos by id only. */
function photoLinks(followed: Followed): PhotoLink {
  const links = new Map(followed.photos.map((photo) => [photo.fileId, photo.url]));
  return (fileId, size) => {
    const link = links.get(fileId);
    return link ? `${link}&size=${size}` : '';
  };
}

function TimelineStep({ step, urlOf }: { step: FollowedStep; urlOf: PhotoLink }) {
  const { t } = useI18n();
  const who = [step.actor.unit, step.actor.unit ? undefined : step.actor.label].filter(Boolean).join(' ');
  return (
    <li>
      <p className="p-step-head">
        <strong>{step.label}</strong> <span>{who}</span>
      </p>
      <p className="k-hint">{exactDate(t, step.at, now())}</p>
      {step.words.map((words) => (
        <p key={words} className="p-step-words">
          {words}
        </p>
      ))}
      <PhotoStrip
        photos={step.photos.filter((fileId) => urlOf(fileId, 'thumb') !== '').map((fileId) => ({ fileId }))}
        urlOf={urlOf}
        size={72}
      />
    </li>
  );
}

type ActionProps = { followed: Followed; action: CaseAction; followKey: FollowKey };

function useAction({ followed, action, followKey }: ActionProps) {
  const { t } = useI18n();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const [told, setTold] = useState('');
  const intention = useRef<{ key: string; commandId: string } | undefined>(undefined);
  const photos = usePhotos({ max: 6 });
  const photoField = action.form.fields.find((field) => field.type === 'photos');
  async function submit(form: Record<string, unknown>): Promise<void> {
    if (pending) return;
    setPending(true);
    setProblem(undefined);
    try {
      const taken = await photos.settled();
      const refs = taken.flatMap((one) => (one.ref ? [one.ref] : []));
      const full = photoField && refs.length > 0 ? { ...form, [photoField.name]: refs } : form;
      const key = JSON.stringify([action.name, full]);
      if (intention.current?.key !== key) intention.current = { key, commandId: newCommandId() };
      const answer = await giveFollowed(followKey, {
        commandId: intention.current.commandId,
        name: action.name,
        baseVersion: followed.version,
        form: full,
      });
      queries.setQueryData(['followed', followKey.code], answer.case);
      setTold(t('portal.action.sent'));
      await navigate({ to: '/follow/case', replace: true });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.conflict) await queries.invalidateQueries({ queryKey: ['followed', followKey.code] });
      setProblem(error);
    } finally {
      setPending(false);
    }
  }
  const renderControl = (field: Field) =>
    field.type === 'photos' ? <PhotoCapture photos={photos} max={6} /> : undefined;
  return { pending, problem, told, submit, renderControl };
}

/** The one thing that is asked of the reporter now, on the page itself. */
function InlineAction(props: ActionProps) {
  const { t } = useI18n();
  const { pending, problem, told, submit, renderControl } = useAction(props);
  return (
    <section className="p-block p-ask" aria-label={actionLabel(t, props.action)}>
      <FieldForm
        fields={props.action.form.fields}
        submitLabel={t(pending ? 'portal.who.sending' : 'portal.action.send')}
        pending={pending}
        problem={problem}
        renderControl={renderControl}
        onSubmit={(form) => void submit(form)}
      />
      <p role="status">{told}</p>
    </section>
  );
}

function ActionScreen(props: ActionProps) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { pending, problem, submit, renderControl } = useAction(props);
  const { action } = props;
  const hint = t(`portal.action.${action.name}.line`);
  return (
    <div className="p-page">
      <Heading>{actionLabel(t, action)}</Heading>
      {hint.startsWith('portal.') ? null : <p>{hint}</p>}
      <FieldForm
        fields={action.form.fields}
        submitLabel={t(pending ? 'portal.who.sending' : 'portal.action.sendNamed', {
          name: actionLabel(t, action),
        })}
        tone={action.tone}
        pending={pending}
        problem={problem}
        renderControl={renderControl}
        onSubmit={(form) => void submit(form)}
        onCancel={() => void navigate({ to: '/follow/case' })}
      />
    </div>
  );
}
