// What is held about me: with the code of my notice I see all of it and who looked, ask for corrections, and leave.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { cleanCode } from '../follow/follow-key.ts';
import { Heading } from '../Shell.tsx';

type OwnRecord = {
  register: { label: string };
  notice: { text: string } | null;
  byConsent: boolean;
  expiresOn: string | null;
  fields: { code: string; label: string; value: string; purpose: string | null }[];
  views: { at: number; kind: string; post: string; fields: string[]; reason: string | null }[];
  requests: { kind: string; state: string; dueOn: string; reason: string | null }[];
};
type Known = { code: string; tail: string };

export function MinePage() {
  const { t } = useI18n();
  const [known, setKnown] = useState<Known>({ code: '', tail: '' });
  const [record, setRecord] = useState<OwnRecord>();
  const [gone, setGone] = useState(false);
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const sent = { code: cleanCode(known.code), tail: known.tail.trim() };
  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setWords('');
    try {
      await work();
    } catch (error) {
      setWords(problemWords(t, error));
    } finally {
      setBusy(false);
    }
  }
  const look = async () => setRecord(await post<OwnRecord>('/public/my-record', sent));
  const ask = (path: string, body: object = {}) =>
    attempt(async () => {
      await post(`/public/my-record/${path}`, { ...sent, ...body });
      if (path === 'withdraw') {
        setRecord(undefined);
        setGone(true);
      } else await look();
    });
  return (
    <div className="p-page">
      <Heading>{t('portal.mine')}</Heading>
      {gone ? <p role="status">{t('portal.mine.gone')}</p> : null}
      {record ? (
        <Held record={record} busy={busy} onAsk={ask} />
      ) : gone ? null : (
        <form
          className="p-form"
          onSubmit={(event) => {
            event.preventDefault();
            void attempt(look);
          }}
        >
          <p>{t('portal.mine.line')}</p>
          <label className="p-block">
            <span className="p-label">{t('portal.mine.code')}</span>
            <input
              className="k-input p-code-input"
              value={known.code}
              maxLength={24}
              autoComplete="off"
              autoCapitalize="characters"
              onChange={(event) => setKnown({ ...known, code: event.target.value })}
            />
          </label>
          <label className="p-block">
            <span className="p-label">{t('portal.mine.tail')}</span>
            <input
              className="k-input"
              value={known.tail}
              maxLength={4}
              autoComplete="off"
              inputMode="text"
              onChange={(event) => setKnown({ ...known, tail: event.target.value })}
            />
          </label>
          <button
            type="submit"
            className="k-button k-button-primary p-big"
            disabled={busy || sent.code.length < 8 || sent.tail.length !== 4}
          >
            {t('portal.mine.open')}
          </button>
        </form>
      )}
      {words ? (
        <p className="k-error" role="alert">
          {words}
        </p>
      ) : null}
    </div>
  );
}

type HeldProps = { record: OwnRecord; busy: boolean; onAsk(path: string, body?: object): Promise<void> };

function Held({ record, busy, onAsk }: HeldProps) {
  const { t } = useI18n();
  const [sure, setSure] = useState(false);
  const [field, setField] = useState('');
  const [value, setValue] = useState('');
  const copy = () => {
    const address = URL.createObjectURL(
      new Blob([JSON.stringify(record, null, 2)], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = address;
    link.download = `${record.register.label}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <>
      <div className="p-card">
        <p className="p-card-title">{record.register.label}</p>
        {record.notice ? <p>{record.notice.text}</p> : null}
        <dl className="p-facts">
          {record.fields.map((one) => (
            <div key={one.code}>
              <dt>{one.label}</dt>
              <dd>{one.value}</dd>
            </div>
          ))}
        </dl>
        {record.expiresOn ? <p>{t('portal.mine.until', { day: record.expiresOn })}</p> : null}
      </div>
      <section className="p-block">
        <h2>{t('portal.mine.views')}</h2>
        {record.views.length === 0 ? <p>{t('portal.mine.noViews')}</p> : null}
        <ul className="p-list">
          {record.views.map((one) => (
            <li key={`${one.at}-${one.kind}-${one.post}`}>
              {t('portal.mine.view', {
                at: exactDate(t, one.at, now()),
                post: one.post,
                what: t(`portal.mine.view.${one.kind}`),
              })}
              {one.reason ? (
                <p className="k-hint">{t('portal.mine.reason', { reason: one.reason })}</p>
              ) : null}
            </li>
          ))}
        </ul>
      </section>
      {record.requests.map((one) => (
        <p key={`${one.kind}-${one.dueOn}`} role="status">
          {t(`portal.mine.request.${one.state}`, {
            what: t(`portal.mine.kind.${one.kind}`),
            day: one.dueOn,
            reason: one.reason ?? '',
          })}
        </p>
      ))}
      <form
        className="p-form"
        onSubmit={(event) => {
          event.preventDefault();
          void onAsk('correct', { values: { [field]: value } });
        }}
      >
        <h2>{t('portal.mine.correct')}</h2>
        <label className="p-block">
          <span className="p-label">{t('portal.mine.which')}</span>
          <select className="k-input" value={field} onChange={(event) => setField(event.target.value)}>
            <option value="">{t('portal.mine.choose')}</option>
            {record.fields.map((one) => (
              <option key={one.code} value={one.code}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <label className="p-block">
          <span className="p-label">{t('portal.mine.should')}</span>
          <input
            className="k-input"
            value={value}
            maxLength={200}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <button
          type="submit"
          className="k-button p-big"
          disabled={busy || field === '' || value.trim() === ''}
        >
          {t('portal.mine.ask')}
        </button>
      </form>
      <div className="p-buttons">
        <button type="button" className="k-button" onClick={copy}>
          {t('portal.mine.copy')}
        </button>
        {sure ? null : (
          <button type="button" className="k-button" disabled={busy} onClick={() => setSure(true)}>
            {record.byConsent ? t('portal.mine.withdraw') : t('portal.mine.delete')}
          </button>
        )}
      </div>
      {sure ? (
        <div className="p-card" role="alert">
          <p>{record.byConsent ? t('portal.mine.withdrawSure') : t('portal.mine.deleteSure')}</p>
          <div className="p-buttons">
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={busy}
              onClick={() => {
                setSure(false);
                void onAsk(record.byConsent ? 'withdraw' : 'delete');
              }}
            >
              {t('portal.mine.yes')}
            </button>
            <button type="button" className="k-button" onClick={() => setSure(false)}>
              {t('portal.mine.no')}
            </button>
          </div>
        </div>
      ) : null}
    </>
  );
}
