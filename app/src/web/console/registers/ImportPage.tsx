// A workbook into a register: what its columns mean, what each row would become, and only then the import.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useScope } from '../shell/scope.tsx';
import { ImportReport } from './ImportReport.tsx';
import { useRegisterCode } from './register-address.ts';
import {
  applyImport,
  download,
  fileForm,
  type Mapping,
  type ReadColumns,
  type Register,
  type Report,
  recordsKey,
  useRegister,
} from './register-queries.ts';
import { Scroll } from './Scroll.tsx';
import './registers.css';

export function ImportPage() {
  const code = useRegisterCode();
  const found = useRegister(code);
  if (found.isPending) return <Loading />;
  if (!found.register) return <ErrorState error={found.error} />;
  return <Wizard key={code} register={found.register} />;
}

function Wizard({ register }: { register: Register }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [columns, setColumns] = useState<ReadColumns>();
  const [mapping, setMapping] = useState<Mapping>();
  const { me, area } = useScope();
  // Whoever works in one place means that place.
  const own = area ?? me.posts[0]?.area;
  const [areaId, setAreaId] = useState<string | undefined>(own?.id);
  const [report, setReport] = useState<Report>();
  const [done, setDone] = useState(false);
  const [progress, setProgress] = useState<{ stage: string; rows: number; of: number }>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const walking = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => walking.current?.abort(), []);
  const path = `/registers/${register.code}/import`;
  const options = (partial = false) => ({
    ...(mapping ? { mapping } : {}),
    ...(areaId ? { areaId } : {}),
    partial,
  });

  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailure(error);
    } finally {
      setBusy(false);
      setProgress(undefined);
    }
  }
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    setColumns(undefined);
    setMapping(undefined);
    setReport(undefined);
    setDone(false);
    if (chosen)
      void attempt(async () =>
        setColumns(await call<ReadColumns>('POST', `${path}/columns`, { body: fileForm(chosen, {}) })),
      );
  };
  const check = () =>
    attempt(async () => {
      if (file) setReport(await call<Report>('POST', `${path}/check`, { body: fileForm(file, options()) }));
    });
  const run = (partial: boolean) =>
    attempt(async () => {
      if (!file) return;
      const controller = new AbortController();
      walking.current = controller;
      setReport(
        await applyImport(register.code, fileForm(file, options(partial)), setProgress, controller.signal),
      );
      setDone(true);
      await client.invalidateQueries({ queryKey: recordsKey(register.code) });
    });
  const failed = () =>
    attempt(async () => {
      if (file)
        await download(
          `${path}/failed`,
          `${register.label}-${t('reg.failedName')}.xlsx`,
          undefined,
          fileForm(file, options()),
        );
    });
  return (
    <div className="c-page">
      <div>
        <Link to="/registers/$register" params={{ register: register.code }} className="k-link">
          {register.label}
        </Link>
        <h1 className="c-title">{t('reg.importTitle', { register: register.label })}</h1>
      </div>
      <section className="c-card c-card-pad k-form" aria-labelledby="import-file">
        <h2 id="import-file">{t('reg.step1')}</h2>
        <p className="k-hint">{t('reg.step1Line')}</p>
        <div className="r-actions">
          <button
            type="button"
            className="k-button"
            onClick={() =>
              void attempt(() =>
                download(
                  `/registers/${register.code}/template`,
                  `${register.label}-${t('reg.templateName')}.xlsx`,
                ),
              )
            }
          >
            {t('reg.template')}
          </button>
          <label className="k-button k-button-primary r-file">
            {t('reg.chooseFile')}
            <input type="file" accept=".xlsx,.csv" onChange={(event) => choose(event.target.files?.[0])} />
          </label>
          <span>{file?.name}</span>
        </div>
        <FormProblem failure={failure} />
        {busy && !progress ? <Loading /> : null}
      </section>
      {columns && !done ? (
        <section className="c-card c-card-pad k-form" aria-labelledby="import-columns">
          <h2 id="import-columns">{t('reg.step2')}</h2>
          <p className="k-hint">{columns.remembered ? t('reg.remembered') : t('reg.step2Line')}</p>
          {columns.skipped.length > 0 ? (
            <p className="k-hint">{t('reg.skipped', { sheets: columns.skipped.join('、') })}</p>
          ) : null}
          <Columns
            areaChosen={areaId !== undefined}
            columns={columns}
            mapping={mapping}
            onChange={(next) => {
              setMapping(next);
              setReport(undefined);
            }}
          />
          <Labelled id="import-area" label={t('reg.areaForAll')} hint={t('reg.areaForAllHint')}>
            <Lookup
              id="import-area"
              value={areaId}
              valueLabel={own?.name ?? ''}
              find={findAreas}
              onChange={setAreaId}
            />
          </Labelled>
          <div className="r-actions">
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={busy}
              onClick={() => void check()}
            >
              {t('reg.check')}
            </button>
          </div>
        </section>
      ) : null}
      {report ? (
        <section className="c-card c-card-pad" aria-labelledby="import-report">
          <h2 id="import-report">{done ? t('reg.imported') : t('reg.step3')}</h2>
          <ImportReport report={report} register={register} done={done} />
          <div className="r-actions">
            {!done && report.counts.new + report.counts.changed > 0 ? (
              <button
                type="button"
                className="k-button k-button-primary"
                disabled={busy}
                onClick={() => void run(report.counts.failed > 0)}
              >
                {report.counts.failed > 0
                  ? t('reg.importSound', { n: report.counts.new + report.counts.changed })
                  : t('reg.importAll', { n: report.counts.new + report.counts.changed })}
              </button>
            ) : null}
            {report.counts.failed > 0 ? (
              <button type="button" className="k-button" disabled={busy} onClick={() => void failed()}>
                {t('reg.failed', { n: report.counts.failed })}
              </button>
            ) : null}
            {progress ? (
              <>
                <progress
                  value={progress.rows}
                  max={progress.of}
                  aria-label={t(`reg.stage.${progress.stage}`)}
                />
                <span role="status">
                  {t(`reg.stage.${progress.stage}`)} {progress.rows}/{progress.of}
                </span>
                <button type="button" className="k-button" onClick={() => walking.current?.abort()}>
                  {t('reg.stop')}
                </button>
              </>
            ) : null}
          </div>
        </section>
      ) : null}
    </div>
  );
}

