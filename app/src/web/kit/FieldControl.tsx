// One control per field type of the contract, in plain HTML.

import { useState } from 'react';
import type { Field, LimitValue, Lng } from './api-types.ts';
import { CheckOptions } from './CheckOptions.tsx';
import { fromInputDateTime, toInputDateTime } from './dates.ts';
import type { FieldValue } from './form-values.ts';
import { useI18n } from './i18n.tsx';
import { Lookup } from './Lookup.tsx';
import { findFor } from './lookups.ts';
import { PhotoField } from './PhotoField.tsx';
import { PointField } from './PointField.tsx';

export type ControlProps = {
  id: string;
  field: Field;
  value: FieldValue;
  onChange(value: FieldValue): void;
  onBusy(busy: boolean): void;
  invalid: boolean;
  describedBy: string | undefined;
};

const LIMIT_UNITS = ['work-hour', 'work-day', 'clock-hour', 'calendar-day'];

/** Types that are a group of controls: their label is a legend. */
export function isGroup(field: Field): boolean {
  return (
    field.type === 'choices' ||
    field.type === 'units' ||
    field.type === 'rating' ||
    field.type === 'photos' ||
    field.type === 'point' ||
    (field.type === 'choice' && (field.options?.length ?? 0) <= 6) ||
    field.type === 'boolean'
  );
}

export function FieldControl(props: ControlProps) {
  const { field } = props;
  switch (field.type) {
    case 'textarea':
      return <TextArea {...props} />;
    case 'choice':
      return isGroup(field) ? <Radios {...props} options={field.options ?? []} /> : <Select {...props} />;
    case 'choices':
      return <Checks {...props} />;
    case 'boolean':
      return <YesNo {...props} />;
    case 'photos':
      return (
        <PhotoField
          id={props.id}
          value={Array.isArray(props.value) ? props.value : []}
          onChange={props.onChange}
          onBusy={props.onBusy}
          max={field.max ?? 9}
          describedBy={props.describedBy}
        />
      );
    case 'point':
      return (
        <PointField
          id={props.id}
          value={props.value as Lng | undefined}
          onChange={(point) => props.onChange(point ? { lng: point.lng, lat: point.lat } : undefined)}
          describedBy={props.describedBy}
        />
      );
    case 'units':
      return <PickSeveral {...props} />;
    case 'unit':
    case 'post':
    case 'category':
    case 'listItem':
    case 'case':
    case 'area':
    case 'person':
      return <PickOne {...props} />;
    case 'datetime':
      return (
        <input
          {...inputProps(props)}
          type="datetime-local"
          value={typeof props.value === 'number' ? toInputDateTime(props.value) : ''}
          min={field.min === undefined ? undefined : toInputDateTime(field.min)}
          max={field.max === undefined ? undefined : toInputDateTime(field.max)}
          onChange={(event) => props.onChange(fromInputDateTime(event.target.value))}
        />
      );
    case 'date':
      return (
        <input
          {...inputProps(props)}
          type="date"
          value={typeof props.value === 'string' ? props.value : ''}
          onChange={(event) => props.onChange(event.target.value || undefined)}
        />
      );
    case 'integer':
      return (
        <input
          {...inputProps(props)}
          type="number"
          inputMode="numeric"
          min={field.min}
          max={field.max}
          value={typeof props.value === 'number' ? props.value : ''}
          onChange={(event) =>
            props.onChange(event.target.value === '' ? undefined : Number(event.target.value))
          }
        />
      );
    case 'limit':
      return <LimitInput {...props} />;
    case 'rating':
      return <Rating {...props} />;
    default:
      return (
        <input
          {...inputProps(props)}
          type="text"
          maxLength={field.max}
          value={typeof props.value === 'string' ? props.value : ''}
          onChange={(event) => props.onChange(event.target.value)}
        />
      );
  }
}

function inputProps(props: ControlProps) {
  return {
    id: props.id,
    className: 'k-input',
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    'aria-required': props.field.required || undefined,
  };
}

function TextArea(props: ControlProps) {
  const { t } = useI18n();
  const text = typeof props.value === 'string' ? props.value : '';
  const max = props.field.max;
  const n = [...text].length;
  return (
    <>
      <textarea
        {...inputProps(props)}
        rows={3}
        value={text}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {max !== undefined && n > max * 0.7 ? (
        <span className="k-count">{t('kit.form.count', { n, max })}</span>
      ) : null}
    </>
  );
}

function Radios(
  props: ControlProps & { options: readonly { value: string; label: string; hint?: string }[] },
) {
  return (
    <div className="k-choices">
      {props.options.map((option) => (
        <label key={option.value} className="k-choice">
          <input
            type="radio"
            name={props.id}
            value={option.value}
            checked={props.value === option.value}
            onChange={() => props.onChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint ? <span className="k-hint">{option.hint}</span> : null}
          </span>
        </label>
      ))}
    </div>
  );
}

