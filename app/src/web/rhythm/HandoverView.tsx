// 交接班: my open work as it stands, a few words, who takes over. The work stays with the post.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../kit/api.ts';
import type { CaseRow } from '../kit/api-types.ts';
import { ClockText } from '../kit/ClockBar.tsx';
import { newCommandId } from '../kit/clock.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { StateMark } from '../kit/StateMark.tsx';
import { Empty, ErrorState, Loading, Unread } from '../kit/States.tsx';
import { TimeText } from '../kit/TimeText.tsx';
import { useToast } from '../kit/Toast.tsx';
import { type DraftPost, type HandoverBrief, useDraft, useHandover, useHandovers } from './queries.ts';
import './rhythm.css';

const BOXES = ['to-me', 'unreceived', 'mine'] as const;

export function HandoverView() {
  const { note } = useSearch({ strict: false }) as { note?: string };
  return note ? <Note id={note} /> : <Desk />;
}

function Desk() {
  const { t } = useI18n();
  const draft = useDraft();
  return (
    <>
      {BOXES.map((box) => (
        <Box key={box} box={box} />
      ))}
      <Unread found={draft} />
      {draft.data?.posts.length === 0 ? <Empty title={t('handover.noPost')} /> : null}
      {draft.data?.posts.map((one) => (
        <Write key={one.postId} draft={one} />
      ))}
    </>
  );
}

function Box({ box }: { box: (typeof BOXES)[number] }) {
  const { t } = useI18n();
  const found = useHandovers(box);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data || found.data.items.length === 0) return null;
  return (
    <section className="r-card" aria-labelledby={`box-${box}`}>
      <header className="r-card-head">
        <h2 id={`box-${box}`}>{t(`handover.box.${box}`)}</h2>
      </header>
      <ul>
        {found.data.items.slice(0, 10).map((one) => (
          <li key={one.id}>
            <Link to="/handover" search={{ note: one.id }} className="r-case-link">
              {t('handover.line', { post: one.post.title, area: one.post.areaName, n: one.cases })}
            </Link>{' '}
            <Brief note={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Brief({ note }: { note: HandoverBrief }) {
  const { t } = useI18n();
  return (
    <span className="k-hint">
      {note.fromName} · <TimeText at={note.writtenAt} as="near" /> ·{' '}
      {note.toPost ? t('handover.to', { post: note.toPost.title }) : t('handover.nobody')} ·{' '}
      {note.receivedAt === null
        ? t('handover.notReceived')
        : t('handover.receivedBy', { name: note.receivedName ?? '' })}
    </span>
  );
}

function Rows({ rows }: { rows: readonly CaseRow[] }) {
  return (
    <table className="r-table">
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="r-nowrap">
              <StateMark shape={row.state.shape} label={row.state.label} />
            </td>
            <td>
              <Link to="/cases/$caseId" params={{ caseId: row.id }} className="r-case-link">
                {row.headline}
              </Link>{' '}
              <span className="k-hint">
                {row.number} · {row.areaName}
              </span>
            </td>
            <td className="r-nowrap">{row.clock ? <ClockText clock={row.clock} withDue /> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Work({ promised, open }: { promised: readonly CaseRow[]; open: readonly CaseRow[] }) {
  const { t } = useI18n();
  return (
    <>
      <h3>{t('handover.promised', { n: promised.length })}</h3>
      <Rows rows={promised} />
      <h3>{t('handover.open', { n: open.length })}</h3>
      <Rows rows={open} />
    </>
  );
}

function Write({ draft }: { draft: DraftPost }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const [to, setTo] = useState('');
  const [commandId, setCommandId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  async function send(): Promise<void> {
    setBusy(true);
    try {
      await post(
        '/rhythm/handovers',
        { commandId, postId: draft.postId, toPostId: to || null, words },
        { retries: 2 },
      );
      toast(t('handover.done'), { tone: 'good' });
      setWords('');
      setCommandId(newCommandId());
      await client.invalidateQueries({ queryKey: ['handovers'] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <section className="r-card" aria-labelledby={`write-${draft.postId}`}>
      <header className="r-card-head">
        <h2 id={`write-${draft.postId}`}>
          {t('handover.write', { post: draft.title, area: draft.areaName })}
        </h2>
        <span className="k-hint">{t('handover.line1')}</span>
      </header>
      <Work promised={draft.promised} open={draft.open} />
      <label className="k-field">
        <span className="k-label">{t('handover.words')}</span>
        <textarea
          className="k-input r-day-words"
          rows={3}
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <div className="k-row">
        <label className="r-check">
          {t('handover.receiver')}
          <select className="k-input" value={to} onChange={(event) => setTo(event.target.value)}>
            <option value="">{t('handover.nobody')}</option>
            {draft.receivers.map((one) => (
              <option key={one.postId} value={one.postId}>
                {`${one.name} · ${one.title} · ${one.areaName}`}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy}
          onClick={() => void send()}
        >
          {t('handover.send')}
        </button>
      </div>
    </section>
  );
}

function Note({ id }: { id: string }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const found = useHandover(id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const note = found.data;
  async function receive(): Promise<void> {
    try {
      await post(`/rhythm/handovers/${encodeURIComponent(id)}/receive`, undefined, { retries: 2 });
      for (const key of ['handover', 'handovers', 'agenda'])
        void client.invalidateQueries({ queryKey: [key] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  return (
    <article className="r-card">
      <p className="r-no-print">
        <Link to="/handover">{t('handover.back')}</Link>
      </p>
      <h2>{t('handover.line', { post: note.post.title, area: note.post.areaName, n: note.cases })}</h2>
      <p>
        <Brief note={note} />
      </p>
      {note.words ? <blockquote>{note.words}</blockquote> : null}
      <Work promised={note.promised} open={note.open} />
      {note.hidden > 0 ? <p className="k-hint">{t('handover.hidden', { n: note.hidden })}</p> : null}
      <div className="k-row r-no-print">
        {note.mayReceive ? (
          <button type="button" className="k-button k-button-primary" onClick={() => void receive()}>
            {t(note.role === 'above' ? 'handover.takeNote' : 'handover.receive')}
          </button>
        ) : null}
        <button type="button" className="k-button" onClick={() => print()}>
          {t('rhythm.print')}
        </button>
      </div>
    </article>
  );
}
