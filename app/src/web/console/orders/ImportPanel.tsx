import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type ImportRow, type PreviewRow, type Source, walkFile } from './order-queries.ts';

type Stage = 'choose' | 'previewing' | 'preview' | 'importing' | 'done';

/** A file of one source: what each row would become, which open case it may join, and what became of it. */
export function ImportPanel({ source }: { source: Source }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [file, setFile] = useState<File>();
  const [stage, setStage] = useState<Stage>('choose');
  const [rows, setRows] = useState<readonly PreviewRow[]>([]);
  const [results, setResults] = useState<ReadonlyMap<number, ImportRow>>(new Map());
  const [joins, setJoins] = useState<Readonly<Record<string, string>>>({});
  const [total, setTotal] = useState(0);
  const [failure, setFailure] = useState<unknown>();
  const walking = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => walking.current?.abort(), []);

  async function walk(step: 'preview' | 'import', chosen: File): Promise<void> {
    const controller = new AbortController();
    walking.current = controller;
    setFailure(undefined);
    setStage(step === 'preview' ? 'previewing' : 'importing');
    try {
      if (step === 'preview') {
        setRows([]);
        setResults(new Map());
        setJoins({});
        await walkFile<PreviewRow>(
          step,
          source.id,
          chosen,
          {},
          (slice) => {
            setTotal(slice.total);
            setRows((before) => [...before, ...slice.items]);
          },
          controller.signal,
        );
        setStage('preview');
      } else {
        await walkFile<ImportRow>(
          step,
          source.id,
          chosen,
          joins,
          (slice) => {
            setResults(
              (before) => new Map([...before, ...slice.items.map((one) => [one.row, one] as const)]),
            );
          },
          controller.signal,
        );
        setStage('done');
      }
    } catch (error) {
      if (controller.signal.aborted) setStage(step === 'preview' ? 'choose' : 'preview');
      else {
        setFailure(error);
        setStage(step === 'preview' ? 'choose' : 'preview');
      }
    }
    void client.invalidateQueries({ queryKey: ['outside-orders'] });
  }
  const busy = stage === 'previewing' || stage === 'importing';
  const done = stage === 'importing' || stage === 'done' ? results.size : rows.length;
  const sound = rows.filter((row) => row.expected !== 'faulty').length;
  return (
    <section className="c-card c-card-pad" aria-labelledby="import-title">
      <h3 id="import-title">{t('orders.import')}</h3>
      <Labelled id="orders-file" label={t('orders.file')} hint={t('orders.fileHint')}>
        <input
          id="orders-file"
          type="file"
          accept=".xlsx,.csv"
          disabled={busy}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            setFile(chosen);
            if (chosen) void walk('preview', chosen);
          }}
        />
      </Labelled>
      <FormProblem failure={failure} />
      {busy ? (
        <div className="k-row" role="status">
          <progress max={Math.max(1, total)} value={done} aria-label={t('orders.progress')} />
          <span>{t('orders.progressLine', { done, total })}</span>
          <button type="button" className="k-button" onClick={() => walking.current?.abort()}>
            {t('kit.cancel')}
          </button>
        </div>
      ) : null}
      {rows.length > 0 ? (
        <>
          <PreviewTable
            rows={rows}
            results={results}
            joins={joins}
            onJoins={setJoins}
            locked={stage !== 'preview'}
          />
          {stage === 'preview' && file ? (
            <div className="k-form-foot">
              <button
                type="button"
                className="k-button k-button-primary"
                disabled={sound === 0}
                onClick={() => void walk('import', file)}
              >
                {t('orders.take', { n: sound })}
              </button>
              {sound < rows.length ? (
                <span className="k-hint">{t('orders.faulty', { n: rows.length - sound })}</span>
              ) : null}
            </div>
          ) : null}
          {stage === 'done' ? <Summary results={[...results.values()]} /> : null}
        </>
      ) : null}
    </section>
  );
}

function Summary({ results }: { results: readonly ImportRow[] }) {
  const { t } = useI18n();
  const counts = new Map<string, number>();
  for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return (
    <p role="status">
      {[...counts].map(([outcome, n]) => `${t(`orders.outcome.${outcome}`)} ${n}`).join(' · ')}
    </p>
  );
}

function PreviewTable({
  rows,
  results,
  joins,
  onJoins,
  locked,
}: {
  rows: readonly PreviewRow[];
  results: ReadonlyMap<number, ImportRow>;
  joins: Readonly<Record<string, string>>;
  onJoins(next: Readonly<Record<string, string>>): void;
  locked: boolean;
}) {
  const { t } = useI18n();
  function choose(row: number, caseId: string): void {
    const { [row]: _before, ...others } = joins;
    onJoins(caseId === '' ? others : { ...others, [row]: caseId });
  }
  return (
    <table className="c-table">
      <thead>
        <tr>
          <th scope="col">{t('orders.row')}</th>
          <th scope="col">{t('orders.number')}</th>
          <th scope="col">{t('orders.words')}</th>
          <th scope="col">{t('orders.deadline')}</th>
          <th scope="col">{t('orders.becomes')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const result = results.get(row.row);
          return (
            <tr key={row.row}>
              <td className="k-number">{row.row}</td>
              <td className="k-number">{row.number}</td>
              <td>
                {row.text}
                <div className="k-hint">
                  {[row.category ?? row.categoryWord, row.place].filter(Boolean).join(' · ')}
                </div>
                {[...row.errors, ...row.warnings].map((one) => (
                  <div
                    key={`${one.code}-${one.path}`}
                    className={row.errors.includes(one) ? 'c-vacant' : 'k-hint'}
                  >
                    {one.message}
                  </div>
                ))}
                {row.samePerson.map((one) => (
                  <div key={one.number} className="k-hint">
                    {t(one.closed ? 'orders.sameClosed' : 'orders.sameOpen', { number: one.number })}{' '}
                    <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
                      {one.caseNumber}
                    </Link>
                  </div>
                ))}
              </td>
              <td className="c-nowrap">
                {row.deadline === null ? t('orders.noDeadline') : <TimeText at={row.deadline} as="near" />}
              </td>
              <td>
                {result ? (
                  <Outcome result={result} />
                ) : row.near.length > 0 ? (
                  <select
                    className="k-input"
                    aria-label={t('orders.joinFor', { number: row.number })}
                    disabled={locked}
                    value={joins[row.row] ?? ''}
                    onChange={(event) => choose(row.row, event.target.value)}
                  >
                    <option value="">{t('orders.expected.new')}</option>
                    {row.near.map((one) => (
                      <option key={one.id} value={one.id}>
                        {t('orders.joinTo', { number: one.number, headline: one.headline, n: one.distanceM })}
                      </option>
                    ))}
                  </select>
                ) : (
                  t(`orders.expected.${row.expected}`)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Outcome({ result }: { result: ImportRow }) {
  const { t } = useI18n();
  return (
    <>
      {t(`orders.outcome.${result.outcome}`)}{' '}
      {result.caseId ? (
        <Link to="/cases/$caseId" params={{ caseId: result.caseId }}>
          {result.caseNumber}
        </Link>
      ) : null}
      {result.errors.map((one) => (
        <div key={`${one.code}-${one.path}`} className="c-vacant">
          {one.message}
        </div>
      ))}
    </>
  );
}
