// The paired helper's page, without an account: who is calling, and four answers. Nobody is asked to open a door by force.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, sendCommand } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Heading } from '../Shell.tsx';
import { callCode } from './call-code.ts';

const ANSWERS = {
  'call-helper': ['going', 'cannot'],
  'call-volunteer': ['going'],
  'call-desk': ['going', 'seen', 'no-entry'],
  'call-dial': ['going', 'seen', 'no-entry'],
  'call-attending': ['seen', 'no-entry', 'cannot'],
  'call-dispatched': ['seen'],
} as const;
const EVERY_MS = 5_000;

type Open = { id: string; number: string; state: string; since: number };

export function HelperPage() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [code] = useState(() => callCode('helper'));
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const found = useQuery({
    queryKey: ['call-helper', code],
    enabled: code !== '',
    queryFn: ({ signal }) =>
      post<{ label: string; open: Open | null }>('/calls/helper', { code }, { signal, retries: 2 }),
    refetchInterval: EVERY_MS,
  });
  const open = found.data?.open ?? null;

  async function answer(call: Open, what: string): Promise<void> {
    setBusy(true);
    setFailure('');
    try {
      await sendCommand('/calls/helper/answer', {
        code,
        commandId: newCommandId(),
        callId: call.id,
        answer: what,
      });
      await client.invalidateQueries({ queryKey: ['call-helper', code] });
    } catch (error) {
      setFailure(problemWords(t, error));
    } finally {
      setBusy(false);
    }
  }
  const wrong = code === '' ? t('portal.call.noCode') : found.isError ? problemWords(t, found.error) : '';
  const answers = open ? (ANSWERS[open.state as keyof typeof ANSWERS] ?? []) : [];
  return (
    <div className="p-page">
      <Heading>{t('portal.callHelper.title')}</Heading>
      <div aria-live="assertive" className="p-block">
        {found.data ? (
          <p className="p-call-stand">
            <strong>{open ? t('portal.callHelper.calls') : t('portal.callHelper.quiet')}</strong>
            <span>{found.data.label}</span>
          </p>
        ) : null}
        {failure || wrong ? (
          <p className="p-call-stand p-call-failed" role="alert">
            {failure || wrong}
          </p>
        ) : null}
      </div>
      {open ? (
        <div className="p-call p-call-one">
          {answers.map((what, index) => (
            <button
              key={what}
              type="button"
              className={`k-button p-call-button${index === 0 ? ' k-button-primary' : ''}`}
              disabled={busy}
              onClick={() => void answer(open, what)}
            >
              {t(`portal.callHelper.${what}`)}
            </button>
          ))}
        </div>
      ) : null}
      {open ? <p className="p-block">{t('portal.callHelper.door')}</p> : null}
      <a className="k-button p-call-button" href="tel:120">
        {t('portal.call.dial120')}
      </a>
    </div>
  );
}
