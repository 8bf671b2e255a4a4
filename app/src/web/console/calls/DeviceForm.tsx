// A device is registered with the person at the table: what they agree to is read out, what is not needed is left empty.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';

export type NewDevice = {
  id: string;
  label: string;
  way: 'page' | 'key' | 'phone';
  code: string | null;
  helperCode: string | null;
  hookSecret?: string | null;
};

const DAY_MS = 86_400_000;
/** Asked again each year. */
const CONSENT_DAYS = 365;
const TEXTS = [
  ['name', 40, true],
  ['home', 120, true],
  ['phone', 20, false],
  ['keyHolder', 60, false],
  ['keyPhone', 20, false],
  ['helper', 40, false],
  ['helperPhone', 20, false],
  ['family', 60, false],
  ['familyPhone', 20, false],
  ['mind', 200, false],
] as const;

export function DeviceForm({ onMade, onCancel }: { onMade(device: NewDevice): void; onCancel(): void }) {
  const { t } = useI18n();
  const [commandId] = useState(newCommandId);
  const [area, setArea] = useState({ id: '', name: '' });
  const [label, setLabel] = useState('');
  const [way, setWay] = useState('page');
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [by, setBy] = useState('person');
  const [until, setUntil] = useState(() => toInputDate(now() + CONSENT_DAYS * DAY_MS));
  const [testDays, setTestDays] = useState('30');
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const contact = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
      const body = {
        ...{ commandId, label, areaId: area.id, way, contact, consentBy: by, testDays: Number(testDays) },
        consentUntil: fromInputDateTime(`${until}T23:59`),
      };
      onMade(await post<NewDevice>('/call-devices', body, { retries: 2 }));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const whole =
    area.id !== '' &&
    label.trim().length >= 2 &&
    until !== '' &&
    /^\d{1,2}$/.test(testDays) &&
    TEXTS.every(([code, , needed]) => !needed || (texts[code] ?? '').trim() !== '');
  return (
    <fieldset className="e-form">
      <legend>{t('calls.addDevice')}</legend>
      <p>{t('calls.consentText')}</p>
      <Labelled id="device-area" label={t('calls.area')}>
        <Lookup
          id="device-area"
          value={area.id || undefined}
          valueLabel={area.name}
          find={findAreas}
          onChange={(id, option) => setArea({ id: id ?? '', name: option?.label ?? '' })}
        />
      </Labelled>
      <Labelled id="device-label" label={t('calls.label')} hint={t('calls.labelHint')}>
        <input
          id="device-label"
          className="k-input"
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
      </Labelled>
      <Labelled id="device-way" label={t('calls.way')}>
        <select
          id="device-way"
          className="k-input"
          value={way}
          onChange={(event) => setWay(event.target.value)}
        >
          {['page', 'key', 'phone'].map((code) => (
            <option key={code} value={code}>
              {t(`calls.way.${code}`)}
            </option>
          ))}
        </select>
      </Labelled>
      {TEXTS.map(([code, max, needed]) => (
        <Labelled
          key={code}
          id={`device-${code}`}
          label={`${t(`calls.contact.${code}`)}${needed ? '' : t('calls.optional')}`}
        >
          <input
            id={`device-${code}`}
            className="k-input"
            maxLength={max}
            inputMode={/phone/i.test(code) ? 'tel' : 'text'}
            autoComplete="off"
            value={texts[code] ?? ''}
            onChange={(event) => setTexts({ ...texts, [code]: event.target.value })}
          />
        </Labelled>
      ))}
      <Labelled id="device-by" label={t('calls.consentBy')}>
        <select id="device-by" className="k-input" value={by} onChange={(event) => setBy(event.target.value)}>
          {['person', 'guardian'].map((code) => (
            <option key={code} value={code}>
              {t(`calls.by.${code}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="device-until" label={t('calls.consentUntil')} hint={t('calls.consentUntilHint')}>
        <input
          id="device-until"
          type="date"
          className="k-input"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </Labelled>
      <Labelled id="device-tests" label={t('calls.testDays')}>
        <input
          id="device-tests"
          className="k-input"
          inputMode="numeric"
          value={testDays}
          onChange={(event) => setTestDays(event.target.value)}
        />
      </Labelled>
      <label className="k-inline">
        <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
        {t('calls.agreed')}
      </label>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || !agreed || !whole}
          onClick={() => void send()}
        >
          {t('calls.register')}
        </button>
        <button type="button" className="k-button" onClick={onCancel}>
          {t('reg.cancel')}
        </button>
      </div>
    </fieldset>
  );
}
