// The same change on many records: said first, then done.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { useToast } from '../../kit/Toast.tsx';
import type { Register, Value } from './register-queries.ts';
import { sentValue, ValueControl } from './ValueControl.tsx';

type Lines = { lines: readonly { outcome: string }[]; changed: number };

export function BulkPanel({
  register,
  ids,
  onClose,
  onDone,
}: {
  register: Register;
  ids: readonly string[];
  onClose(): void;
  onDone(): Promise<void>;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const [code, setCode] = useState('');
  const [value, setValue] = useState<Value>(null);
  const [commandId, setCommandId] = useState(newCommandId);
  const [preview, setPreview] = useState<Lines>();
  const [failure, setFailure] = useState<unknown>();
  const field = register.fields.find((one) => one.code === code);
  async function run(rehearsal: boolean): Promise<void> {
    if (!field) return;
    setFailure(undefined);
    try {
      const body = { commandId, ids, values: { [field.code]: sentValue(field, value) }, preview: rehearsal };
      const answer = await post<Lines>(`/registers/${register.code}/bulk`, body, { retries: 2 });
      if (rehearsal) {
        setPreview(answer);
        return;
      }
      toast(t('reg.bulkDone', { n: answer.changed }), { tone: 'good' });
      await onDone();
    } catch (error) {
      setCommandId(newCommandId());
      setFailure(error);
    }
  }
  const count = (outcome: string) => preview?.lines.filter((line) => line.outcome === outcome).length ?? 0;
  return (
    <section className="c-card c-card-pad k-form r-bulk" aria-label={t('reg.bulk', { n: ids.length })}>
      <strong>{t('reg.bulk', { n: ids.length })}</strong>
      <select
        className="k-input k-input-short"
        aria-label={t('reg.bulkField')}
        value={code}
        onChange={(event) => {
          setCode(event.target.value);
          setValue(null);
          setPreview(undefined);
        }}
      >
        <option value="">{t('reg.bulkField')}</option>
        {register.fields
          .filter(
            (one) => one.options || one.type === 'boolean' || one.type === 'date' || one.type === 'integer',
          )
          .map((one) => (
            <option key={one.code} value={one.code}>
              {one.label}
            </option>
          ))}
      </select>
      {field ? (
        <ValueControl
          field={{ ...field, required: false }}
          value={value}
          onChange={(next) => {
            setValue(next);
            setPreview(undefined);
          }}
        />
      ) : null}
      <FormProblem failure={failure} />
      {preview ? (
        <p role="status">
          {t('reg.bulkPreview', {
            change: count('change'),
            same: count('same'),
            other: preview.lines.length - count('change') - count('same'),
          })}
        </p>
      ) : null}
      <div className="r-actions">
        <button type="button" className="k-button" disabled={!field} onClick={() => void run(true)}>
          {t('reg.preview')}
        </button>
        {preview && count('change') > 0 ? (
          <button type="button" className="k-button k-button-primary" onClick={() => void run(false)}>
            {t('reg.bulkRun', { n: count('change') })}
          </button>
        ) : null}
        <button type="button" className="k-button" onClick={onClose}>
          {t('reg.cancel')}
        </button>
      </div>
    </section>
  );
}
