// Warnings: what is in force first, what came for elsewhere, what is over; a document handed in, or written off by hand.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { ColourMark } from './ColourMark.tsx';
import { HandIn } from './HandIn.tsx';
import { titleOf, useRefused, useWarnings, type WarningSummary, type Which } from './queries.ts';
import { Sources } from './Sources.tsx';
import { TypeWarning } from './TypeWarning.tsx';

const SIDES: readonly Which[] = ['in-force', 'elsewhere', 'past'];

export function WarningsPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const [which, setWhich] = useState<Which>('in-force');
  const found = useWarnings(which);
  const items = found.data?.items ?? [];
  const brings = ['intake', 'dispatch', 'command'].some((duty) => holdsDuty(me, duty));
  return (
    <div className="c-page">
      <h1 className="c-title">{t('warning.title')}</h1>
      <p className="k-hint">{t('warning.hint')}</p>
      <nav className="k-row e-tabs" aria-label={t('warning.sides')}>
        {SIDES.map((side) => (
          <button
            key={side}
            type="button"
            className={`k-button ${side === which ? 'k-button-primary' : ''}`}
            aria-current={side === which ? 'page' : undefined}
            onClick={() => setWhich(side)}
          >
            {t(`warning.side.${side}`)}
          </button>
        ))}
      </nav>
      <Unread found={found} />
      {found.data && items.length === 0 ? <p className="k-hint">{t(`warning.none.${which}`)}</p> : null}
      {items.map((one) => (
        <Row key={one.id} warning={one} />
      ))}
      {brings ? (
        <>
          <HandIn />
          <TypeWarning />
          <RefusedList />
        </>
      ) : null}
      <Sources />
    </div>
  );
}

function Row({ warning }: { warning: WarningSummary }) {
  const { t } = useI18n();
  const { id, issuer, documentNumber, state, exercise } = warning;
  return (
    <article className="c-card c-card-pad c-stack">
      <div className="k-row">
        <ColourMark colour={warning.colour} label={warning.colourLabel} />
        <strong>
          <Link to="/warnings/$warningId" params={{ warningId: id }}>
            {titleOf(t, warning)}
          </Link>
        </strong>
        <span>{state.label}</span>
        {exercise ? <span>{t('warning.exercise')}</span> : null}
      </div>
      <div>
        {issuer} {documentNumber ?? ''} · <TimeText at={warning.sentAt} as="near" />{' '}
        <span className="k-hint">
          {t('warning.until')} <TimeText at={warning.expiresAt} as="near" />
        </span>
      </div>
      <div className="k-hint">
        {warning.areas.length > 0
          ? warning.areas.map((area) => area.name).join('、')
          : t('warning.noArea', { words: warning.areaWords })}
      </div>
    </article>
  );
}

/** What was not taken, with the reasons: nobody who sent something is left without an answer. */
function RefusedList() {
  const { t } = useI18n();
  const found = useRefused(true);
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <details className="c-card c-card-pad">
      <summary>{t('warning.refused', { n: items.length })}</summary>
      {items.map((one) => (
        <div key={one.id} className="c-stack">
          <p>
            {one.source} · <TimeText at={one.at} as="near" />
          </p>
          <ul>
            {one.faults.map((fault) => (
              <li key={`${fault.code}${fault.at}`} className="w-text">
                {fault.text}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}
