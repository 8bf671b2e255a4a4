import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { get, sendCommand } from '../../kit/api.ts';
import type { Lng } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { TimeText } from '../../kit/TimeText.tsx';
import type { Duplicate } from '../queries.ts';

/** What may be the same thing: looked up while typing; joining makes the caller another reporter of it instead of a second case. */
export function Duplicates({
  text,
  point,
  category,
  reporter,
  onJoined,
}: {
  text: string;
  point: Lng | undefined;
  category: string | undefined;
  reporter: { name: string; phone: string };
  onJoined(number: string): void;
}) {
  const { t } = useI18n();
  const [settled, setSettled] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [joined, setJoined] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim().slice(0, 500)), 500);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    queryKey: ['duplicates', settled, point?.lng, point?.lat, category],
    enabled: point !== undefined,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<{ items: Duplicate[] }>(
        '/cases/duplicates',
        { category, lng: point?.lng, lat: point?.lat, text: settled },
        signal,
      ),
  });
  const items = found.data?.items ?? [];
  async function join(item: Duplicate): Promise<void> {
    setFailure(undefined);
    try {
      await sendCommand(`/cases/${encodeURIComponent(item.id)}/join`, {
        ...(text.trim() ? { text: text.trim().slice(0, 500) } : {}),
        ...(reporter.name || reporter.phone
          ? {
              reporter: {
                ...(reporter.name ? { name: reporter.name } : {}),
                ...(reporter.phone ? { phone: reporter.phone, wantsReply: true } : {}),
              },
            }
          : {}),
      });
      setJoined(new Set(joined).add(item.id));
      onJoined(item.number);
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <section className="c-card c-card-pad" aria-labelledby="duplicates-title">
      <h2 id="duplicates-title">{t('file.duplicates')}</h2>
      <div aria-live="polite">
        {point === undefined ? <p className="k-hint">{t('file.duplicatesWait')}</p> : null}
        {point !== undefined && items.length === 0 ? (
          <p className="k-hint">{t('file.duplicatesNone')}</p>
        ) : null}
        {failure ? (
          <p role="alert" className="k-error">
            {problemWords(t, failure)}
          </p>
        ) : null}
        <ul className="c-dup">
          {items.map((item) => (
            <li key={item.id}>
              <Link to="/cases/$caseId" params={{ caseId: item.id }} target="_blank">
                {item.headline}
              </Link>
              <p className="k-hint">
                {item.number} · {item.state}
                {item.distanceM === null ? '' : ` · ${t('file.distance', { n: item.distanceM })}`} ·{' '}
                <TimeText at={item.filedAt} />
                {item.joined > 0 ? ` · ${t('case.joined', { n: item.joined })}` : ''}
              </p>
              <button
                type="button"
                className="k-button"
                disabled={joined.has(item.id)}
                onClick={() => void join(item)}
              >
                {t('file.join')}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
