import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';

/** A secret that is shown this once, with a button that copies it. Without a clipboard it can be marked by hand. */
export function ShownOnce({ secret, line, onKept }: { secret: string; line: string; onKept(): void }) {
  const { t } = useI18n();
  const [words, setWords] = useState('');
  const copy = () =>
    navigator.clipboard
      .writeText(secret)
      .then(() => setWords(t('once.copied')))
      .catch(() => setWords(t('once.byHand')));
  return (
    <div className="c-effect k-field" role="status">
      <p>{line}</p>
      <p>
        <code className="k-number c-secret">{secret}</code>
      </p>
      <div className="k-row">
        {'clipboard' in navigator ? (
          <button type="button" className="k-button" onClick={() => void copy()}>
            {t('once.copy')}
          </button>
        ) : null}
        <button type="button" className="k-button" onClick={onKept}>
          {t('apiKeys.kept')}
        </button>
        <span>{words}</span>
      </div>
    </div>
  );
}
