// A text box that finds things (units, categories, areas, duty-list items, places): the listbox pattern of WAI-ARIA, plain HTML.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { FieldOption } from './api-types.ts';
import { useI18n } from './i18n.tsx';

export type FindOptions = (query: string, signal: AbortSignal) => Promise<readonly FieldOption[]>;

export type LookupProps = {
  id?: string;
  value: string | undefined;
  /** What to show for the value before anything was searched. */
  valueLabel?: string;
  onChange(value: string | undefined, option: FieldOption | undefined): void;
  find: FindOptions;
  placeholder?: string;
  invalid?: boolean;
  describedBy?: string | undefined;
  label?: string;
  autoFocus?: boolean;
};

export function Lookup(props: LookupProps) {
  const { t } = useI18n();
  const own = useId();
  const id = props.id ?? own;
  const [text, setText] = useState(props.valueLabel ?? '');
  const [options, setOptions] = useState<readonly FieldOption[]>([]);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [busy, setBusy] = useState(false);
  const find = useRef(props.find);
  find.current = props.find;
  useEffect(() => {
    if (props.valueLabel !== undefined) setText(props.valueLabel);
  }, [props.valueLabel]);
  useEffect(() => {
    if (!open) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setBusy(true);
      find
        .current(text.trim(), abort.signal)
        .then((found) => {
          setOptions(found);
          setActive(0);
        })
        .catch(() => setOptions([]))
        .finally(() => setBusy(false));
    }, 180);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text, open]);
  function choose(option: FieldOption): void {
    setText(option.label);
    setOpen(false);
    props.onChange(option.value, option);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) setOpen(true);
      else
        setActive(
          (at) => (at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % Math.max(1, options.length),
        );
    } else if (event.key === 'Enter' && open) {
      const option = options[active];
      if (option) {
        event.preventDefault();
        choose(option);
      }
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
    }
  }
  const current = options[active];
  return (
    <div className="k-lookup">
      <input
        id={id}
        className="k-input"
        type="text"
        role="combobox"
        autoComplete="off"
        aria-label={props.label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && current ? `${id}-${active}` : undefined}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder ?? t('kit.form.search')}
        value={text}
        ref={(element) => {
          if (props.autoFocus && element && document.activeElement === document.body) element.focus();
        }}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          if (props.value !== undefined) props.onChange(undefined, undefined);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label ?? t('kit.form.search')}
        className="k-lookup-list"
        hidden={!open}
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled on the text box, which keeps the focus
          <div
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="k-lookup-option"
            onMouseDown={(event) => event.preventDefault()}
            onMouseEnter={() => setActive(index)}
            onClick={() => choose(option)}
          >
            <span>{option.label}</span>
            {option.hint ? <span className="k-hint">{option.hint}</span> : null}
          </div>
        ))}
        {options.length === 0 && !busy ? (
          <div
            className="k-lookup-none"
            role="option"
            tabIndex={-1}
            aria-selected="false"
            aria-disabled="true"
          >
            {t('kit.form.noMatch', { q: text })}
          </div>
        ) : null}
      </div>
    </div>
  );
}
