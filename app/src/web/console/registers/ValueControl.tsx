// One field of a record as a control: the type decides which.

import { get } from '../../kit/api.ts';
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import type { RecordLine, RegisterField, Value } from './register-queries.ts';

type Props = { field: RegisterField; value: Value; shown?: string | undefined; onChange(next: Value): void };

export function ValueControl({ field, value, shown, onChange }: Props) {
  const { t } = useI18n();
  const id = `reg-${field.code}`;
  const label = field.label + (field.required ? ' *' : '') + (field.unit ? ` (${field.unit})` : '');
  const hint =
    field.hint ?? (field.personal ? t('reg.purpose', { purpose: field.personal.purpose }) : undefined);
  const text = value === null ? '' : String(value);
  const empty = (next: string): Value => (next === '' ? null : next);
  if (field.type === 'choices')
    return (
      <fieldset className="k-field r-choices">
        <legend className="k-label">{label}</legend>
        <CheckOptions
          options={(field.options ?? []).map(({ code, label: words }) => ({ value: code, label: words }))}
          chosen={Array.isArray(value) ? value : []}
          onChange={onChange}
        />
      </fieldset>
    );
  return (
    <Labelled id={id} label={label} {...(hint ? { hint } : {})}>
      {field.type === 'choice' || field.type === 'boolean' ? (
        <select
          id={id}
          className="k-input"
          value={text}
          onChange={(event) =>
            onChange(
              field.type === 'boolean' && event.target.value !== ''
                ? event.target.value === 'true'
                : empty(event.target.value),
            )
          }
        >
          <option value="">{t('reg.notSaid')}</option>
          {(
            field.options ?? [
              { code: 'true', label: t('reg.yes') },
              { code: 'false', label: t('reg.no') },
            ]
          ).map((option) => (
            <option key={option.code} value={option.code}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.type === 'reference' ? (
        <Lookup
          id={id}
          value={text === '' ? undefined : text}
          valueLabel={shown ?? ''}
          find={async (query, signal) => {
            const found = await get<{ items: RecordLine[] }>(
              `/registers/${field.to}/records`,
              { q: query, limit: 12 },
              signal,
            );
            return found.items.map((one) => ({
              value: one.id,
              label: [one.shown.compound, one.title].filter(Boolean).join(' '),
              hint: one.area.name,
            }));
          }}
          onChange={(next) => onChange(next ?? null)}
        />
      ) : (
        <input
          id={id}
          className="k-input"
          type={field.type === 'date' || field.type === 'birth-date' ? 'date' : 'text'}
          inputMode={field.type === 'integer' || field.type === 'number' ? 'decimal' : undefined}
          value={text}
          onChange={(event) => onChange(empty(event.target.value))}
        />
      )}
    </Labelled>
  );
}

/** Text of a number field as the number that it is; what is no number goes as it was typed, and the server says so. */
export function sentValue(field: RegisterField, value: Value): Value {
  if (
    (field.type === 'integer' || field.type === 'number') &&
    typeof value === 'string' &&
    value.trim() !== ''
  ) {
    const number = Number(value);
    return Number.isFinite(number) ? number : value;
  }
  return value;
}
