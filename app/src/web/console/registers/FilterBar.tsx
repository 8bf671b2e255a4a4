// Narrowing a list: words, one condition per field of options, and what people keep for themselves.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { del, post } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { useToast } from '../../kit/Toast.tsx';
import { type Register, recordsKey, type Selection, useSavedFilters } from './register-queries.ts';

type Condition = { field: string; is: string[] };

function readConditions(text: string | undefined): Condition[] {
  try {
    return JSON.parse(text ?? '[]') as Condition[];
  } catch {
    return [];
  }
}

export function FilterBar({
  register,
  selection,
  onChange,
}: {
  register: Register;
  selection: Selection;
  onChange(next: Selection): void;
}) {
  const { t } = useI18n();
  const [q, setQ] = useState(selection.q ?? '');
  const conditions = readConditions(selection.filter);
  const fields = register.fields.filter(
    (field) =>
      (field.type === 'choice' || field.type === 'choices') &&
      field.options &&
      field.personal?.class !== 'sensitive',
  );
  function set(field: string, value: string): void {
    const rest = conditions.filter((one) => one.field !== field);
    const next = value === '' ? rest : [...rest, { field, is: [value] }];
    onChange({ filter: next.length === 0 ? undefined : JSON.stringify(next) });
  }
  return (
    <form
      className="r-filters"
      aria-label={t('reg.search')}
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ q: q.trim() || undefined });
      }}
    >
      <input
        type="search"
        className="k-input r-search"
        aria-label={t('reg.search')}
        placeholder={t('reg.searchHint')}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {fields.map((field) => (
        <select
          key={field.code}
          className="k-input k-input-short"
          aria-label={field.label}
          value={conditions.find((one) => one.field === field.code)?.is[0] ?? ''}
          onChange={(event) => set(field.code, event.target.value)}
        >
          <option value="">{t('reg.any', { field: field.label })}</option>
          {field.options?.map((option) => (
            <option key={option.code} value={option.code}>
              {option.label}
            </option>
          ))}
        </select>
      ))}
      <select
        className="k-input k-input-short"
        aria-label={t('reg.state')}
        value={selection.state ?? 'current'}
        onChange={(event) =>
          onChange({ state: event.target.value === 'current' ? undefined : event.target.value })
        }
      >
        {['current', 'ended', 'all'].map((state) => (
          <option key={state} value={state}>
            {t(`reg.state.${state}`)}
          </option>
        ))}
      </select>
      <button type="submit" className="k-button">
        {t('reg.find')}
      </button>
      <Saved register={register} selection={selection} onChange={onChange} />
    </form>
  );
}

function Saved({
  register,
  selection,
  onChange,
}: {
  register: Register;
  selection: Selection;
  onChange(next: Selection): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const found = useSavedFilters(register.code);
  const [name, setName] = useState('');
  const { q, state, filter } = selection;
  const some = Boolean(q ?? state ?? filter);
  async function run(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      await client.invalidateQueries({ queryKey: [...recordsKey(register.code), 'filters'] });
      setName('');
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  const query = Object.fromEntries(
    Object.entries({ q, state, filter }).filter(([, value]) => value !== undefined),
  );
  return (
    <span className="r-saved">
      {found.data?.items.map((one) => (
        <span key={one.id} className="r-saved-one">
          <button
            type="button"
            className="k-link"
            onClick={() => onChange({ q: undefined, state: undefined, filter: undefined, ...one.query })}
          >
            {one.name}
          </button>
          <button
            type="button"
            className="k-button-quiet"
            aria-label={t('reg.forgetFilter', { name: one.name })}
            onClick={() => void run(() => del(`/registers/${register.code}/filters/${one.id}`))}
          >
            ×
          </button>
        </span>
      ))}
      {some ? (
        <>
          <input
            className="k-input k-input-short"
            aria-label={t('reg.filterName')}
            placeholder={t('reg.filterName')}
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button
            type="button"
            className="k-button"
            disabled={name.trim() === ''}
            onClick={() =>
              void run(() => post(`/registers/${register.code}/filters`, { name: name.trim(), query }))
            }
          >
            {t('reg.saveFilter')}
          </button>
        </>
      ) : null}
    </span>
  );
}
