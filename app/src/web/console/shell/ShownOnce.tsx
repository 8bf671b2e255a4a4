import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';

/** A secret that is shown this once, with a button that copies it. Without a clipboard it can be marked by hand. */
export function ShownOnce({ secret }: { secret: string }) {
  const { t } = useI18n();
  const [words, setWords] = useState('');
  const copy = () =>
    navigator.clipboard
      .writeText(secret)
      .then(() => setWords(t('once.copied')))
      .catch(() => setWords(t('once.byHand')));
  return (
    <p className="k-row">
      <code className="k-number c-secret">{secret}</code>
      {'clipboard' in navigator ? (
        <button type="button" className="k-button" onClick={() => void copy()}>
          {t('once.copy')}
        </button>
      ) : null}
      <span role="status">{words}</span>
    </p>
  );
}
