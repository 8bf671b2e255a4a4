// 清单外标记: how it reached me is the one thing that is asked, and its button sends. The rest may stay empty.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import { PhotoField } from '../../kit/PhotoField.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { Heading } from '../Shell.tsx';

const CHANNELS = ['wechat', 'phone', 'paper', 'meeting', 'system', 'other'] as const;
type Mine = {
  id: string;
  unitName: string | null;
  words: string;
  channel: string;
  flaggedOn: string;
  finding: { outcome: string; title: string; words: string } | null;
};

export function FlagPage() {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const [unit, setUnit] = useState<{ id: string; name: string }>();
  const [words, setWords] = useState('');
  const [photos, setPhotos] = useState<string[]>([]);
  const [sending, setSending] = useState(false);
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [sent, setSent] = useState(0);
  async function send(channel: string): Promise<void> {
    setSending(true);
    setFailure(undefined);
    try {
      await post('/admission/flags', {
        commandId: commandId.current,
        channel,
        ...(unit ? { unitId: unit.id } : {}),
        ...(words.trim() ? { words } : {}),
        ...(photos.length > 0 ? { photos } : {}),
      });
      commandId.current = newCommandId();
      setUnit(undefined);
      setWords('');
      setPhotos([]);
      setSent(sent + 1);
      await client.invalidateQueries({ queryKey: ['admission'] });
      toast(t('flag.sent'), { tone: 'good' });
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  }
  return (
    <div className="f-page">
      <Heading>{t('flag.title')}</Heading>
      <p>{t('flag.line')}</p>
      <details key={sent} className="f-group">
        <summary>{t('flag.more')}</summary>
        <Labelled id="flag-unit" label={t('flag.unit')}>
          <Lookup
            id="flag-unit"
            value={unit?.id}
            {...(unit ? { valueLabel: unit.name } : {})}
            find={findUnits}
            onChange={(id, option) => setUnit(id && option ? { id, name: option.label } : undefined)}
          />
        </Labelled>
        <Labelled id="flag-words" label={t('flag.words')} hint={t('flag.wordsHint')}>
          <textarea
            id="flag-words"
            className="k-input"
            rows={2}
            maxLength={500}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </Labelled>
        <Labelled id="flag-photos" label={t('flag.photos')} hint={t('flag.photosHint')}>
          <PhotoField id="flag-photos" value={photos} onChange={setPhotos} onBusy={setLoading} max={3} />
        </Labelled>
      </details>
      <section className="f-group" aria-labelledby="flag-channel">
        <h2 id="flag-channel">{t('flag.channel')}</h2>
        <div className="f-buttons">
          {CHANNELS.map((channel) => (
            <button
              key={channel}
              type="button"
              className="k-button"
              disabled={sending || loading}
              onClick={() => void send(channel)}
            >
              {t(`flag.channel.${channel}`)}
            </button>
          ))}
        </div>
        <FormProblem failure={failure} />
      </section>
      <MyFlags />
    </div>
  );
}

function MyFlags() {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['admission', 'flags', 'mine'],
    queryFn: ({ signal }) => get<{ items: Mine[] }>('/admission/flags/mine', undefined, signal),
  });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="f-group" aria-labelledby="flag-mine">
      <h2 id="flag-mine">{t('flag.mine')}</h2>
      <p className="k-hint">{t('flag.mineLine')}</p>
      <ul className="f-list">
        {items.map((one) => (
          <li key={one.id} className="f-card">
            <p className="f-card-title">{one.words || one.unitName || t(`flag.channel.${one.channel}`)}</p>
            <p className="k-hint">{one.flaggedOn}</p>
            <p>
              {one.finding
                ? t('flag.found', {
                    outcome: t(`flag.outcome.${one.finding.outcome}`),
                    words: one.finding.words,
                  })
                : t('flag.waiting')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
