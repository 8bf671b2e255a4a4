// 交接班 of one emergency: a note with what is open in it, to whoever takes over the post; the same notes as on any day.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../../kit/api.ts';
import { newCommandId } from '../../../kit/clock.ts';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { Labelled } from '../../../kit/Labelled.tsx';
import { Unread } from '../../../kit/States.tsx';
import { useToast } from '../../../kit/Toast.tsx';
import { Brief } from '../../../rhythm/HandoverView.tsx';
import { useDraft, useHandoversAbout } from '../../../rhythm/queries.ts';
import { type Board, useBoard } from '../board/queries.ts';
import type { EmergencyView } from '../queries.ts';

export function IncidentHandover({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const notes = useHandoversAbout(view.id);
  const draft = useDraft();
  const board = useBoard(view.id);
  const [postId, setPostId] = useState('');
  const [to, setTo] = useState('');
  const [words, setWords] = useState('');
  const [id, setId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const posts = draft.data?.posts ?? [];
  const mine = posts.find((one) => one.postId === postId) ?? posts[0];
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(
        '/rhythm/handovers',
        { commandId: id, postId: mine?.postId, toPostId: to || null, words, about: view.id },
        { retries: 2 },
      );
      toast(t('handover.done'), { tone: 'good' });
      setId(newCommandId());
      setWords('');
      await client.invalidateQueries({ queryKey: ['handovers'] });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <section aria-labelledby="incident-handover">
      <h2 id="incident-handover" className="c-heading">
        {t('handover.title')}
      </h2>
      <Unread found={notes} />
      {notes.data?.items.length === 0 ? <p className="k-hint">{t('situation.noHandover')}</p> : null}
      <ul className="e-story">
        {notes.data?.items.map((one) => (
          <li key={one.id}>
            <Link to="/handover" search={{ note: one.id }}>
              {t('handover.line', { post: one.post.title, area: one.post.areaName, n: one.cases })}
            </Link>{' '}
            <Brief note={one} />
          </li>
        ))}
      </ul>
      {view.endedAt === null && mine ? (
        <fieldset className="e-form">
          <legend>{t('situation.handover')}</legend>
          <p className="k-hint">{t('situation.handoverHint')}</p>
          {posts.length > 1 ? (
            <Labelled id="handover-post" label={t('situation.handoverPost')}>
              <select
                id="handover-post"
                className="k-input"
                value={mine.postId}
                onChange={(event) => setPostId(event.target.value)}
              >
                {posts.map((one) => (
                  <option key={one.postId} value={one.postId}>
                    {one.areaName} {one.title}
                  </option>
                ))}
              </select>
            </Labelled>
          ) : null}
          <Labelled id="handover-to" label={t('situation.handoverTo')}>
            <select
              id="handover-to"
              className="k-input"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            >
              <option value="">{t('handover.nobody')}</option>
              {mine.receivers.map((one) => (
                <option key={one.postId} value={one.postId}>
                  {one.name} {one.areaName} {one.title}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled id="handover-words" label={t('situation.handoverWords')}>
            <textarea
              id="handover-words"
              className="k-input"
              rows={4}
              maxLength={2000}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </Labelled>
          {board.data ? (
            <div>
              <button
                type="button"
                className="k-link"
                onClick={() => setWords(`${words}${words ? '\n' : ''}${summaryOf(t, board.data)}`)}
              >
                {t('situation.handoverFill')}
              </button>
            </div>
          ) : null}
          <FormProblem failure={failure} />
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy}
            onClick={() => void send()}
          >
            {t('situation.handoverNow')}
          </button>
        </fieldset>
      ) : null}
    </section>
  );
}

/** The board in one line for each column that holds something. */
function summaryOf(t: ReturnType<typeof useI18n>['t'], board: Board): string {
  return board.columns
    .filter((one) => one.n > 0 && one.code !== 'next')
    .map(
      (one) =>
        `${t(`board.column.${one.code}`)} ${one.n}：${one.lines
          .slice(0, 3)
          .map((line) => [line.title, line.place].filter(Boolean).join(' '))
          .join('；')}`,
    )
    .join('\n');
}
