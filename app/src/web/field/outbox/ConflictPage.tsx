// 要你定: what I wanted, what was there when I wrote it, what is there now, and what each choice does. Nothing is decided by itself and
// nothing is decided without having seen what others did.
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaseView, TimelineItem } from '../../kit/api-types.ts';
import { now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { type Translate, useI18n } from '../../kit/i18n.tsx';
import { spokenBy } from '../../kit/problem-words.ts';
import { StateMark } from '../../kit/StateMark.tsx';
import { asksPerson, type Item } from '../../sync/item.ts';
import { useItemAddress } from '../addresses.ts';
import { useFreshCase } from '../queries.ts';
import { Heading } from '../Shell.tsx';
import { useOutbox } from './OutboxProvider.tsx';
import type { Seen } from './outbox.ts';

export function ConflictPage() {
  const { t } = useI18n();
  const { itemId } = useItemAddress();
  const { all } = useOutbox();
  const item = all.find((one) => one.id === itemId);
  return (
    <div className="f-page">
      <Link to="/unsent" className="k-button f-back">
        {t('field.outbox.title')}
      </Link>
      <Heading>{t('field.conflict.title')}</Heading>
      {item && asksPerson(item) ? <Question item={item} /> : <p>{t('field.conflict.gone')}</p>}
    </div>
  );
}

function Question({ item }: { item: Item }) {
  const { t } = useI18n();
  const { all } = useOutbox();
  const behind = all.filter(
    (one) => one.caseId === item.caseId && one.seq > item.seq && one.state !== 'rejected',
  );
  return (
    <>
      <Mine item={item} />
      {behind.length > 0 ? <p>{t('field.conflict.lane', { n: behind.length })}</p> : null}
      {item.why === 'conflict' ? <Conflict item={item} /> : null}
      {item.why === 'earlier-refused' ? <EarlierRefused item={item} /> : null}
      {item.why === 'photo' ? <PhotoFault item={item} /> : null}
    </>
  );
}

function Part({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  return (
    <section className="f-group" aria-labelledby={`conflict-${name}`}>
      <h2 id={`conflict-${name}`}>{title}</h2>
      <div className="f-card">{children}</div>
    </section>
  );
}

function Mine({ item }: { item: Item }) {
  const { t } = useI18n();
  const answers = answersOf(t, item);
  return (
    <Part name="mine" title={t('field.conflict.mine')}>
      <p className="f-card-title">{item.title}</p>
      {answers.map(({ label, words }) => (
        <p key={label} className="f-words">
          {label}：{words}
        </p>
      ))}
      {item.photos.length > 0 ? (
        <div className="f-buttons">
          {item.photos.map((photo) => (
            <img key={photo.key} src={photo.thumb} alt="" width="64" height="64" />
          ))}
        </div>
      ) : null}
      <p className="k-hint">
        {t('field.conflict.mineAt', { at: nearDate(t, item.deviceAt + (item.skewMs ?? 0), now()) })}
      </p>
    </Part>
  );
}

/** What was filled in, with the words of the form's fields and choices. */
function answersOf(t: Translate, item: Item): { label: string; words: string }[] {
  const form = item.body['form'] as Record<string, unknown> | undefined;
  const fields = (item.seen as Seen | undefined)?.fields ?? [];
  if (item.kind === 'file') return [{ label: t('field.case.what'), words: String(item.body['text'] ?? '') }];
  return fields.flatMap(({ name, label, type, options }) => {
    const value = form?.[name];
    if (type === 'photos' || value === undefined || value === '' || typeof value === 'object') return [];
    return [{ label, words: options?.find((one) => one.value === String(value))?.label ?? String(value) }];
  });
}

function Conflict({ item }: { item: Item }) {
  const { t } = useI18n();
  const found = useFreshCase(item.caseId);
  const seen = item.seen as Seen | undefined;
  return (
    <>
      {seen ? (
        <Part name="base" title={t('field.conflict.base')}>
          <p>
            <StateMark shape={seen.state.shape} label={seen.state.label} />
          </p>
          {seen.holder ? <p>{t('field.conflict.holder', { unit: seen.holder })}</p> : null}
        </Part>
      ) : null}
      {found.data ? (
        <Theirs item={item} theirs={found.data} />
      ) : (
        <p role="status">{t('field.conflict.theirsNone')}</p>
      )}
      <Choices item={item} theirs={found.data} />
    </>
  );
}

/** The steps that somebody else made after the version that the person saw. */
function stepsSince(item: Item, theirs: CaseView): TimelineItem[] {
  return theirs.timeline.filter((step) => step.version > (item.baseVersion ?? 0));
}

function Theirs({ item, theirs }: { item: Item; theirs: CaseView }) {
  const { t } = useI18n();
  const steps = stepsSince(item, theirs);
  return (
    <Part name="theirs" title={t('field.conflict.theirs')}>
      <p>
        <StateMark shape={theirs.state.shape} label={theirs.state.label} />
      </p>
      {theirs.holder ? <p>{t('field.conflict.holder', { unit: theirs.holder.unitName })}</p> : null}
      <p className="f-card-title">
        {t(steps.length > 0 ? 'field.conflict.since' : 'field.conflict.sinceNone')}
      </p>
      <ul className="f-timeline">
        {steps.map((step) => (
          <li key={step.version}>
            <p>
              <strong>{step.label}</strong> {[step.actor.unit, step.actor.label].filter(Boolean).join(' ')}
            </p>
            <p className="k-hint">{nearDate(t, step.at, now())}</p>
            {step.words.map((words) => (
              <p key={words} className="f-words">
                {words}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Choices({ item, theirs }: { item: Item; theirs: CaseView | undefined }) {
  const { t } = useI18n();
  const { decide } = useOutbox();
  const navigate = useNavigate();
  const name = item.title.split(' · ')[0] ?? item.title;
  const fits = theirs?.actions.some((action) => action.name === item.body['name']) ?? false;
  return (
    <section className="f-group" aria-labelledby="conflict-choose">
      <h2 id="conflict-choose">{t('field.conflict.choose')}</h2>
      {theirs && fits ? (
        <Choice
          label={t('field.conflict.doIt')}
          what={t('field.conflict.doItWhat')}
          tone="primary"
          onChoose={async () => {
            await decide.again(item.id, theirs.version);
            await navigate({ to: '/unsent' });
          }}
        />
      ) : null}
      {theirs && !fits ? <p>{t('field.conflict.cannot', { name })}</p> : null}
      {theirs ? (
        <Link to="/cases/$caseId" params={{ caseId: item.caseId }} className="k-button k-button-wide">
          {t('field.conflict.other')}
        </Link>
      ) : null}
      <GiveUp item={item} />
    </section>
  );
}

function Choice({
  label,
  what,
  tone,
  onChoose,
}: {
  label: string;
  what: string;
  tone: 'primary' | 'danger';
  onChoose(): Promise<void>;
}) {
  return (
    <div className="f-group">
      <button
        type="button"
        className={`k-button k-button-${tone} k-button-wide f-big`}
        onClick={() => void onChoose()}
      >
        {label}
      </button>
      <p>{what}</p>
    </div>
  );
}

function GiveUp({ item }: { item: Item }) {
  const { t } = useI18n();
  const { drop } = useOutbox();
  const navigate = useNavigate();
  return (
    <Choice
      label={t('field.conflict.giveUp')}
      what={t('field.conflict.giveUpWhat')}
      tone="danger"
      onChoose={async () => {
        await drop(item.id);
        await navigate({ to: '/unsent' });
      }}
    />
  );
}

function EarlierRefused({ item }: { item: Item }) {
  const { t } = useI18n();
  const { all, decide } = useOutbox();
  const navigate = useNavigate();
  const earlier = all.find((one) => one.id === item.after);
  return (
    <>
      {earlier?.said ? (
        <p>{t('field.conflict.earlier', { title: earlier.title, words: spokenBy(earlier.said) })}</p>
      ) : null}
      <Choice
        label={t('field.conflict.goOn')}
        what={t('field.conflict.goOnWhat')}
        tone="primary"
        onChoose={async () => {
          await decide.goOn(item.id);
          await navigate({ to: '/unsent' });
        }}
      />
      <GiveUp item={item} />
    </>
  );
}

function PhotoFault({ item }: { item: Item }) {
  const { t } = useI18n();
  const { decide } = useOutbox();
  const navigate = useNavigate();
  return (
    <>
      {item.said ? <p>{spokenBy(item.said)}</p> : null}
      <Choice
        label={t('field.conflict.without')}
        what={t('field.conflict.withoutWhat')}
        tone="primary"
        onChoose={async () => {
          await decide.withoutPhotos(item.id);
          await navigate({ to: '/unsent' });
        }}
      />
      <GiveUp item={item} />
    </>
  );
}
