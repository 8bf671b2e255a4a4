import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { ApiProblem } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { TimeText } from '../../kit/TimeText.tsx';
import { forgetCode, type KeptCode, listCodes, spokenCode } from '../report/receipt.ts';
import { Heading, Steps } from '../Shell.tsx';
import { cleanCode, codeFromHash, type FollowKey, findFollowKey, keepFollowKey } from './follow-key.ts';
import { readFollowed } from './followed.ts';

type Wrong = { field: 'code' | 'tail' | 'all'; words: string };

export function FollowPage() {
  const { t } = useI18n();
  const id = useId();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [code, setCode] = useState(() => codeFromHash(location.hash) || (findFollowKey()?.code ?? ''));
  const [tail, setTail] = useState('');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>();
  const [kept, setKept] = useState(listCodes);

  async function open(key: FollowKey): Promise<void> {
    setBusy(true);
    setWrong(undefined);
    try {
      const followed = await readFollowed(key);
      keepFollowKey(key);
      queries.setQueryData(['followed', key.code], followed);
      await navigate({ to: '/follow/case' });
    } catch (error) {
      const tailAsked = error instanceof ApiProblem && error.code === 'cases.follow-tail';
      const unknown = error instanceof ApiProblem && error.code === 'cases.follow-unknown';
      const field = tailAsked ? 'tail' : unknown ? 'code' : 'all';
      const words = tailAsked
        ? t(key.phoneTail ? 'portal.follow.tailWrong' : 'portal.follow.tailNeeded')
        : unknown
          ? t('portal.follow.codeWrong')
          : problemWords(t, error);
      setCode(key.code);
      setWrong({ field, words });
      if (field !== 'all') document.getElementById(`${id}-${field}`)?.focus();
    } finally {
      setBusy(false);
    }
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    const plain = cleanCode(code);
    if (plain.length < 8) {
      setWrong({ field: 'code', words: t('portal.follow.codeMissing') });
      document.getElementById(`${id}-code`)?.focus();
      return;
    }
    const digits = tail.replace(/\D/g, '');
    if (digits !== '' && digits.length !== 4) {
      setWrong({ field: 'tail', words: t('portal.follow.tailFour') });
      document.getElementById(`${id}-tail`)?.focus();
      return;
    }
    void open({ code: plain, ...(digits ? { phoneTail: digits } : {}) });
  }
  const errorOf = (field: Wrong['field']) =>
    wrong?.field === field ? (
      <p className="k-error" id={`${id}-${field}-error`} role="alert">
        {wrong.words}
      </p>
    ) : null;
  return (
    <div className="p-page">
      <Heading>{t('portal.door.follow')}</Heading>
      <KeptCodes
        kept={kept}
        onOpen={(one) => {
          if (!one.withPhone) {
            void open({ code: one.code });
            return;
          }
          setCode(one.code);
          document.getElementById(`${id}-tail`)?.focus();
        }}
        onForget={(one) => {
          forgetCode(one.code);
          setKept(listCodes());
        }}
      />
      <form className="p-form" noValidate onSubmit={submit}>
        <section className="p-block">
          <label className="p-label" htmlFor={`${id}-code`}>
            {t('portal.follow.code')}
          </label>
          <input
            id={`${id}-code`}
            className="k-input p-code-input"
            value={code}
            maxLength={24}
            autoCapitalize="characters"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            aria-invalid={wrong?.field === 'code' || undefined}
            aria-describedby={`${id}-code-hint${wrong?.field === 'code' ? ` ${id}-code-error` : ''}`}
            onChange={(event) => setCode(event.target.value)}
          />
          <p className="k-hint" id={`${id}-code-hint`}>
            {t('portal.follow.codeHint')}
          </p>
          {errorOf('code')}
        </section>
        <section className="p-block">
          <label className="p-label" htmlFor={`${id}-tail`}>
            {t('portal.follow.tail')} <span className="k-optional">{t('portal.follow.tailOptional')}</span>
          </label>
          <input
            id={`${id}-tail`}
            className="k-input p-code-input"
            value={tail}
            maxLength={4}
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={wrong?.field === 'tail' || undefined}
            aria-describedby={wrong?.field === 'tail' ? `${id}-tail-error` : undefined}
            onChange={(event) => setTail(event.target.value)}
          />
          {errorOf('tail')}
        </section>
        {errorOf('all')}
        <Steps>
          <button type="button" className="k-button" onClick={() => void navigate({ to: '/' })}>
            {t('portal.back')}
          </button>
          <button type="submit" className="k-button k-button-primary" disabled={busy}>
            {t(busy ? 'kit.loading' : 'portal.follow.open')}
          </button>
        </Steps>
      </form>
      <details className="p-block">
        <summary>{t('portal.follow.lost')}</summary>
        <p>{t('portal.follow.lostLine')}</p>
      </details>
    </div>
  );
}

function KeptCodes({
  kept,
  onOpen,
  onForget,
}: {
  kept: readonly KeptCode[];
  onOpen(one: KeptCode): void;
  onForget(one: KeptCode): void;
}) {
  const { t } = useI18n();
  if (kept.length === 0) return null;
  return (
    <section className="p-block">
      <h2>{t('portal.follow.kept')}</h2>
      <ul className="p-cards">
        {kept.map((one) => (
          <li key={one.code} className="p-card">
            <p className="p-card-title">{one.headline}</p>
            <p>
              <TimeText at={one.at} as="near" /> · <span translate="no">{spokenCode(one.code)}</span>
            </p>
            <div className="p-buttons">
              <button type="button" className="k-button k-button-primary" onClick={() => onOpen(one)}>
                {t('portal.follow.look')}
                <span className="k-visually-hidden">{one.number}</span>
              </button>
              <button type="button" className="k-button" onClick={() => onForget(one)}>
                {t('portal.follow.forget')}
                <span className="k-visually-hidden">{one.number}</span>
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
