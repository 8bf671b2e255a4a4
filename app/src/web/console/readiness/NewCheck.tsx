import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { readinessOccasions } from '../../../kernel/emergency.ts';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { useScope } from '../shell/scope.tsx';

const ASKED = ['command', 'dispatch', 'intake', 'report', 'handle', 'verify'] as const;
const TWO_HOURS = 2 * 3_600_000;

/** Who is asked, on what occasion, until when. People are not asked without an occasion. */
export function NewCheck() {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mine = me.posts.find((one) =>
    one.duties.some((duty) => ['command', 'dispatch', 'intake'].includes(duty)),
  )?.area;
  const [open, setOpen] = useState(false);
  const [commandId] = useState(newCommandId);
  const [place, setPlace] = useState(mine ? { id: mine.id, name: mine.name } : undefined);
  const [occasion, setOccasion] = useState<string>('season');
  const [why, setWhy] = useState('');
  const [duties, setDuties] = useState<string[]>(['command', 'report']);
  const [until, setUntil] = useState(() => now() + TWO_HOURS);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { commandId, areaId: place?.id, occasion, why, duties, until };
      await post('/readiness/checks', body, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['readiness'] });
      void navigate({ to: '/readiness/$checkId', params: { checkId: commandId } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  if (!open)
    return (
      <button type="button" className="k-button k-button-primary d-start" onClick={() => setOpen(true)}>
        {t('readiness.new')}
      </button>
    );
  return (
    <fieldset className="e-form">
      <legend>{t('readiness.new')}</legend>
      <p className="k-hint">{t('readiness.newHint')}</p>
      <Labelled id="readiness-area" label={t('readiness.area')}>
        <Lookup
          id="readiness-area"
          value={place?.id}
          {...(place ? { valueLabel: place.name } : {})}
          find={findAreas}
          onChange={(value, option) =>
            setPlace(value && option ? { id: value, name: option.label } : undefined)
          }
        />
      </Labelled>
      <Labelled id="readiness-occasion" label={t('readiness.occasion')}>
        <select
          id="readiness-occasion"
          className="k-input"
          value={occasion}
          onChange={(event) => setOccasion(event.target.value)}
        >
          {readinessOccasions.map((one) => (
            <option key={one} value={one}>
              {t(`readiness.occasion.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="readiness-why" label={t(`readiness.why.${occasion}`)}>
        <input
          id="readiness-why"
          className="k-input"
          maxLength={120}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </Labelled>
      <fieldset className="d-item">
        <legend>{t('readiness.asked')}</legend>
        <div className="k-row">
          {ASKED.map((duty) => (
            <label key={duty} className="d-option">
              <input
                type="checkbox"
                checked={duties.includes(duty)}
                onChange={() =>
                  setDuties(duties.includes(duty) ? duties.filter((one) => one !== duty) : [...duties, duty])
                }
              />
              {t(`readiness.duty.${duty}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <Labelled id="readiness-until" label={t('readiness.until')}>
        <input
          id="readiness-until"
          className="k-input"
          type="datetime-local"
          value={toInputDateTime(until)}
          onChange={(event) => setUntil(fromInputDateTime(event.target.value) ?? until)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || !place || why.trim().length < 2 || duties.length === 0}
          onClick={() => void send()}
        >
          {t('readiness.send')}
        </button>
        <button type="button" className="k-button" onClick={() => setOpen(false)}>
          {t('drills.back')}
        </button>
      </div>
    </fieldset>
  );
}
