// 一起议: what is broken in public places, on a map and as a list; joining it is one tap.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { joinCase } from '../../capture/duplicates.ts';
import { get } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { keepReceipt, rememberCode } from '../report/receipt.ts';
import { SameCard } from '../report/StepWhere.tsx';
import { Heading } from '../Shell.tsx';
import type { PublicMap } from './public-map.ts';

const CaseMap = lazy(() =>
  import('../map/PublicCaseMap.tsx').then((module) => ({ default: module.PublicCaseMap })),
);

const PAGE = 20;

export function TogetherPage() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [category, setCategory] = useState('');
  const [shown, setShown] = useState(PAGE);
  const [map, setMap] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState('');
  const ids = useRef(new Map<string, string>());
  const found = useQuery({
    queryKey: ['public-map'],
    queryFn: ({ signal }) => get<PublicMap>('/public/map', undefined, signal),
  });
  async function join(caseId: string, headline: string): Promise<void> {
    if (sending) return;
    const commandId = ids.current.get(caseId) ?? newCommandId();
    ids.current.set(caseId, commandId);
    setSending(true);
    setFailure('');
    try {
      const joined = await joinCase(caseId, { commandId });
      const receipt = {
        code: joined.follow.code,
        number: joined.number,
        withPhone: false,
        joined: true,
        headline,
        at: now(),
      };
      keepReceipt(receipt);
      rememberCode(receipt);
      await navigate({ to: '/report/done' });
    } catch (error) {
      setFailure(problemWords(t, error));
    } finally {
      setSending(false);
    }
  }
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const points = found.data?.points ?? [];
  const categories = [...new Map(points.map((one) => [one.category.code, one.category.label]))];
  const listed = points
    .filter((one) => category === '' || one.category.code === category)
    .sort((a, b) => b.joined - a.joined || Number(b.late) - Number(a.late));
  return (
    <div className="p-page p-page-wide">
      <Heading>{t('portal.door.together')}</Heading>
      <p>{t('portal.together.line')}</p>
      <p className="p-notice p-block">{t('portal.together.later')}</p>
      {!found.data ? (
        <Loading />
      ) : (
        <>
          {map ? (
            <Suspense fallback={<Loading label={t('capture.find.mapLoading')} />}>
              <CaseMap data={found.data} />
              <p className="k-hint">{t('portal.together.cells', { k: found.data.k })}</p>
            </Suspense>
          ) : (
            <button type="button" className="k-button k-button-wide p-big" onClick={() => setMap(true)}>
              {t('portal.together.showMap')}
            </button>
          )}
          <section className="p-block">
            <h2>{t('portal.together.list', { n: listed.length, at: nearDate(t, found.data.at, now()) })}</h2>
            <p className="k-hint">
              {t('portal.together.homes', { n: found.data.cells.reduce((sum, cell) => sum + cell.count, 0) })}
            </p>
            {categories.length > 1 ? (
              <p>
                <label className="p-label" htmlFor="together-category">
                  {t('portal.together.filter')}
                </label>
                <select
                  id="together-category"
                  className="k-input"
                  value={category}
                  onChange={(event) => {
                    setCategory(event.target.value);
                    setShown(PAGE);
                  }}
                >
                  <option value="">{t('portal.together.all')}</option>
                  {categories.map(([code, label]) => (
                    <option key={code} value={code}>
                      {label}
                    </option>
                  ))}
                </select>
              </p>
            ) : null}
            {failure ? (
              <p className="k-form-problem" role="alert">
                {failure}
              </p>
            ) : null}
            {listed.length === 0 ? <p>{t('portal.together.none')}</p> : null}
            <ul className="p-cards p-cards-grid">
              {listed.slice(0, shown).map((one) => (
                <SameCard
                  key={one.id}
                  one={{ ...one, headline: one.category.label, state: one.state.label }}
                  sending={sending}
                  onJoin={(id, headline) => void join(id, headline)}
                />
              ))}
            </ul>
            {listed.length > shown ? (
              <button type="button" className="k-button" onClick={() => setShown(shown + PAGE)}>
                {t('kit.more')}
              </button>
            ) : null}
          </section>
        </>
      )}
    </div>
  );
}
