import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { type Duplicate, findDuplicates } from '../../capture/duplicates.ts';
import { FindPlace } from '../../capture/FindPlace.tsx';
import type { PickedPlace } from '../../capture/place.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { Steps } from '../Shell.tsx';
import type { StepProps } from './StepWhat.tsx';

export function StepWhere({
  draft,
  change,
  sending,
  failure,
  onJoin,
}: StepProps & { onJoin(caseId: string, headline: string): void }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const id = useId();
  const [problem, setProblem] = useState<string>();
  const place = draft.place;
  function choose(found: PickedPlace): void {
    if (!found.inside) {
      setProblem(t('portal.where.outside'));
      return;
    }
    setProblem(undefined);
    change({ place: found });
  }
  return (
    <div className="p-form">
      {place ? (
        <section className="p-block p-chosen" aria-live="polite">
          <p className="p-chosen-address">
            {place.source === 'earlier'
              ? t('portal.where.earlier', { address: place.address })
              : place.address || (place.areaId ? t('portal.where.byCode') : t('capture.place.noAddress'))}
          </p>
          {place.areas.length > 1 ? <p>{place.areas.slice(1).join(' ')}</p> : null}
          {place.converted ? <p className="k-hint">{t('capture.gps.converted')}</p> : null}
          <button type="button" className="k-button" onClick={() => change({ place: null })}>
            {t('portal.where.other')}
          </button>
        </section>
      ) : (
        <FindPlace onFound={choose} />
      )}
      {problem && !place ? (
        <p className="k-error" role="alert">
          {problem}
        </p>
      ) : null}
      {place ? (
        <section className="p-block">
          <label className="p-label" htmlFor={`${id}-detail`}>
            {t('portal.where.detail')} <span className="k-optional">{t('kit.optional')}</span>
          </label>
          <input
            id={`${id}-detail`}
            className="k-input"
            maxLength={80}
            value={draft.detail}
            placeholder={t('portal.where.detailExample')}
            onChange={(event) => change({ detail: event.target.value })}
          />
        </section>
      ) : null}
      {place?.point ? (
        <SameThing
          query={{
            point: place.point,
            category: draft.category === 'unsure' || draft.category === '' ? undefined : draft.category,
            text: draft.text.trim(),
          }}
          sending={sending}
          onJoin={onJoin}
        />
      ) : null}
      {failure ? (
        <p className="k-form-problem" role="alert">
          {failure}
        </p>
      ) : null}
      <Steps>
        <button
          type="button"
          className="k-button"
          onClick={() => void navigate({ to: '/report', search: {} })}
        >
          {t('portal.back')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary"
          onClick={() => {
            if (place) void navigate({ to: '/report', search: { step: 'who' } });
            else setProblem(t('portal.where.missing'));
          }}
        >
          {t('portal.report.where.next')}
        </button>
      </Steps>
    </div>
  );
}

function SameThing({
  query,
  sending,
  onJoin,
}: {
  query: Parameters<typeof findDuplicates>[0];
  sending: boolean;
  onJoin(caseId: string, headline: string): void;
}) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['duplicates', query],
    queryFn: ({ signal }) => findDuplicates(query, signal),
  });
  if (!found.data || found.data.length === 0) return null;
  return (
    <section className="p-block p-same" aria-live="polite">
      <h2>{t('portal.same.title')}</h2>
      <p>{t('portal.same.line')}</p>
      <ul className="p-cards">
        {found.data.slice(0, 3).map((one) => (
          <SameCard key={one.id} one={one} sending={sending} onJoin={onJoin} />
        ))}
      </ul>
      <p>{t('portal.same.other')}</p>
    </section>
  );
}

export function SameCard({
  one,
  sending,
  onJoin,
}: {
  one: Pick<Duplicate, 'id' | 'number' | 'headline' | 'state' | 'joined'> &
    Partial<Pick<Duplicate, 'distanceM' | 'filedAt'>> & { areaName?: string };
  sending: boolean;
  onJoin(caseId: string, headline: string): void;
}) {
  const { t } = useI18n();
  return (
    <li className="p-card">
      <p className="p-card-title">{one.headline}</p>
      {one.areaName ? <p>{one.areaName}</p> : null}
      <p>
        {one.state}
        {one.distanceM === undefined ? null : (
          <> · {one.distanceM < 15 ? t('capture.here') : t('capture.metres', { n: one.distanceM })}</>
        )}
        {one.filedAt === undefined ? null : (
          <>
            {' '}
            · <TimeText at={one.filedAt} />
          </>
        )}
      </p>
      <p>{t('portal.same.joined', { n: Math.max(1, one.joined) })}</p>
      <button
        type="button"
        className="k-button"
        disabled={sending}
        onClick={() => onJoin(one.id, one.headline)}
      >
        {t('portal.same.join')}
        <span className="k-visually-hidden">{one.number}</span>
      </button>
    </li>
  );
}
