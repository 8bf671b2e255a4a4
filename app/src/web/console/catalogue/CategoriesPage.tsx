import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call, get } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { resetCategories } from '../../kit/lookups.ts';
import type { Words } from '../../kit/policy-types.ts';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useOpenWithCategory } from '../queries.ts';
import { useScope } from '../shell/scope.tsx';
import { type Category, emptyCategory, LIMIT_UNITS } from './category.ts';

/** The tree of things and events; each with when to file, when to close, and its limits by outcome. */
export function CategoriesPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const [code, setCode] = useState<string>();
  const [query, setQuery] = useState('');
  const [adding, setAdding] = useState(false);
  const found = useQuery({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) =>
      get<{ items: Category[] }>('/categories', undefined, signal).then((answer) => answer.items),
  });
  const mayEdit = holdsDuty(me, 'manage-catalogue');
  const items = found.data ?? [];
  const chosen = items.find((one) => one.code === code);
  const shown = items.filter((one) =>
    `${one.name}${one.code}`.toLowerCase().includes(query.trim().toLowerCase()),
  );
  const parents = items.filter((one) => one.parent === null);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="c-editor">
      <section className="c-editor-tree" aria-label={t('nav.categories')}>
        <header className="c-editor-head">
          <h1 className="c-title">{t('nav.categories')}</h1>
          <input
            className="k-input"
            type="search"
            aria-label={t('cat.search')}
            placeholder={t('cat.search')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {mayEdit ? (
            <button
              type="button"
              className="k-button"
              onClick={() => {
                setAdding(true);
                setCode(undefined);
              }}
            >
              {t('cat.add')}
            </button>
          ) : null}
        </header>
        {parents.map((parent) => {
          const below = shown.filter((one) => one.parent === parent.code);
          if (below.length === 0 && !shown.includes(parent)) return null;
          return (
            <section key={parent.code} className="c-cat-group">
              <h2>
                <button type="button" className="k-link" onClick={() => setCode(parent.code)}>
                  {parent.name}
                </button>
                <span className="k-hint"> {parent.groupLabel}</span>
              </h2>
              <ul>
                {below.map((one) => (
                  <li key={one.code}>
                    <button
                      type="button"
                      className="c-cat-line"
                      aria-current={one.code === code ? 'true' : undefined}
                      onClick={() => {
                        setAdding(false);
                        setCode(one.code);
                      }}
                    >
                      <span>{one.name}</span>
                      <span className="k-hint">
                        {one.retired ? t('cat.retired') : (one.limits[0]?.limitLabel ?? '')}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
        {shown.length === 0 ? <Empty title={t('kit.form.noMatch', { q: query })} /> : null}
      </section>
      <div className="c-editor-detail">
        {adding ? (
          <CategoryForm
            key="new"
            category={emptyCategory(parents[0])}
            parents={parents}
            fresh
            mayEdit={mayEdit}
            onDone={(next) => {
              setAdding(false);
              setCode(next);
            }}
          />
        ) : chosen ? (
          <CategoryForm
            key={`${chosen.code}-${chosen.version}`}
            category={chosen}
            parents={parents}
            mayEdit={mayEdit}
            onDone={setCode}
          />
        ) : (
          <Empty title={t('cat.choose')}>{t('cat.chooseLine')}</Empty>
        )}
      </div>
    </div>
  );
}

type FormProps = {
  category: Category;
  parents: readonly Category[];
  fresh?: boolean;
  mayEdit: boolean;
  onDone(code: string): void;
};

function CategoryForm({ category, parents, fresh = false, mayEdit, onDone }: FormProps) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [draft, setDraft] = useState(category);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const affected = useOpenWithCategory(fresh ? undefined : category.code);
  const changed = useMemo(() => JSON.stringify(draft) !== JSON.stringify(category), [draft, category]);
  const set = (part: Partial<Category>) => setDraft((before) => ({ ...before, ...part }));

  async function save(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await call('POST', '/categories', {
        body: {
          code: draft.code.trim(),
          parent: draft.parent,
          group: draft.group,
          label: draft.label,
          kinds: draft.kinds,
          publicThing: draft.publicThing,
          personal: draft.personal ?? false,
          dispute: draft.dispute ?? false,
          enforcement: draft.enforcement,
          urgent: draft.urgent,
          fileWhen: draft.fileWhen,
          closeWhen: draft.closeWhen,
          limits: draft.limits.map(({ outcome, label, limit }) => ({ outcome, label, limit })),
          retired: draft.retired,
          ...(fresh ? {} : { baseVersion: category.version }),
        },
      });
      resetCategories();
      await client.invalidateQueries({ queryKey: ['catalogue'] });
      void client.invalidateQueries({ queryKey: ['categories'] });
      toast(t('cat.saved', { name: draft.label['zh-CN'] }), { tone: 'good' });
      onDone(draft.code.trim());
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="c-org k-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <header>
        <h2 className="c-title">{fresh ? t('cat.add') : category.name}</h2>
        <p className="k-hint">
          {fresh ? t('cat.newLine') : t('cat.version', { code: category.code, n: category.version })}
        </p>
      </header>
      <FormProblem failure={failure} />
      <fieldset className="c-cat-fields" disabled={!mayEdit}>
        <legend className="k-visually-hidden">{t('nav.categories')}</legend>
        {fresh ? (
          <>
            <Labelled id="cat-code" label={t('cat.code')} hint={t('cat.codeHint')}>
              <input
                id="cat-code"
                className="k-input"
                required
                pattern="[a-z0-9][a-z0-9.\-]{0,60}"
                value={draft.code}
                onChange={(event) => set({ code: event.target.value })}
              />
            </Labelled>
            <Labelled id="cat-parent" label={t('cat.parent')}>
              <select
                id="cat-parent"
                className="k-input"
                value={draft.parent ?? ''}
                onChange={(event) => set({ parent: event.target.value || null })}
              >
                {parents.map((one) => (
                  <option key={one.code} value={one.code}>
                    {one.name}
                  </option>
                ))}
              </select>
            </Labelled>
          </>
        ) : null}
        <WordsField
          id="label"
          label={t('cat.name')}
          value={draft.label}
          required
          onChange={(label) => set({ label })}
        />
        {draft.parent === null ? null : (
          <>
            <WordsField
              id="file"
              label={t('cat.fileWhen')}
              value={draft.fileWhen}
              long
              onChange={(fileWhen) => set({ fileWhen })}
            />
            <WordsField
              id="close"
              label={t('cat.closeWhen')}
              value={draft.closeWhen}
              long
              onChange={(closeWhen) => set({ closeWhen })}
            />
            <LimitRows draft={draft} mayEdit={mayEdit} onChange={(limits) => set({ limits })} />
            <div className="c-cat-checks">
              {(['publicThing', 'personal', 'dispute', 'enforcement', 'urgent', 'retired'] as const).map(
                (name) => (
                  <label key={name} className="k-inline" title={t(`cat.${name}Hint`)}>
                    <input
                      type="checkbox"
                      checked={draft[name] ?? false}
                      onChange={(event) => set({ [name]: event.target.checked })}
                    />
                    {t(`cat.${name}`)}
                  </label>
                ),
              )}
            </div>
          </>
        )}
      </fieldset>
      {mayEdit ? (
        <>
          {changed && affected.data ? (
            <div className="c-effect" role="note">
              {t('cat.effect', { n: affected.data.count })}
            </div>
          ) : null}
          <div className="k-form-foot">
            <button type="submit" className="k-button k-button-primary" disabled={busy || !changed}>
              {t('kit.save')}
            </button>
          </div>
        </>
      ) : (
        <p className="k-hint">{t('cat.readOnly')}</p>
      )}
    </form>
  );
}

function WordsField({
  id,
  label,
  value,
  required = false,
  long = false,
  onChange,
}: {
  id: string;
  label: string;
  value: Words;
  required?: boolean;
  long?: boolean;
  onChange(next: Words): void;
}) {
  const { t } = useI18n();
  return (
    <div className="k-field">
      <label className="k-label" htmlFor={`cat-${id}`}>
        {label}
      </label>
      {long ? (
        <textarea
          id={`cat-${id}`}
          rows={2}
          maxLength={400}
          value={value['zh-CN']}
          onChange={(event) => onChange({ ...value, 'zh-CN': event.target.value })}
        />
      ) : (
        <input
          id={`cat-${id}`}
          className="k-input"
          required={required}
          maxLength={200}
          value={value['zh-CN']}
          onChange={(event) => onChange({ ...value, 'zh-CN': event.target.value })}
        />
      )}
      <input
        className="k-input"
        lang="en"
        maxLength={400}
        aria-label={t('cat.inEnglish', { label })}
        placeholder="English"
        value={value.en}
        onChange={(event) => onChange({ ...value, en: event.target.value })}
      />
    </div>
  );
}

function LimitRows({
  draft,
  mayEdit,
  onChange,
}: {
  draft: Category;
  mayEdit: boolean;
  onChange(limits: Category['limits']): void;
}) {
  const { t } = useI18n();
  const set = (index: number, part: Partial<Category['limits'][number]>) =>
    onChange(draft.limits.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <div className="k-field">
      <span className="k-label">{t('cat.limits')}</span>
      <p className="k-hint">{t('cat.limitsLine')}</p>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('cat.outcome')}</th>
            <th scope="col">{t('cat.limit')}</th>
            <th scope="col">
              <span className="k-visually-hidden">{t('cat.drop')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {draft.limits.map((one, index) => (
            <tr key={`${index}-${one.outcome}`}>
              <td>
                <input
                  className="k-input"
                  aria-label={t('cat.outcome')}
                  maxLength={40}
                  value={one.label['zh-CN']}
                  onChange={(event) => set(index, { label: { ...one.label, 'zh-CN': event.target.value } })}
                />
              </td>
              <td>
                <span className="k-row">
                  <input
                    className="k-input k-input-short"
                    type="number"
                    min={1}
                    max={1000}
                    aria-label={t('cat.limit')}
                    value={one.limit.n}
                    onChange={(event) =>
                      set(index, { limit: { ...one.limit, n: Math.max(1, Number(event.target.value)) } })
                    }
                  />
                  <select
                    className="k-input k-input-short"
                    aria-label={t('cat.unit')}
                    value={one.limit.unit}
                    onChange={(event) => set(index, { limit: { ...one.limit, unit: event.target.value } })}
                  >
                    {LIMIT_UNITS.map((unit) => (
                      <option key={unit} value={unit}>
                        {t(`kit.unit.${unit}`)}
                      </option>
                    ))}
                  </select>
                </span>
              </td>
              <td>
                {mayEdit ? (
                  <button
                    type="button"
                    className="k-link"
                    onClick={() => onChange(draft.limits.filter((_, at) => at !== index))}
                  >
                    {t('cat.drop')}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {mayEdit && draft.limits.length < 8 ? (
        <div>
          <button
            type="button"
            className="k-button"
            onClick={() =>
              onChange([
                ...draft.limits,
                {
                  outcome: `o${draft.limits.length + 1}`,
                  label: { 'zh-CN': '', en: '' },
                  limit: { n: 1, unit: 'work-day' },
                },
              ])
            }
          >
            {t('cat.addLimit')}
          </button>
        </div>
      ) : null}
    </div>
  );
}
