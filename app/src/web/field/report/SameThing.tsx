import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Duplicate } from '../../capture/duplicates.ts';
import type { Photos } from '../../capture/use-photos.ts';
import { ApiProblem, sendCaseCommand } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';

/** The same broken thing reported before: add to it, and no second ticket lives on. */
export function SameThing({
  items,
  text,
  photos,
  onDone,
}: {
  items: readonly Duplicate[];
  text: string;
  photos: Photos;
  onDone(number: string, caseId: string): void;
}) {
  const { t } = useI18n();
  const [busy, setBusy] = useState('');
  const [words, setWords] = useState('');
  const ids = useRef(new Map<string, string>());
  async function join(one: Duplicate): Promise<void> {
    if (busy !== '') return;
    const commandId = ids.current.get(one.id) ?? newCommandId();
    ids.current.set(one.id, commandId);
    setBusy(one.id);
    setWords('');
    try {
      const taken = await photos.settled();
      const refs = taken.flatMap((photo) => (photo.ref ? [photo.ref] : []));
      await sendCaseCommand(one.id, {
        name: 'join',
        // Joining commutes with whatever others did meanwhile.
        baseVersion: 1,
        commandId,
        form: {
          ...(text.trim() ? { note: [...text.trim()].slice(0, 500).join('') } : {}),
          ...(refs.length > 0 ? { photos: refs } : {}),
        },
      });
      onDone(one.number, one.id);
    } catch (error) {
      if (error instanceof ApiProblem && !error.offline) ids.current.delete(one.id);
      setWords(problemWords(t, error));
    } finally {
      setBusy('');
    }
  }
  return (
    <section className="f-same" aria-labelledby="same-title">
      <h2 id="same-title">{t('field.same.title')}</h2>
      {words ? (
        <p className="k-error" role="alert">
          {words}
        </p>
      ) : null}
      <ul className="f-list">
        {items.map((one) => (
          <li key={one.id} className="f-card">
            <p className="f-card-title">{one.headline}</p>
            <p>
              {one.state} ·{' '}
              {one.distanceM < 15 ? t('capture.here') : t('capture.metres', { n: one.distanceM })}
            </p>
            <div className="f-buttons">
              <button
                type="button"
                className="k-button k-button-primary"
                disabled={busy !== ''}
                onClick={() => void join(one)}
              >
                {t('field.same.join')}
                <span className="k-visually-hidden">{one.number}</span>
              </button>
              <Link to="/cases/$caseId" params={{ caseId: one.id }} className="k-button">
                {t('field.same.look')}
                <span className="k-visually-hidden">{one.number}</span>
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
