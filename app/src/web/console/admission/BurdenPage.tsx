// 减负监测: counts of records per department, each opening what stands behind it. No hours, no order by number.
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type Burden, type BurdenPeriod, useBurden, useBurdenRecords } from './queries.ts';

const DAY_MS = 86_400_000;
type Opened = { cell: string; unit?: string | undefined; name: string };

export function BurdenPage() {
  const { t } = useI18n();
  const [period, setPeriod] = useState<BurdenPeriod>(() => ({
    from: toInputDate(now() - 29 * DAY_MS),
    to: toInputDate(now()),
  }));
  const [opened, setOpened] = useState<Opened>();
  const found = useBurden(period);
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.burden')}</h1>
      <search className="c-rate-filters" aria-label={t('rates.filters')}>
        {(['from', 'to'] as const).map((name) => (
          <label key={name} className="c-rate-field">
            <span className="k-label">{t(`burden.${name}`)}</span>
            <input
              type="date"
              className="k-input"
              max={toInputDate(now())}
              value={period[name]}
              onChange={(event) => event.target.value && setPeriod({ ...period, [name]: event.target.value })}
            />
          </label>
        ))}
      </search>
      <Unread found={found} />
      {found.data && !found.isError ? (
        <>
          <p role="status">{t(found.data.final ? 'burden.final' : 'burden.open', period)}</p>
          <BurdenTable burden={found.data} onOpen={setOpened} />
          <details className="c-routing">
            <summary>{t('burden.definitions')}</summary>
            <dl className="c-admission-facts">
              {found.data.definitions.map((one) => (
                <div key={one.cell}>
                  <dt>{one.label}</dt>
                  <dd>{one.definition}</dd>
                </div>
              ))}
            </dl>
          </details>
        </>
      ) : null}
      <Drawer
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        size={560}
        title={opened?.name ?? ''}
        destroyOnHidden
      >
        {opened ? <Records period={period} opened={opened} /> : null}
      </Drawer>
    </div>
  );
}

function BurdenTable({ burden, onOpen }: { burden: Burden; onOpen(opened: Opened): void }) {
  const { t } = useI18n();
  if (burden.units.length === 0) return <Empty title={t('burden.none')}>{t('burden.noneLine')}</Empty>;
  const row = (name: string, numbers: Record<string, number>, unit?: string) => (
    <tr key={unit ?? 'total'}>
      <th scope="row">{unit === undefined ? <strong>{name}</strong> : name}</th>
      {burden.definitions.map(({ cell, label }) => {
        const n = numbers[cell] ?? 0;
        return (
          <td key={cell}>
            {n === 0 ? (
              <span className="k-number">0</span>
            ) : (
              <button
                type="button"
                className="k-link k-number"
                aria-label={`${name} ${label} ${n}`}
                onClick={() => onOpen({ cell, unit, name: `${name} · ${label}` })}
              >
                {n}
              </button>
            )}
          </td>
        );
      })}
    </tr>
  );
  return (
    <section className="c-rate-scroll" aria-label={t('nav.burden')}>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('admission.who')}</th>
            {burden.definitions.map(({ cell, label, definition }) => (
              <th key={cell} scope="col" title={definition}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {row(t('burden.total'), burden.total)}
          {burden.units.map((unit) => row(unit.name, unit.numbers, unit.id))}
        </tbody>
      </table>
    </section>
  );
}

function Records({ period, opened }: { period: BurdenPeriod; opened: Opened }) {
  const { t } = useI18n();
  const found = useBurdenRecords(period, { cell: opened.cell, unit: opened.unit });
  return (
    <>
      <Unread found={found} />
      {found.data ? (
        <>
          <p role="status">{t('burden.behind', { n: found.data.total, seen: found.data.visible })}</p>
          {found.data.visible < found.data.total ? (
            <p className="c-effect">{t('burden.hidden', { n: found.data.total - found.data.visible })}</p>
          ) : null}
          <ul className="c-rate-cases">
            {found.data.items.map((one) => (
              <li key={`${one.id}-${one.label}`}>
                {one.kind === 'request' ? (
                  <Link to="/admission" search={{ request: one.id }}>
                    {one.label ?? one.title}
                  </Link>
                ) : one.kind === 'report' ? (
                  <Link to="/reports" search={{ report: one.id }}>
                    {one.title}
                  </Link>
                ) : (
                  <strong>{one.title}</strong>
                )}
                <p className="k-hint">
                  {one.label === null ? '' : `${one.title} · `}
                  {one.fact ? `${one.fact} · ` : ''}
                  {one.unitName} · <TimeText at={one.at} as="exact" />
                </p>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
