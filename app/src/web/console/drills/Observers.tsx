import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { ChecklistForm } from './ChecklistForm.tsx';
import type { DrillView } from './queries.ts';

/** What observers saw; each thing found is given to a unit by a command of the drill. */
export function Observers({ view, onChanged }: { view: DrillView; onChanged(): void }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const [id, setId] = useState(newCommandId);
  const now = ['drill-running', 'drill-reviewing'].includes(view.state.code);
  if (view.startedAt === null) return null;
  async function send(answers: Record<string, string | number>): Promise<void> {
    await post(
      `/drills/${view.id}/observations`,
      { id, version: view.checklist.version, answers },
      { retries: 2 },
    );
    setId(newCommandId());
    setOpen(false);
    onChanged();
  }
  return (
    <section className="d-sec" aria-labelledby="drill-observers">
      <h2 id="drill-observers" className="c-heading">
        {t('drills.observers')}
      </h2>
      {view.observations.length === 0 ? <p className="k-hint">{t('drills.noObservations')}</p> : null}
      {view.observations.map((one) => (
        <article key={one.id} className="c-card c-card-pad">
          <p>
            {one.postTitle} <TimeText at={one.at} as="near" /> ·{' '}
            {t('drills.observed', { good: one.good, found: one.findings.length })}
          </p>
          {one.findings.length > 0 ? (
            <ul className="d-plain">
              {one.findings.map((found) => (
                <li key={found.item} className="d-late">
                  {found.text}
                </li>
              ))}
            </ul>
          ) : null}
          {one.remark ? <p className="k-hint">{one.remark}</p> : null}
          {now && view.may.plan && one.findings.length > 0 ? (
            <Link to="/drills/$drillId" params={{ drillId: view.id }} search={{ action: 'finding-drill' }}>
              {t('drills.toImprovement')}
            </Link>
          ) : null}
        </article>
      ))}
      {open ? (
        <ChecklistForm
          checklist={view.checklist}
          sendLabel={t('drills.observe.send')}
          onSend={send}
          onClose={() => setOpen(false)}
        />
      ) : now && view.may.observe ? (
        <button type="button" className="k-button d-gap" onClick={() => setOpen(true)}>
          {t('drills.observe')}
        </button>
      ) : null}
    </section>
  );
}
