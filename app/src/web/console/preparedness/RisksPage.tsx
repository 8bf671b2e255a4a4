// The risks in force over a place: five by five, each cell opens its lines; what leads to what, whose it is, and the receipts from above.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { type RiskLine, type RiskMatrix, type RiskReport, useRisks } from './queries.ts';
import { RiskMap } from './RiskMap.tsx';
import './preparedness.css';

export type RisksSearch = { cell?: string | undefined; category?: string | undefined };
const DOWN = [5, 4, 3, 2, 1];
const ACROSS = [1, 2, 3, 4, 5];
const CATEGORIES = ['production', 'fire', 'disease', 'natural'];

export function RisksPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as RisksSearch;
  const found = useRisks(area?.id ?? me.posts[0]?.area.id ?? '');
  const matrix = found.data;
  const inCategory = (matrix?.items ?? []).filter(
    (one) => search.category === undefined || one.category === search.category,
  );
  const shown = inCategory.filter(
    (one) => search.cell === undefined || search.cell === `${one.likelihood}${one.impact}`,
  );
  const open = (part: RisksSearch) =>
    void navigate({ to: '/preparedness/risks', search: { ...search, ...part } as never, replace: true });
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/preparedness">{t('prep.title')}</Link>
      </p>
      <h1 className="c-title">{t('prep.matrix')}</h1>
      <Unread found={found} />
      {matrix ? (
        <>
          <p className="k-hint">{t('prep.matrixLine', { area: matrix.area.name, n: matrix.items.length })}</p>
          {matrix.items.length === 0 ? <p>{t('prep.noRisksInForce')}</p> : null}
          <div className="p-matrix-row">
            <Cells matrix={matrix} items={inCategory} cell={search.cell} onOpen={(cell) => open({ cell })} />
            <RiskMap items={shown} />
          </div>
          <p className="k-hint">{matrix.source}</p>
          <div className="k-row">
            <label className="k-inline">
              <span>{t('prep.risk.category')}</span>
              <select
                className="k-input k-input-short"
                value={search.category ?? ''}
                onChange={(event) => open({ category: event.target.value || undefined })}
              >
                <option value="">{t('prep.allCategories')}</option>
                {CATEGORIES.map((one) => (
                  <option key={one} value={one}>
                    {t(`prep.category.${one}`)}
                  </option>
                ))}
              </select>
            </label>
            {search.cell !== undefined ? (
              <button type="button" className="k-button" onClick={() => open({ cell: undefined })}>
                {t('prep.allCells', { n: inCategory.length })}
              </button>
            ) : null}
          </div>
          <RiskTable items={shown} />
        </>
      ) : null}
    </div>
  );
}

function Cells({
  matrix,
  items,
  cell,
  onOpen,
}: {
  matrix: RiskMatrix;
  items: readonly RiskLine[];
  cell: string | undefined;
  onOpen(cell: string | undefined): void;
}) {
  const { t } = useI18n();
  const levelOf = (score: number) => matrix.scale.find((one) => score >= one.from);
  return (
    <table className="p-matrix">
      <caption className="k-visually-hidden">{t('prep.matrix')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('prep.matrixCorner')}</th>
          {ACROSS.map((impact) => (
            <th key={impact} scope="col">
              {impact} · {t(`prep.impact.${impact}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {DOWN.map((likelihood) => (
          <tr key={likelihood}>
            <th scope="row">
              {likelihood} · {t(`prep.likelihood.${likelihood}`)}
            </th>
            {ACROSS.map((impact) => {
              const name = `${likelihood}${impact}`;
              const level = levelOf(likelihood * impact);
              const n = items.filter((one) => one.likelihood === likelihood && one.impact === impact).length;
              return (
                <td key={impact} className={`p-cell p-level-${level?.code}`}>
                  <button
                    type="button"
                    disabled={n === 0}
                    aria-pressed={cell === name}
                    aria-label={t('prep.cell', { level: level?.label ?? '', likelihood, impact, n })}
                    onClick={() => onOpen(cell === name ? undefined : name)}
                  >
                    <strong>{n === 0 ? '' : n}</strong>
                    <span>{level?.label}</span>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ReportLine({ report }: { report: RiskReport }) {
  const { t } = useI18n();
  return (
    <span className="k-hint p-below">
      <Link to="/cases/$caseId" params={{ caseId: report.caseId }}>
        {report.number}
      </Link>{' '}
      {report.state.label}
      {report.receipt ? (
        <>
          {' · '}
          {t('prep.receipt', { number: report.receipt.number })} <TimeText at={report.receipt.at} as="near" />
        </>
      ) : null}
    </span>
  );
}

function RiskTable({ items }: { items: readonly RiskLine[] }) {
  const { t } = useI18n();
  if (items.length === 0) return null;
  return (
    <div className="c-card c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('prep.risk.name')}</th>
            <th scope="col">{t('prep.risk.level')}</th>
            <th scope="col">{t('prep.risk.scaleForm')}</th>
            <th scope="col">{t('prep.risk.evolution')}</th>
            <th scope="col">{t('prep.risk.controls')}</th>
            <th scope="col">{t('prep.risk.owner')}</th>
            <th scope="col">{t('prep.risk.handling')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={`${one.document} ${one.code}`}>
              <th scope="row">
                <Link to="/preparedness/$documentId" params={{ documentId: one.document }} hash={one.code}>
                  {one.name}
                </Link>
                <span className="k-hint p-below">
                  {t(`prep.category.${one.category}`)} · {one.place} · {one.area.name}
                </span>
              </th>
              <td className="c-nowrap">
                <span className={`p-badge p-level-${one.level.code}`}>{one.level.label}</span>
                <span className="k-hint p-below">
                  {one.likelihood} × {one.impact} = {one.likelihood * one.impact}
                </span>
              </td>
              <td>
                {one.scale}
                <span className="k-hint p-below">{one.form}</span>
              </td>
              <td>
                {one.evolution}
                {one.leadsTo.length > 0 ? (
                  <span className="p-below">→ {one.leadsTo.join(t('prep.comma'))}</span>
                ) : null}
              </td>
              <td>{one.controls.join(t('prep.semicolon'))}</td>
              <td>
                {one.owner}
                <span className={one.reviewDue ? 'p-due p-below' : 'k-hint p-below'}>
                  {t(one.reviewDue ? 'prep.reviewDue' : 'prep.reviewOn', { date: one.reviewOn })}
                </span>
              </td>
              <td>
                {t(`prep.handling.${one.handling}`)}
                {one.report ? <ReportLine report={one.report} /> : null}
                {one.handling === 'up' && !one.report ? (
                  <span className="p-due p-below">{t('prep.notReported')}</span>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
