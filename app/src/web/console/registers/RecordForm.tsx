// A new record, or changes to one. Masked values stay as they are unless something is written over them.
import { useState } from 'react';
import { call, post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import type { FullRecord, Register, Value } from './register-queries.ts';
import { sentValue, ValueControl } from './ValueControl.tsx';

export function RecordForm({
  register,
  record,
  onDone,
}: {
  register: Register;
  record?: FullRecord;
  onDone(record: FullRecord | undefined): void | Promise<void>;
}) {
  const { t } = useI18n();
  const [ids, setIds] = useState(() => ({ id: record?.id ?? newCommandId(), commandId: newCommandId() }));
  const [areaId, setAreaId] = useState(record?.area.id);
  const [values, setValues] = useState<Record<string, Value>>({});
  const [consent, setConsent] = useState({ givenBy: 'self', onDay: toInputDate(now()) });
  const [agreed, setAgreed] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const purposes = [...new Set(register.fields.flatMap((field) => field.personal?.purpose ?? []))];
  async function save(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    const sent = Object.fromEntries(
      register.fields
        .filter((field) => Object.hasOwn(values, field.code))
        .map((field) => [field.code, sentValue(field, values[field.code] ?? null)]),
    );
    const withConsent =
      register.consent && !record && agreed
        ? { consent: { ...consent, edition: register.consent.edition } }
        : {};
    const path = `/registers/${register.code}/records`;
    try {
      const done = record
        ? await call<FullRecord>('PATCH', `${path}/${record.id}`, {
            body: {
              commandId: ids.commandId,
              baseVersion: record.version,
              values: sent,
              ...(areaId === record.area.id ? {} : { areaId }),
            },
            retries: 3,
          })
        : await post<FullRecord>(path, { ...ids, areaId, values: sent, ...withConsent }, { retries: 3 });
      await onDone(done);
    } catch (error) {
      setIds({ ...ids, commandId: newCommandId() });
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="c-card c-card-pad k-form r-form"
      aria-label={record ? t('reg.edit') : t('reg.new')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {purposes.map((purpose) => (
        <p key={purpose} className="k-hint r-wide">
          {t('reg.purpose', { purpose })}
        </p>
      ))}
      <Labelled id="reg-area" label={`${t('reg.area')} *`}>
        <Lookup
          id="reg-area"
          value={areaId}
          valueLabel={record?.area.name ?? ''}
          find={findAreas}
          onChange={setAreaId}
        />
      </Labelled>
      {register.fields.map((field) => {
        const masked = record && field.personal && record.values[field.code] !== null;
        const kept = masked ? null : (record?.values[field.code] ?? null);
        const value = Object.hasOwn(values, field.code) ? (values[field.code] ?? null) : kept;
        if (field.fixed && kept !== null)
          return (
            <div key={field.code} className="k-field">
              <span className="k-label">{field.label}</span>
              <p>{record?.shown[field.code]}</p>
              <p className="k-hint">{t('reg.fixed')}</p>
            </div>
          );
        return (
          <div key={field.code}>
            <ValueControl
              field={field}
              value={value}
              shown={record?.shown[field.code]}
              onChange={(next) => setValues({ ...values, [field.code]: next })}
            />
            {masked && !Object.hasOwn(values, field.code) ? (
              <p className="k-hint">{t('reg.maskedKept', { value: record.shown[field.code] ?? '' })}</p>
            ) : null}
          </div>
        );
      })}
      {register.consent && !record ? (
        <fieldset className="k-field r-consent">
          <legend className="k-label">{t('reg.consent', { edition: register.consent.edition })}</legend>
          <p>{register.consent.notice}</p>
          <label className="k-choice">
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} />
            {t('reg.agreed')}
          </label>
          <Labelled id="reg-by" label={t('reg.givenBy')}>
            <select
              id="reg-by"
              className="k-input"
              value={consent.givenBy}
              onChange={(event) => setConsent({ ...consent, givenBy: event.target.value })}
            >
              <option value="self">{t('reg.givenBy.self')}</option>
              <option value="guardian">{t('reg.givenBy.guardian')}</option>
            </select>
          </Labelled>
          <Labelled id="reg-on" label={t('reg.consentOn')}>
            <input
              id="reg-on"
              type="date"
              className="k-input"
              value={consent.onDay}
              onChange={(event) => setConsent({ ...consent, onDay: event.target.value })}
            />
          </Labelled>
        </fieldset>
      ) : null}
      <div className="r-form-end">
        <FormProblem failure={failure} />
        <button type="submit" className="k-button k-button-primary" disabled={busy || areaId === undefined}>
          {t('reg.save')}
        </button>
        <button type="button" className="k-button" onClick={() => void onDone(undefined)}>
          {t('reg.cancel')}
        </button>
      </div>
    </form>
  );
}
