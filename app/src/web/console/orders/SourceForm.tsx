import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { orderFields, replyValues, requiredFields, sharedStates } from '../../../modules/orders/contract.ts';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas, findUnits, leafCategories } from '../../kit/lookups.ts';
import { useToast } from '../../kit/Toast.tsx';
import { useCategories } from '../queries.ts';
import { type Columns, readColumns, type Source } from './order-queries.ts';

type Draft = Pick<
  Source,
  'code' | 'name' | 'kind' | 'unitId' | 'areaId' | 'enabled' | 'mapping' | 'words' | 'reply'
>;

const EMPTY: Draft = {
  code: '',
  name: '',
  kind: 'hotline',
  unitId: '',
  areaId: '',
  enabled: true,
  mapping: { fields: {}, coordinates: 'wgs84', kind: 'request', categories: {}, urgentWords: [] },
  words: [],
  reply: { format: 'xlsx', columns: [] },
};

/** How a source's rows read and how it wants the answer. A sample file fills most of it in. */
export function SourceForm({ source, onDone }: { source: Source | undefined; onDone(id: string): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(source ?? EMPTY);
  const [columns, setColumns] = useState<Columns>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const setMapping = (part: Partial<Draft['mapping']>) =>
    setDraft((before) => ({ ...before, mapping: { ...before.mapping, ...part } }));

  async function sample(file: File): Promise<void> {
    setFailure(undefined);
    try {
      const read = await readColumns(file);
      setColumns(read);
      // What a person set before stays; the file only fills what is empty.
      setDraft((before) => ({
        ...before,
        mapping: {
          ...before.mapping,
          fields: { ...read.fields, ...before.mapping.fields },
          categories: { ...read.categories, ...before.mapping.categories },
          urgentWords: before.mapping.urgentWords.length > 0 ? before.mapping.urgentWords : read.urgentWords,
        },
        words: before.words.length > 0 ? before.words : read.states,
        reply:
          before.reply.columns.length > 0
            ? before.reply
            : {
                ...before.reply,
                columns: [
                  { header: read.fields.number?.[0] ?? t('orders.number'), from: 'number' },
                  { header: t('orders.reply'), from: 'reply' },
                  { header: t('orders.value.state'), from: 'state' },
                  { header: t('orders.value.repliedAt'), from: 'repliedAt' },
                ],
              },
      }));
    } catch (error) {
      setFailure(error);
    }
  }
  async function save(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    const { code, name, kind, unitId, areaId, enabled, mapping, words, reply } = draft;
    try {
      const saved = await post<Source>('/outside/sources', {
        ...{ code, name, kind, unitId, areaId, enabled, mapping, words, reply },
        ...(source ? { id: source.id, baseVersion: source.version } : {}),
      });
      await client.invalidateQueries({ queryKey: ['outside-sources'] });
      toast(t('orders.saved', { name }), { tone: 'good' });
      onDone(saved.id);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }
  return (
    <form
      className="c-card c-card-pad k-form"
      aria-labelledby="source-title"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h3 id="source-title">
        {source ? t('orders.editSource', { n: source.version }) : t('orders.addSource')}
      </h3>
      <FormProblem failure={failure} />
      <Labelled id="source-name" label={t('orders.name')}>
        <input
          id="source-name"
          className="k-input"
          required
          maxLength={60}
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Labelled>
      <Labelled id="source-code" label={t('orders.code')} hint={t('orders.codeHint')}>
        <input
          id="source-code"
          className="k-input"
          required
          pattern="[a-z0-9][a-z0-9\-]{1,39}"
          value={draft.code}
          onChange={(event) => set({ code: event.target.value })}
        />
      </Labelled>
      <Choice
        id="source-kind"
        label={t('orders.kind')}
        value={draft.kind}
        options={(['hotline', 'pingan', 'urban', 'other'] as const).map((one) => [
          one,
          t(`orders.kind.${one}`),
        ])}
        onChange={(kind) => set({ kind })}
      />
      <Labelled id="source-unit" label={t('orders.unit')}>
        <Lookup
          id="source-unit"
          value={draft.unitId}
          valueLabel={source?.unitName ?? ''}
          find={findUnits}
          onChange={(unitId) => set({ unitId: unitId ?? '' })}
        />
      </Labelled>
      <Labelled id="source-area" label={t('orders.area')} hint={t('orders.areaHint')}>
        <Lookup
          id="source-area"
          value={draft.areaId}
          valueLabel={source?.areaName ?? ''}
          find={findAreas}
          onChange={(areaId) => set({ areaId: areaId ?? '' })}
        />
      </Labelled>
      <label className="k-inline">
        <input
          type="checkbox"
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.target.checked })}
        />
        {t('orders.enabled')}
      </label>
      <Labelled id="source-sample" label={t('orders.sample')} hint={t('orders.sampleHint')}>
        <input
          id="source-sample"
          type="file"
          accept=".xlsx,.csv"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void sample(file);
          }}
        />
      </Labelled>
      <datalist id="source-headers">
        {columns?.headers.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <FieldRows draft={draft} onChange={setMapping} />
      <Choice
        id="source-coordinates"
        label={t('orders.coordinates')}
        value={draft.mapping.coordinates}
        options={(['wgs84', 'gcj02', 'bd09'] as const).map((one) => [one, t(`orders.coordinates.${one}`)])}
        onChange={(coordinates) => setMapping({ coordinates })}
      />
      <CategoryRows draft={draft} words={columns?.categoryWords ?? []} onChange={setMapping} />
      <WordRows draft={draft} onChange={(words) => set({ words })} />
      <ReplyRows draft={draft} onChange={(reply) => set({ reply })} />
      <div className="k-form-foot">
        <button type="submit" className="k-button k-button-primary" disabled={busy}>
          {t('kit.save')}
        </button>
      </div>
    </form>
  );
}

