// A number with its name above it. What is typed stands until it is a number within its limits.
import { useEffect, useState } from 'react';

export function NumberField({
  label,
  value,
  min,
  max,
  step,
  whole = false,
  onChange,
  onEmpty,
}: {
  label: string;
  value: number | undefined;
  min: number;
  max: number;
  step?: number;
  whole?: boolean;
  onChange(value: number): void;
  onEmpty?(): void;
}) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  useEffect(() => {
    setText((before) =>
      Number(before) === value && before !== '' ? before : value === undefined ? '' : String(value),
    );
  }, [value]);
  return (
    <label>
      {label}
      <input
        type="number"
        inputMode={whole ? 'numeric' : 'decimal'}
        className="k-input k-input-short"
        min={min}
        max={max}
        step={step ?? (whole ? 1 : 'any')}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          // Beyond its limits too: the server says which field is wrong, and nothing is changed behind one's back.
          if (target.value === '') onEmpty?.();
          else if (Number.isFinite(target.valueAsNumber)) onChange(target.valueAsNumber);
        }}
        onBlur={() => {
          if (text === '' && !onEmpty) setText(value === undefined ? '' : String(value));
        }}
      />
    </label>
  );
}