function Select(props: ControlProps) {
  const { t } = useI18n();
  return (
    <select
      {...inputProps(props)}
      value={typeof props.value === 'string' ? props.value : ''}
      onChange={(event) => props.onChange(event.target.value || undefined)}
    >
      <option value="">{t('kit.form.choose')}</option>
      {props.field.options?.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function Checks(props: ControlProps) {
  const chosen = Array.isArray(props.value) ? props.value : [];
  return (
    <div className="k-choices">
      <CheckOptions options={props.field.options ?? []} chosen={chosen} onChange={props.onChange} />
    </div>
  );
}

function YesNo(props: ControlProps) {
  const { t } = useI18n();
  return (
    <div className="k-choices k-choices-row">
      {[true, false].map((answer) => (
        <label key={String(answer)} className="k-choice">
          <input
            type="radio"
            name={props.id}
            checked={props.value === answer}
            onChange={() => props.onChange(answer)}
          />
          <span>{t(answer ? 'kit.yes' : 'kit.no')}</span>
        </label>
      ))}
    </div>
  );
}

function PickOne(props: ControlProps) {
  const { field } = props;
  const [label, setLabel] = useState(
    () => field.options?.find((option) => option.value === props.value)?.label,
  );
  return (
    <Lookup
      id={props.id}
      value={typeof props.value === 'string' ? props.value : undefined}
      {...(label === undefined ? {} : { valueLabel: label })}
      invalid={props.invalid}
      describedBy={props.describedBy}
      find={findFor(field.type, field.options)}
      onChange={(value, option) => {
        setLabel(option?.label);
        props.onChange(value);
      }}
    />
  );
}

/** Several of what a lookup finds: each chosen one stands above the box, with a button that takes it out again. */
function PickSeveral(props: ControlProps) {
  const { t } = useI18n();
  const { field } = props;
  const chosen = Array.isArray(props.value) ? props.value : [];
  const [labels, setLabels] = useState<ReadonlyMap<string, string>>(
    () => new Map(field.options?.map((option) => [option.value, option.label])),
  );
  // A fresh box after each choice.
  const [turn, setTurn] = useState(0);
  return (
    <>
      {chosen.length > 0 ? (
        <ul className="k-picked">
          {chosen.map((value) => (
            <li key={value}>
              <span>{labels.get(value) ?? value}</span>
              <button
                type="button"
                className="k-button k-button-quiet"
                aria-label={t('kit.form.remove', { name: labels.get(value) ?? value })}
                onClick={() => props.onChange(chosen.filter((one) => one !== value))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Lookup
        key={turn}
        id={props.id}
        value={undefined}
        label={field.label}
        invalid={props.invalid}
        describedBy={props.describedBy}
        find={findFor('unit', field.options)}
        onChange={(value, option) => {
          if (value === undefined || !option) return;
          setLabels(new Map([...labels, [value, option.label]]));
          if (!chosen.includes(value)) props.onChange([...chosen, value]);
          setTurn(turn + 1);
        }}
      />
    </>
  );
}

function LimitInput(props: ControlProps) {
  const { t } = useI18n();
  const limit = (props.value as LimitValue | undefined) ?? { n: Number.NaN, unit: 'work-day' };
  return (
    <div className="k-row">
      <input
        {...inputProps(props)}
        className="k-input k-input-short"
        type="number"
        inputMode="numeric"
        min={props.field.min ?? 1}
        max={props.field.max}
        value={Number.isNaN(limit.n) ? '' : limit.n}
        onChange={(event) =>
          props.onChange(event.target.value === '' ? undefined : { ...limit, n: Number(event.target.value) })
        }
      />
      <select
        className="k-input k-input-short"
        aria-label={props.field.label}
        value={limit.unit}
        onChange={(event) =>
          props.onChange({ n: Number.isNaN(limit.n) ? 1 : limit.n, unit: event.target.value })
        }
      >
        {(props.field.options?.map((option) => option.value) ?? LIMIT_UNITS).map((unit) => (
          <option key={unit} value={unit}>
            {props.field.options?.find((option) => option.value === unit)?.label ?? t(`kit.unit.${unit}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Rating(props: ControlProps) {
  const { t } = useI18n();
  const chosen = typeof props.value === 'number' ? props.value : 0;
  return (
    <div className="k-rating">
      {[1, 2, 3, 4, 5].map((n) => (
        <label key={n} className={`k-star${n <= chosen ? ' k-star-on' : ''}`}>
          <input
            type="radio"
            name={props.id}
            className="k-visually-hidden"
            checked={chosen === n}
            onChange={() => props.onChange(n)}
          />
          <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
            <path d="M12 3l2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z" />
          </svg>
          <span className="k-visually-hidden">
            {t('kit.form.star', { n })} {t(`kit.form.rating.${n}`)}
          </span>
        </label>
      ))}
      <span className="k-hint">{chosen ? t(`kit.form.rating.${chosen}`) : ''}</span>
    </div>
  );
}
