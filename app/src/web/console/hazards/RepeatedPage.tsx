// 反复隐患: places where the same hazard came back, why each time, what was done last and when somebody looks again. Every number opens
// its cases.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import '../../patrol/patrol.css';
import './hazards.css';

type Repeated = {
  at: number;
  months: number;
  metres: number;
  capped: boolean;
  items: RepeatedPlace[];
};
type RepeatedPlace = {
  id: string;
  place: string;
  area: string;
  category: { code: string; label: string };
  count: number;
  open: number;
  first: number;
  last: number;
  causes: { code: string | null; label: string; n: number }[];
  measure: { words: string; at: number } | null;
  inspectAt: number | null;
  cases: { id: string; number: string; headline: string; filedAt: number; state: string }[];
};

const MONTHS = [3, 6, 12, 24, 36];

export function RepeatedPage() {
  const { t } = useI18n();
  const { area } = useScope();
  const [months, setMonths] = useState(12);
  const [opened, setOpened] = useState<RepeatedPlace>();
  const query = { months, ...(area ? { area: area.id } : {}) };
  const found = useQuery({
    queryKey: ['hazards', 'repeated', query],
    queryFn: ({ signal }) => get<Repeated>('/hazards/repeated', query, signal),
  });
  const file = (format: string) =>
    `/api/v1/hazards/repeated/file?${new URLSearchParams({
      months: String(months),
      ...(area ? { area: area.id } : {}),
      format,
    })}`;
  return (
    <div className="c-page">
      <header className="t-page-head">
        <div>
          <h1 className="c-title">{t('nav.repeated')}</h1>
          <p className="k-hint">{t('repeated.line', { metres: found.data?.metres ?? 30 })}</p>
        </div>
        <div className="h-tools">
          <label className="t-labelled">
            <span className="k-label">{t('repeated.months')}</span>
            <select
              className="k-input k-input-short"
              value={months}
              onChange={(event) => setMonths(Number(event.target.value))}
            >
              {MONTHS.map((n) => (
                <option key={n} value={n}>
                  {t('repeated.monthsOf', { n })}
                </option>
              ))}
            </select>
          </label>
          <a className="k-button" href={file('xlsx')} download>
            {t('repeated.xlsx')}
          </a>
          <a className="k-button" href={file('csv')} download>
            CSV
          </a>
        </div>
      </header>
      <Unread found={found} />
      {found.data?.capped ? <p className="c-effect">{t('repeated.capped')}</p> : null}
      {found.data?.items.length === 0 ? (
        <Empty title={t('repeated.none')}>{t('repeated.noneLine')}</Empty>
      ) : null}
      {found.data && found.data.items.length > 0 ? (
        <div className="c-card t-scroll">
          <PlacesTable items={found.data.items} onOpen={setOpened} />
        </div>
      ) : null}
      <Drawer
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        size={560}
        title={opened ? `${placeOf(opened)} · ${opened.category.label}` : ''}
        destroyOnHidden
      >
        <ul className="c-rate-cases">
          {opened?.cases.map((one) => (
            <li key={one.id}>
              <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                {one.headline}
              </Link>
              <p className="k-hint">
                <span className="k-number">{one.number}</span> · {one.state} ·{' '}
                <TimeText at={one.filedAt} as="exact" />
              </p>
            </li>
          ))}
        </ul>
      </Drawer>
    </div>
  );
}

const placeOf = (one: RepeatedPlace): string => one.place || one.area;

function PlacesTable({
  items,
  onOpen,
}: {
  items: readonly RepeatedPlace[];
  onOpen(one: RepeatedPlace): void;
}) {
  const { t } = useI18n();
  return (
    <table className="c-table">
      <thead>
        <tr>
          {['place', 'category', 'count', 'last', 'causes', 'measure', 'inspect'].map((column) => (
            <th key={column} scope="col" className={column === 'count' ? 't-count' : undefined}>
              {t(`repeated.column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row" className="h-place">
              {placeOf(one)}
              {one.place ? <span className="k-hint">{one.area}</span> : null}
            </th>
            <td>{one.category.label}</td>
            <td className="t-count">
              <button
                type="button"
                className="k-link"
                aria-label={t('repeated.open', { place: placeOf(one), n: one.count })}
                onClick={() => onOpen(one)}
              >
                {one.count}
              </button>
              {one.open > 0 ? (
                <span className="k-hint">{t('repeated.stillOpen', { n: one.open })}</span>
              ) : null}
            </td>
            <td className="h-day">
              <TimeText at={one.last} />
            </td>
            <td>
              <ul className="h-causes">
                {one.causes.map((cause) => (
                  <li key={cause.code ?? ''} className={cause.code === null ? 'k-hint' : undefined}>
                    {cause.label} {cause.n}
                  </li>
                ))}
              </ul>
            </td>
            <td className="h-measure">{one.measure?.words ?? <span className="k-hint">—</span>}</td>
            <td className="h-day">
              <Inspection at={one.inspectAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Inspection({ at }: { at: number | null }) {
  const { t } = useI18n();
  if (at === null) return <span className="k-hint">{t('repeated.noInspection')}</span>;
  return (
    <>
      <TimeText at={at} as="exact" />
      {at < now() ? <strong className="h-missed">{t('repeated.missed')}</strong> : null}
    </>
  );
}