function Columns({
  columns,
  areaChosen,
  mapping,
  onChange,
}: {
  columns: ReadColumns;
  areaChosen: boolean;
  mapping: Mapping | undefined;
  onChange(next: Mapping): void;
}) {
  const { t } = useI18n();
  const sheet = columns.sheets[0];
  if (!sheet) return null;
  const chosen = (key: string, field: string | null) =>
    mapping && Object.hasOwn(mapping, key) ? (mapping[key] ?? null) : field;
  const missing = columns.fields.filter(
    (field) =>
      field.required &&
      !(areaChosen && field.code === '$area') &&
      !sheet.columns.some((column) => chosen(column.key, column.field) === field.code),
  );
  return (
    <>
      <Scroll label={t('reg.sheet', { name: sheet.name, row: sheet.headerRow, n: sheet.rows })}>
        <table className="c-table">
          <caption>{t('reg.sheet', { name: sheet.name, row: sheet.headerRow, n: sheet.rows })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('reg.column')}</th>
              <th scope="col">{t('reg.sample')}</th>
              <th scope="col">{t('reg.means')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map((column) => (
              <tr key={column.letter}>
                <th scope="row">
                  {column.letter} · {column.header}
                </th>
                <td className="k-hint">{column.sample.filter(Boolean).join(' / ')}</td>
                <td>
                  <select
                    className="k-input"
                    aria-label={t('reg.meansOf', { header: column.header })}
                    value={chosen(column.key, column.field) ?? ''}
                    onChange={(event) => onChange({ ...mapping, [column.key]: event.target.value || null })}
                  >
                    <option value="">{t('reg.leftOut')}</option>
                    {columns.fields.map((field) => (
                      <option key={field.code} value={field.code}>
                        {field.label}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {missing.length > 0 ? (
        <p className="r-missing" role="status">
          {t('reg.missing', { fields: missing.map((field) => field.label).join('、') })}
        </p>
      ) : null}
    </>
  );
}