function Choice<T extends string>({
  id,
  label,
  value,
  options,
  onChange,
}: {
  id: string;
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange(next: T): void;
}) {
  return (
    <Labelled id={id} label={label}>
      <select
        id={id}
        className="k-input"
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

type MappingProps = { draft: Draft; onChange(part: Partial<Draft['mapping']>): void };

function FieldRows({ draft, onChange }: MappingProps) {
  const { t } = useI18n();
  return (
    <fieldset className="k-field">
      <legend className="k-label">{t('orders.fields')}</legend>
      <p className="k-hint">{t('orders.fieldsHint')}</p>
      <table className="c-table">
        <tbody>
          {orderFields.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`orders.field.${name}`)}</th>
              <td>
                <input
                  className="k-input"
                  list="source-headers"
                  aria-label={t(`orders.field.${name}`)}
                  required={requiredFields.includes(name)}
                  value={draft.mapping.fields[name]?.join(' | ') ?? ''}
                  onChange={(event) => {
                    const { [name]: _before, ...others } = draft.mapping.fields;
                    const aliases = event.target.value.split('|').map((one) => one.trimStart());
                    const empty = event.target.value.trim() === '';
                    onChange({ fields: empty ? others : { ...others, [name]: aliases } });
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}

function CategoryRows({ draft, words, onChange }: MappingProps & { words: readonly string[] }) {
  const { t } = useI18n();
  const found = useCategories();
  const leaves = leafCategories(found.data ?? []);
  const known = draft.mapping.categories;
  const all = [...new Set([...Object.keys(known), ...words])];
  if (all.length === 0) return null;
  return (
    <fieldset className="k-field">
      <legend className="k-label">{t('orders.categories')}</legend>
      <p className="k-hint">{t('orders.categoriesHint')}</p>
      <table className="c-table">
        <tbody>
          {all.map((word) => (
            <tr key={word}>
              <th scope="row">{word}</th>
              <td>
                <select
                  className="k-input"
                  aria-label={word}
                  value={known[word] ?? ''}
                  onChange={(event) => {
                    const { [word]: _before, ...others } = known;
                    const code = event.target.value;
                    onChange({ categories: code === '' ? others : { ...others, [word]: code } });
                  }}
                >
                  <option value="">{t('orders.noCategory')}</option>
                  {leaves.map((one) => (
                    <option key={one.code} value={one.code}>
                      {one.label}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}

type Pair<T> = { label: string; value: T; set(next: T): void };

/** One line of a list that grows: a text, what it stands for, and the way to drop it. */
function PairRow<T extends string>({
  text,
  choice,
  onDrop,
  children,
}: {
  text: Pair<string> & { max: number };
  choice: Pair<T> & { options: readonly (readonly [T, string])[] };
  onDrop(): void;
  children?: ReactNode;
}) {
  const { t } = useI18n();
  return (
    <div className="k-row">
      <input
        className="k-input k-input-short"
        aria-label={text.label}
        maxLength={text.max}
        required
        value={text.value}
        onChange={(event) => text.set(event.target.value)}
      />
      <select
        className="k-input k-input-short"
        aria-label={choice.label}
        value={choice.value}
        onChange={(event) => choice.set(event.target.value as T)}
      >
        {choice.options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {children}
      <button type="button" className="k-button k-button-quiet" onClick={onDrop}>
        {t('orders.drop')}
      </button>
    </div>
  );
}

function WordRows({ draft, onChange }: { draft: Draft; onChange(next: Draft['words']): void }) {
  const { t } = useI18n();
  const set = (at: number, part: Partial<Draft['words'][number]>) =>
    onChange(draft.words.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset className="k-field">
      <legend className="k-label">{t('orders.stateWords')}</legend>
      <p className="k-hint">{t('orders.stateWordsHint')}</p>
      {draft.words.map((one, at) => (
        <PairRow
          key={`${at}-${one.state}`}
          text={{ label: t('orders.word'), value: one.word, max: 30, set: (word) => set(at, { word }) }}
          choice={{
            label: t('orders.meaning'),
            value: one.state,
            options: sharedStates.map((state) => [state, t(`orders.state.${state}`)]),
            set: (state) => set(at, { state }),
          }}
          onDrop={() => onChange(draft.words.filter((_, index) => index !== at))}
        />
      ))}
      <button
        type="button"
        className="k-button"
        onClick={() => onChange([...draft.words, { word: '', state: 'handling' }])}
      >
        {t('orders.addWord')}
      </button>
    </fieldset>
  );
}

function ReplyRows({ draft, onChange }: { draft: Draft; onChange(next: Draft['reply']): void }) {
  const { t } = useI18n();
  const { columns, format } = draft.reply;
  const set = (at: number, part: Partial<(typeof columns)[number]>) =>
    onChange({ format, columns: columns.map((one, index) => (index === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="k-field">
      <legend className="k-label">{t('orders.replyForm')}</legend>
      <Choice
        id="reply-format"
        label={t('orders.format')}
        value={format}
        options={(['xlsx', 'csv', 'csv-gb18030'] as const).map((one) => [one, t(`orders.format.${one}`)])}
        onChange={(next) => onChange({ columns, format: next })}
      />
      {columns.map((one, at) => (
        <PairRow
          key={`${at}-${one.from}`}
          text={{
            label: t('orders.header'),
            value: one.header,
            max: 60,
            set: (header) => set(at, { header }),
          }}
          choice={{
            label: t('orders.value'),
            value: one.from,
            options: replyValues.map((value) => [value, t(`orders.value.${value}`)]),
            set: (from) => set(at, { from }),
          }}
          onDrop={() => onChange({ format, columns: columns.filter((_, index) => index !== at) })}
        >
          {one.from === 'echo' ? (
            <input
              className="k-input k-input-short"
              list="source-headers"
              aria-label={t('orders.echoColumn')}
              placeholder={t('orders.echoColumn')}
              required
              value={one.column ?? ''}
              onChange={(event) => set(at, { column: event.target.value })}
            />
          ) : null}
        </PairRow>
      ))}
      <button
        type="button"
        className="k-button"
        onClick={() => onChange({ format, columns: [...columns, { header: '', from: 'reply' }] })}
      >
        {t('orders.addColumn')}
      </button>
    </fieldset>
  );
}
