import { useState } from 'react';
import { musterGroups } from '../../../kernel/emergency.ts';
import { call } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import type { DrillView } from './queries.ts';

/** How many people of which unit: numbers, never names. */
export function SignUps({ view, onChanged }: { view: DrillView; onChanged(): void }) {
  const { t } = useI18n();
  const total = view.signUps.reduce((sum, one) => sum + one.headcount, 0);
  const open = ['drill-planned', 'drill-running'].includes(view.state.code);
  return (
    <section className="d-sec" aria-labelledby="drill-signups">
      <h2 id="drill-signups" className="c-heading">
        {t('drills.signUps', { n: total })}
      </h2>
      {view.signUps.length === 0 ? (
        <p className="k-hint">{t('drills.noSignUps')}</p>
      ) : (
        <ul className="d-plain">
          {view.signUps.map((one) => (
            <li key={`${one.unitId} ${one.group.code}`}>
              {one.unitName} · {one.group.label} {t('drills.muster.people', { n: one.headcount })}
            </li>
          ))}
        </ul>
      )}
      {open ? <SignUpForm view={view} onChanged={onChanged} /> : null}
    </section>
  );
}

function SignUpForm({ view, onChanged }: { view: DrillView; onChanged(): void }) {
  const { t } = useI18n();
  const [unitId, setUnit] = useState('');
  const [group, setGroup] = useState<string>('residents');
  const [headcount, setHeadcount] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setFailure(undefined);
    try {
      await call('PUT', `/drills/${view.id}/sign-up`, {
        body: { unitId, group, headcount: Number(headcount) },
      });
      setHeadcount('');
      onChanged();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <div className="d-line-form">
      <Labelled id="drill-unit" label={t('drills.signUp.unit')}>
        <Lookup
          id="drill-unit"
          value={unitId || undefined}
          find={findUnits}
          onChange={(value) => setUnit(value ?? '')}
        />
      </Labelled>
      <Labelled id="drill-group" label={t('drills.signUp.group')}>
        <select
          id="drill-group"
          className="k-input"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
        >
          {musterGroups.map((one) => (
            <option key={one} value={one}>
              {t(`drills.group.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="drill-headcount" label={t('drills.signUp.headcount')}>
        <input
          id="drill-headcount"
          className="k-input"
          type="number"
          min={0}
          value={headcount}
          onChange={(event) => setHeadcount(event.target.value)}
        />
      </Labelled>
      <button
        type="button"
        className="k-button"
        disabled={unitId === '' || headcount === ''}
        onClick={() => void send()}
      >
        {t('drills.signUp.send')}
      </button>
      <FormProblem failure={failure} />
    </div>
  );
}
