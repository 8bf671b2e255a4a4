// Draws any form that the server declares (`Field[]`), for all shells: plain accessible HTML. Errors of this side and of the server
// land on their fields; the first one gets the focus.
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { ApiProblem } from './api.ts';
import type { Field } from './api-types.ts';
import { FieldControl, isGroup } from './FieldControl.tsx';
import { type FieldErrors, type FormValues, formErrors, serverErrors, toForm } from './form-values.ts';
import { useI18n } from './i18n.tsx';
import { refusalLines } from './problem-words.ts';

export type FieldFormProps = {
  fields: readonly Field[];
  initial?: FormValues;
  submitLabel: string;
  tone?: 'primary' | 'normal' | 'danger';
  pending?: boolean;
  problem?: ApiProblem | undefined;
  onSubmit(form: Record<string, unknown>): void;
  onCancel?: () => void;
  onChange?: (values: FormValues) => void;
  /** Replaces the control of one field, say a map for a point. */
  renderControl?: (
    field: Field,
    value: FormValues[string],
    onChange: (value: FormValues[string]) => void,
  ) => ReactNode | undefined;
  children?: ReactNode;
};

function proposed(fields: readonly Field[]): FormValues {
  return Object.fromEntries(
    fields.flatMap((field) => (field.initial === undefined ? [] : [[field.name, field.initial]])),
  );
}

export function FieldForm(props: FieldFormProps) {
  const { fields, problem } = props;
  const { t } = useI18n();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<FormValues>(() => ({ ...proposed(fields), ...props.initial }));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [waiting, setWaiting] = useState(false);
  const fromServer = problem ? serverErrors(fields, problem.fields) : { byField: {}, rest: [] };

  const [sentence, ...others] = refusalLines(t, problem, fromServer.rest);

  function focusFirst(names: FieldErrors): void {
    const first = fields.find((field) => names[field.name]);
    if (first)
      form.current
        ?.querySelector<HTMLElement>(`[data-field="${first.name}"] :is(input, textarea, select, button)`)
        ?.focus();
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer of the server moves the focus
  useEffect(() => {
    if (!problem) return;
    setErrors(fromServer.byField);
    focusFirst(fromServer.byField);
  }, [problem]);

  function change(name: string, value: FormValues[string]): void {
    const next = { ...values, [name]: value };
    setValues(next);
    props.onChange?.(next);
    if (errors[name]) {
      const { [name]: _gone, ...rest } = errors;
      setErrors(rest);
    }
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    const found = formErrors(t, fields, values);
    setErrors(found);
    if (Object.keys(found).length > 0) {
      focusFirst(found);
      return;
    }
    if (busy.size > 0) {
      setWaiting(true);
      return;
    }
    setWaiting(false);
    props.onSubmit(toForm(fields, values));
  }
  const tone = props.tone === 'danger' ? ' k-button-danger' : ' k-button-primary';
  return (
    <form ref={form} className="k-form" noValidate onSubmit={submit}>
      {problem ? (
        <div className="k-form-problem" role="alert">
          {sentence}
          {others.map((words) => (
            <div key={words}>{words}</div>
          ))}
        </div>
      ) : null}
      {fields.map((field) => {
        const fieldId = `${id}-${field.name}`;
        const error = errors[field.name];
        const describedBy =
          [field.hint ? `${fieldId}-hint` : '', error ? `${fieldId}-error` : ''].filter(Boolean).join(' ') ||
          undefined;
        const own = props.renderControl?.(field, values[field.name], (value) => change(field.name, value));
        const control = own ?? (
          <FieldControl
            id={fieldId}
            field={field}
            value={values[field.name]}
            onChange={(value) => change(field.name, value)}
            onBusy={(sending) =>
              setBusy((set) => {
                const next = new Set(set);
                if (sending) next.add(field.name);
                else next.delete(field.name);
                return next;
              })
            }
            invalid={error !== undefined}
            describedBy={describedBy}
          />
        );
        const label = (
          <>
            {field.label}
            {field.required ? null : <span className="k-optional">{t('kit.optional')}</span>}
          </>
        );
        const notes = (
          <>
            {field.hint ? (
              <p className="k-hint" id={`${fieldId}-hint`}>
                {field.hint}
              </p>
            ) : null}
            {error ? (
              <p className="k-error" id={`${fieldId}-error`}>
                {error}
              </p>
            ) : null}
          </>
        );
        return isGroup(field) ? (
          <fieldset
            key={field.name}
            className="k-field"
            data-field={field.name}
            aria-describedby={describedBy}
          >
            <legend className="k-label">{label}</legend>
            {control}
            {notes}
          </fieldset>
        ) : (
          <div key={field.name} className="k-field" data-field={field.name}>
            <label className="k-label" htmlFor={fieldId}>
              {label}
            </label>
            {control}
            {notes}
          </div>
        );
      })}
      {props.children}
      {waiting && busy.size > 0 ? <p role="status">{t('kit.form.waitPhotos')}</p> : null}
      <div className="k-form-foot">
        <button type="submit" className={`k-button${tone}`} disabled={props.pending}>
          {props.submitLabel}
        </button>
        {props.onCancel ? (
          <button type="button" className="k-button" onClick={props.onCancel}>
            {t('kit.cancel')}
          </button>
        ) : null}
      </div>
    </form>
  );
}
