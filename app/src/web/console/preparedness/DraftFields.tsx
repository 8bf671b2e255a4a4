// Controls that every editor of a list or a plan uses.
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { linesOf } from './draft.ts';

export function WordsField({
  id,
  label,
  value,
  most,
  hint,
  disabled = false,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  most: number;
  hint?: string;
  disabled?: boolean;
  onChange(value: string): void;
}) {
  return (
    <Labelled id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <input
        id={id}
        className="k-input"
        maxLength={most}
        disabled={disabled}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}

/** One on each line. */
export function LinesField({
  id,
  label,
  lines,
  onChange,
}: {
  id: string;
  label: string;
  lines: readonly string[];
  onChange(lines: string[]): void;
}) {
  const { t } = useI18n();
  return (
    <Labelled id={id} label={label} hint={t('prep.linesHint')}>
      <textarea
        id={id}
        className="k-input"
        rows={Math.min(8, Math.max(2, lines.length + 1))}
        value={lines.join('\n')}
        onChange={(event) => onChange(linesOf(event.target.value))}
      />
    </Labelled>
  );
}

export function ChoiceField({
  id,
  label,
  value,
  options,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  options: readonly { code: string; label: string }[];
  onChange(value: string): void;
}) {
  return (
    <Labelled id={id} label={label}>
      <select id={id} className="k-input" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((one) => (
          <option key={one.code} value={one.code}>
            {one.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

export function DayField({
  id,
  label,
  value,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        type="date"
        className="k-input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}
