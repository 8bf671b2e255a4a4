// 一键呼叫: four buttons, one press. What was pressed is said back in large words; without a network it says so and gives the telephone.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { TimeText } from '../../kit/TimeText.tsx';
import { Heading } from '../Shell.tsx';
import { callCode } from './call-code.ts';

const NEEDS = ['emergency', 'life', 'repair', 'company'] as const;
type Need = (typeof NEEDS)[number];
const EVERY_MS = 5_000;
/** Some two seconds: whoever calls for help must soon hear that it did not go out, and dial. */
const TRIES = 2;

type Stand = { number: string; state: string; since: number };

export function CallPage() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [code] = useState(() => callCode('page'));
  const [sending, setSending] = useState<Need | 'test'>();
  const [failure, setFailure] = useState('');
  const [tested, setTested] = useState(false);
  // A press that may have arrived keeps its nonce: sent again, it is the same press.
  const unsure = useRef<{ need: Need; nonce: string }>(undefined);
  const found = useQuery({
    queryKey: ['call', code],
    enabled: code !== '',
    queryFn: ({ signal }) => post<{ open: Stand | null }>('/calls/page', { code }, { signal, retries: 2 }),
    refetchInterval: EVERY_MS,
  });
  const open = found.data?.open ?? null;

  async function press(need: Need, test: boolean): Promise<void> {
    setSending(test ? 'test' : need);
    setFailure('');
    setTested(false);
    try {
      const nonce = !test && unsure.current?.need === need ? unsure.current.nonce : newCommandId();
      if (!test) unsure.current = { need, nonce };
      await post('/calls/press', { code, nonce, need, test }, { retries: TRIES });
      if (!test) unsure.current = undefined;
      setTested(test);
      await client.invalidateQueries({ queryKey: ['call', code] });
    } catch (error) {
      setFailure(problemWords(t, error));
    } finally {
      setSending(undefined);
    }
  }
  const wrong = code === '' ? t('portal.call.noCode') : found.isError ? problemWords(t, found.error) : '';
  return (
    <div className="p-page">
      <Heading>{t('portal.call.title')}</Heading>
      <div aria-live="assertive" className="p-block">
        {open ? (
          <p className="p-call-stand">
            <strong>{t(`portal.call.state.${open.state}`)}</strong>
            <span>
              <TimeText at={open.since} as="near" /> · {open.number}
            </span>
          </p>
        ) : null}
        {sending ? <p className="p-call-stand">{t('portal.call.sending')}</p> : null}
        {tested ? <p className="p-call-stand">{t('portal.call.tested')}</p> : null}
        {failure || wrong ? (
          <p className="p-call-stand p-call-failed" role="alert">
            {failure ? <strong>{t('portal.call.failed')}</strong> : null}
            <span>{failure || wrong}</span>
          </p>
        ) : null}
      </div>
      {code === '' ? null : (
        <div className="p-call">
          {NEEDS.map((need) => (
            <button
              key={need}
              type="button"
              className={`k-button p-call-button${need === 'emergency' ? ' k-button-primary p-call-emergency' : ''}`}
              disabled={sending !== undefined}
              onClick={() => void press(need, false)}
            >
              {t(`portal.call.need.${need}`)}
            </button>
          ))}
        </div>
      )}
      <a className="k-button p-call-button" href="tel:120">
        {t('portal.call.dial120')}
      </a>
      {code === '' ? null : (
        <button
          type="button"
          className="k-button p-call-test"
          disabled={sending !== undefined}
          onClick={() => void press('life', true)}
        >
          {t('portal.call.test')}
        </button>
      )}
    </div>
  );
}
