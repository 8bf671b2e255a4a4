// A unit's own form: bring the file, see its cells, say which of them are which facts. What the form's words ask for is proposed.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { post, uploadFile } from '../../kit/api.ts';
import type { Uploaded } from '../../kit/api-types.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { type Bound, type FactHead, type FormRead, type Layout, useForm } from './queries.ts';

type Unit = { id: string; name: string };
const PRESETS = ['letter', 'dossier'] as const;

export function NewForm({ units, onDone }: { units: readonly Unit[]; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const [unit, setUnit] = useState(units[0]?.id ?? '');
  const [forUnit, setForUnit] = useState<Unit>();
  const [title, setTitle] = useState('');
  const [read, setRead] = useState<FormRead & { fileId: string }>();
  const [cells, setCells] = useState<readonly Bound[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  async function done(): Promise<void> {
    await client.invalidateQueries({ queryKey: ['reports'] });
    toast(t('reports.done.form'), { tone: 'good' });
    onDone();
  }
  const bring = (file: File) =>
    attempt(async () => {
      const { id } = await uploadFile<Uploaded>(file, file.name, () => undefined);
      const found = await post<FormRead>('/reports/forms/read', { fileId: id });
      setRead({ ...found, fileId: id });
      setCells(found.proposals);
      if (title === '') setTitle(file.name.replace(/\.\w+$/, '').slice(0, 60));
    });
  const save = () =>
    attempt(async () => {
      await post('/reports/forms', {
        commandId: commandId.current,
        title,
        unitId: unit,
        ...(forUnit ? { forUnitId: forUnit.id } : {}),
        fileId: read?.fileId,
        cells,
      });
      await done();
    });
  const preset = (code: (typeof PRESETS)[number]) =>
    attempt(async () => {
      await post('/reports/forms/preset', { commandId: newCommandId(), unitId: unit, preset: code });
      await done();
    });
  return (
    <div className="c-stack">
      <div className="c-form-row">
        <Labelled id="form-unit" label={t('reports.unit')}>
          <select
            id="form-unit"
            className="k-input"
            value={unit}
            onChange={(event) => setUnit(event.target.value)}
          >
            {[...new Map(units.map((one) => [one.id, one])).values()].map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled id="form-for" label={t('reports.forUnitChoice')}>
          <Lookup
            id="form-for"
            value={forUnit?.id}
            {...(forUnit ? { valueLabel: forUnit.name } : {})}
            find={findUnits}
            onChange={(id, option) => setForUnit(id && option ? { id, name: option.label } : undefined)}
          />
        </Labelled>
      </div>
      <Labelled id="form-file" label={t('reports.file')} hint={t('reports.fileHint')}>
        <input
          id="form-file"
          type="file"
          accept=".xlsx,.docx"
          disabled={busy}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void bring(file);
          }}
        />
      </Labelled>
      {read ? (
        <>
          <Labelled id="form-title" label={t('reports.title')}>
            <input
              id="form-title"
              className="k-input"
              maxLength={60}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          </Labelled>
          <CellsEditor layout={read} facts={read.facts} cells={cells} onChange={setCells} />
          <FormProblem failure={failure} />
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy || cells.length === 0 || title.trim().length < 2}
            onClick={() => void save()}
          >
            {t('reports.saveForm', { n: cells.length })}
          </button>
        </>
      ) : (
        <>
          <FormProblem failure={failure} />
          <p className="k-hint">{t('reports.orPreset')}</p>
          <div className="k-row">
            {PRESETS.map((code) => (
              <button
                key={code}
                type="button"
                className="k-button"
                disabled={busy}
                onClick={() => void preset(code)}
              >
                {t(`reports.preset.${code}`)}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  );
}

export function ChangeForm({ id, onDone }: { id: string; onDone(): void }) {
  const { t } = useI18n();
  const found = useForm(id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <>
      <p className="c-effect">{t('reports.nextVersion', { n: found.data.version + 1 })}</p>
      <Change key={found.data.version} form={found.data} onDone={onDone} />
    </>
  );
}

function Change({ form, onDone }: { form: NonNullable<ReturnType<typeof useForm>['data']>; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [cells, setCells] = useState<readonly Bound[]>(form.cells.map(({ ref, fact }) => ({ ref, fact })));
  const [failure, setFailure] = useState<unknown>();
  async function save(): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/reports/forms/${encodeURIComponent(form.id)}/versions`, {
        baseVersion: form.version,
        title: form.title,
        cells,
      });
      await client.invalidateQueries({ queryKey: ['reports'] });
      toast(t('reports.done.form'), { tone: 'good' });
      onDone();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <div className="c-stack">
      <CellsEditor layout={form.layout} facts={form.facts} cells={cells} onChange={setCells} />
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={cells.length === 0}
        onClick={() => void save()}
      >
        {t('reports.saveForm', { n: cells.length })}
      </button>
    </div>
  );
}

const letterOf = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : `${letterOf(Math.floor(column / 26) - 1)}${letterOf(column % 26)}`;

/** The form as a grid: press a cell, choose its fact. */
function CellsEditor({
  layout,
  facts,
  cells,
  onChange,
}: {
  layout: Layout;
  facts: readonly FactHead[];
  cells: readonly Bound[];
  onChange(cells: readonly Bound[]): void;
}) {
  const { t } = useI18n();
  const [ref, setRef] = useState<string>();
  const bound = new Map(cells.map((cell) => [cell.ref, cell.fact]));
  const labelOf = (code: string) => facts.find((fact) => fact.code === code)?.label ?? code;
  const bind = (fact: string) => {
    if (!ref) return;
    const others = cells.filter((cell) => cell.ref !== ref);
    onChange(fact === '' ? others : [...others, { ref, fact }]);
  };
  const place = (one: string, words: string, fixed: boolean) => {
    const fact = bound.get(one);
    const shown = fact === undefined ? words : labelOf(fact);
    return (
      <button
        type="button"
        className={fact === undefined ? 'c-form-cell' : 'c-form-cell c-form-cell-bound'}
        aria-pressed={ref === one}
        aria-label={t('reports.cellAt', { ref: one, words: shown })}
        disabled={fixed}
        onClick={() => setRef(one)}
      >
        {shown || ' '}
      </button>
    );
  };
  return (
    <div className="c-stack">
      <p className="k-hint">{t('reports.bindHint')}</p>
      {layout.tags.length > 0 ? (
        <ul className="c-tags">
          {layout.tags.map((tag) => (
            <li key={tag}>
              {'{'}
              {tag}
              {'}'} {place(tag, tag, false)}
            </li>
          ))}
        </ul>
      ) : null}
      {layout.sheets.map((sheet) => {
        const width = Math.min(Math.max(...sheet.rows.map((row) => row.length), 2) + 1, 40);
        return (
          <section key={sheet.name} className="c-rate-scroll" aria-label={sheet.name}>
            <table className="c-form-grid">
              <caption>{sheet.name}</caption>
              <thead>
                <tr>
                  <td />
                  {Array.from({ length: width }, (_, x) => (
                    <th key={x} scope="col">
                      {letterOf(x)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {sheet.rows.slice(0, 80).map((row, y) => (
                  <tr key={y}>
                    <th scope="row">{y + 1}</th>
                    {Array.from({ length: width }, (_, x) => {
                      const at = `${letterOf(x)}${y + 1}`;
                      return (
                        <td key={x}>
                          {place(`${sheet.name}!${at}`, row[x] ?? '', sheet.formulas.includes(at))}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
      {ref ? (
        <Labelled id="cell-fact" label={t('reports.factOf', { ref })}>
          <select
            id="cell-fact"
            className="k-input"
            value={bound.get(ref) ?? ''}
            onChange={(event) => bind(event.target.value)}
          >
            <option value="">{t('reports.noFact')}</option>
            {facts.map((fact) => (
              <option key={fact.code} value={fact.code}>
                {fact.label}
              </option>
            ))}
          </select>
        </Labelled>
      ) : null}
    </div>
  );
}
