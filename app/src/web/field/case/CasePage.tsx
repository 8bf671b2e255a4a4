import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { CaseView } from '../../kit/api-types.ts';
import { ClockBar } from '../../kit/ClockBar.tsx';
import { now } from '../../kit/clock.ts';
import { nearDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { isFinal } from '../../sync/item.ts';
import { useCaseAddress } from '../addresses.ts';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { useCase, useLiveRefresh } from '../queries.ts';
import { Heading } from '../Shell.tsx';
import { ActionSheet } from './ActionSheet.tsx';
import { CasePhotos } from './CasePhotos.tsx';

export function CasePage() {
  const { caseId } = useCaseAddress();
  const found = useCase(caseId);
  useLiveRefresh();
  if (!found.data)
    return found.error ? (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Loading />
    );
  return <CaseScreen case_={found.data} />;
}

function CaseScreen({ case_ }: { case_: CaseView }) {
  const { t } = useI18n();
  const { do: wanted } = useCaseAddress();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { all } = useOutbox();
  // What the server has not heard of can't show in the case.
  const waiting = all.filter((item) => item.caseId === case_.id && !isFinal(item)).length;
  const action = case_.actions.find((one) => one.name === wanted);
  const primary = case_.actions.find((one) => one.tone === 'primary');
  const others = case_.actions.filter((one) => one !== primary && one.name !== 'join');
  const running = case_.clocks.filter((clock) => clock.state === 'running' || clock.state === 'paused');
  const go = (name: string | undefined) =>
    void navigate({
      to: '/cases/$caseId',
      params: { caseId: case_.id },
      search: { do: name },
      replace: name === undefined,
    });
  return (
    <div className="f-page">
      <Link to="/" className="k-button f-back">
        {t('field.case.back')}
      </Link>
      <div>
        <Heading>{case_.headline}</Heading>
        <p className="f-row-facts">
          <StateMark shape={case_.state.shape} label={case_.state.label} />
          <span className="k-number">{case_.number}</span>
        </p>
      </div>
      {waiting > 0 ? (
        <p>
          <Link to="/unsent" className="k-button">
            {t('field.case.waiting', { n: waiting })}
          </Link>
        </p>
      ) : null}
      {running.map((clock) => (
        <ClockBar key={`${clock.name}-${clock.startedAt}`} clock={clock} />
      ))}
      {case_.holder ? <p>{t('field.case.holder', { unit: case_.holder.unitName })}</p> : null}
      <section className="f-group" aria-labelledby="case-what">
        <h2 id="case-what">{t('field.case.what')}</h2>
        <p className="f-words">{case_.text}</p>
        <CasePhotos
          photos={case_.photos.map((one) => ({ fileId: one.fileId, caption: t(`kit.photo.${one.stage}`) }))}
          size={96}
        />
      </section>
      <section className="f-group" aria-labelledby="case-where">
        <h2 id="case-where">{t('field.case.where')}</h2>
        <p>{[...case_.place.areaPathNames.slice(1), case_.place.address].filter(Boolean).join(' ')}</p>
        {case_.place.point ? (
          <Link
            to="/map"
            search={{ at: `${case_.place.point.lng.toFixed(6)},${case_.place.point.lat.toFixed(6)}` }}
            className="k-button"
          >
            {t('field.case.onMap')}
          </Link>
        ) : null}
      </section>
      <section className="f-group" aria-labelledby="case-line">
        <h2 id="case-line">{t('field.case.timeline')}</h2>
        <ol className="f-timeline">
          {[...case_.timeline].reverse().map((step) => (
            <li key={`${step.version}-${step.name}`}>
              <p>
                <strong>{step.label}</strong> {[step.actor.unit, step.actor.label].filter(Boolean).join(' ')}
              </p>
              <p className="k-hint">{nearDate(t, step.at, now())}</p>
              {step.words.map((words) => (
                <p key={words} className="f-words">
                  {words}
                </p>
              ))}
              <CasePhotos photos={step.photos.map((fileId) => ({ fileId }))} size={64} />
            </li>
          ))}
        </ol>
      </section>
      {case_.routing && case_.routing.words.length > 0 ? (
        <details className="f-why">
          <summary>{t('field.case.why')}</summary>
          {case_.routing.words.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </details>
      ) : null}
      {others.length > 0 ? (
        <section className="f-group" aria-labelledby="case-more">
          <h2 id="case-more">{t('field.case.more')}</h2>
          <div className="f-buttons">
            {others.map((one) => (
              <button
                key={one.name}
                type="button"
                className={`k-button${one.tone === 'danger' ? ' k-button-danger' : ''}`}
                onClick={() => go(one.name)}
              >
                {one.label}
              </button>
            ))}
          </div>
        </section>
      ) : null}
      {primary ? (
        <div className="f-thumb">
          <button
            type="button"
            className="k-button k-button-primary k-button-wide f-big"
            onClick={() => go(primary.name)}
          >
            {primary.label}
          </button>
        </div>
      ) : (
        <p className="k-hint">{t('field.case.noAction')}</p>
      )}
      {action ? (
        <ActionSheet
          key={`${action.name}-${case_.version}`}
          case_={case_}
          action={action}
          onClose={() => go(undefined)}
          onDone={() => {
            go(undefined);
            void queries.invalidateQueries({ queryKey: ['case', case_.id] });
            void queries.invalidateQueries({ queryKey: ['work'] });
          }}
        />
      ) : null}
    </div>
  );
}
