// Generates a report from the facts as of now; a person adds what was done and asked for, and losses with who reported them.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../../kit/api.ts';
import { newCommandId } from '../../../kit/clock.ts';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { Labelled } from '../../../kit/Labelled.tsx';
import type { EmergencyView } from '../queries.ts';
import type { SituationList } from './queries.ts';

const LOSSES = [
  'dead',
  'missing',
  'injured',
  'trapped',
  'houses',
  'water',
  'power',
  'roads',
  'other',
] as const;
type Loss = { key: string; what: string; n: string; source: string };

const emptyLoss = (): Loss => ({ key: newCommandId(), what: 'injured', n: '', source: '' });

export function SituationForm({
  view,
  list,
  onMade,
}: {
  view: EmergencyView;
  list: SituationList;
  onMade(id: string): void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [id, setId] = useState(newCommandId);
  const [words, setWords] = useState('');
  const [losses, setLosses] = useState<Loss[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const kind = list.due?.kind ?? 'follow';
  const change = (key: string, part: Partial<Loss>) =>
    setLosses(losses.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const complete = losses.every((one) => /^\d+$/.test(one.n) && one.source.trim().length >= 2);
  async function make(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(
        `/emergencies/${view.id}/situation-reports`,
        {
          id,
          words: words.trim(),
          losses: losses.map(({ what, n, source }) => ({ what, n: Number(n), source: source.trim() })),
        },
        { retries: 2 },
      );
      await client.invalidateQueries({ queryKey: ['emergencies', view.id, 'situation'] });
      onMade(id);
      setId(newCommandId());
      setWords('');
      setLosses([]);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('situation.make', { kind: t(`situation.kind.${kind}`) })}</legend>
      <p className="k-hint">{t('situation.makeHint')}</p>
      <Labelled id="situation-words" label={t('situation.words')} hint={t('situation.wordsHint')}>
        <textarea
          id="situation-words"
          className="k-input"
          rows={4}
          maxLength={4000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </Labelled>
      {losses.map((one) => (
        <div key={one.key} className="e-loss">
          <select
            className="k-input"
            aria-label={t('situation.loss')}
            value={one.what}
            onChange={(event) => change(one.key, { what: event.target.value })}
          >
            {LOSSES.map((code) => (
              <option key={code} value={code}>
                {t(`situation.loss.${code}`)}
              </option>
            ))}
          </select>
          <input
            className="k-input"
            inputMode="numeric"
            aria-label={t('situation.lossN')}
            placeholder={t('situation.lossN')}
            value={one.n}
            onChange={(event) => change(one.key, { n: event.target.value })}
          />
          <input
            className="k-input"
            maxLength={80}
            aria-label={t('situation.lossSource')}
            placeholder={t('situation.lossSource')}
            value={one.source}
            onChange={(event) => change(one.key, { source: event.target.value })}
          />
          <button
            type="button"
            className="k-button"
            onClick={() => setLosses(losses.filter((each) => each.key !== one.key))}
          >
            {t('situation.lossDrop')}
          </button>
        </div>
      ))}
      <div>
        <button
          type="button"
          className="k-link"
          disabled={losses.length >= 20}
          onClick={() => setLosses([...losses, emptyLoss()])}
        >
          {t('situation.lossAdd')}
        </button>
      </div>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || words.trim().length < 2 || !complete}
        onClick={() => void make()}
      >
        {t('situation.makeNow')}
      </button>
    </fieldset>
  );
}
