import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';

const TWO_WEEKS = 14;

/** What, by whom, within how many days. */
export function ImproveForm({
  emergencyId,
  what: given,
  onDone,
}: {
  emergencyId: string;
  what: string;
  onDone(): void;
}) {
  const { t } = useI18n();
  const [commandId] = useState(newCommandId);
  const [what, setWhat] = useState(given);
  const [unitId, setUnit] = useState('');
  const [days, setDays] = useState(TWO_WEEKS);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { commandId, what, unitId, days };
      await post(`/emergencies/${emergencyId}/review/improvements`, body, { retries: 2 });
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="d-line-form">
      <Labelled id={`improve-what-${given}`} label={t('drills.improve.what')}>
        <input
          id={`improve-what-${given}`}
          className="k-input"
          maxLength={300}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
        />
      </Labelled>
      <Labelled id={`improve-unit-${given}`} label={t('drills.improve.who')}>
        <Lookup
          id={`improve-unit-${given}`}
          value={unitId || undefined}
          find={findUnits}
          onChange={(value) => setUnit(value ?? '')}
        />
      </Labelled>
      <Labelled id={`improve-days-${given}`} label={t('review.days')}>
        <input
          id={`improve-days-${given}`}
          className="k-input"
          type="number"
          min={1}
          max={365}
          value={days}
          onChange={(event) => setDays(Number(event.target.value) || TWO_WEEKS)}
        />
      </Labelled>
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || unitId === '' || what.trim().length < 4}
        onClick={() => void send()}
      >
        {t('review.give')}
      </button>
      <FormProblem failure={failure} />
    </div>
  );
}
