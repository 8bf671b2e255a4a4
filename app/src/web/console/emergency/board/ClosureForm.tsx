// What is closed along the line that was drawn, why, and until when.
import { useState } from 'react';
import { post } from '../../../kit/api.ts';
import { newCommandId, now } from '../../../kit/clock.ts';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { Labelled } from '../../../kit/Labelled.tsx';

const THINGS = ['road', 'underpass', 'bridge', 'building', 'ground'] as const;
const HOUR_MS = 3_600_000;

export function ClosureForm({
  emergencyId,
  line,
  onDone,
  onClose,
}: {
  emergencyId: string;
  line: [number, number][];
  onDone(): void;
  onClose(): void;
}) {
  const { t } = useI18n();
  const [id] = useState(newCommandId);
  const [what, setWhat] = useState<string>('road');
  const [address, setAddress] = useState('');
  const [text, setText] = useState('');
  const [hours, setHours] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(
        `/emergencies/${emergencyId}/closures`,
        {
          commandId: id,
          what,
          line: line.slice(0, 100),
          address: address.trim(),
          text: text.trim(),
          occurredAt: now(),
          ...(/^\d+$/.test(hours) ? { until: now() + Number(hours) * HOUR_MS } : {}),
        },
        { retries: 2 },
      );
      onDone();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('board.close')}</legend>
      <p className="k-hint">{t('board.drawn', { n: line.length })}</p>
      <Labelled id="closure-what" label={t('board.closeWhat')}>
        <select
          id="closure-what"
          className="k-input"
          value={what}
          onChange={(event) => setWhat(event.target.value)}
        >
          {THINGS.map((one) => (
            <option key={one} value={one}>
              {t(`board.thing.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="closure-address" label={t('board.closeName')}>
        <input
          id="closure-address"
          className="k-input"
          maxLength={120}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </Labelled>
      <Labelled id="closure-text" label={t('board.closeWhy')}>
        <input
          id="closure-text"
          className="k-input"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <Labelled id="closure-hours" label={t('board.closeHours')} hint={t('board.closeHoursHint')}>
        <input
          id="closure-hours"
          className="k-input"
          inputMode="numeric"
          maxLength={2}
          value={hours}
          onChange={(event) => setHours(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || address.trim().length < 2 || text.trim().length < 2}
          onClick={() => void send()}
        >
          {t('board.closeNow')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('kit.cancel')}
        </button>
      </div>
    </fieldset>
  );
}
