import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findCategories, findUnits } from '../../kit/lookups.ts';
import { Empty, Unread } from '../../kit/States.tsx';
import { useScope } from '../shell/scope.tsx';
import {
  type Cell,
  type Opened,
  type RateFilter,
  type RateGroup,
  type Rates,
  type Share,
  useRates,
} from './appraisal-queries.ts';
import { BehindDrawer } from './BehindDrawer.tsx';

const GROUPINGS = ['area', 'unit', 'category', 'month', 'week', 'day'] as const;
const DAY_MS = 86_400_000;

/** 三率: the rule on the screen, the day it is true at, and every number opens its cases. */
export function RatesPage() {
  const { t } = useI18n();
  const { area } = useScope();
  const [filter, setFilter] = useState<RateFilter>(() => ({
    from: toInputDate(now() - 29 * DAY_MS),
    to: toInputDate(now()),
    asOf: toInputDate(now()),
    by: 'area',
    rule: 'answered',
  }));
  const asked = { ...filter, area: filter.area ?? area?.id };
  const found = useRates(asked);
  const [opened, setOpened] = useState<Opened>();
  const change = (part: RateFilter) => setFilter((known) => ({ ...known, ...part }));
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.rates')}</h1>
      <Filters filter={filter} change={change} rules={found.data?.rules ?? []} />
      <Unread found={found} />
      {found.data && !found.isError ? (
        <>
          <p role="status">
            <strong>{found.data.area.name}</strong>{' '}
            {t(found.data.final ? 'rates.asOfFinal' : 'rates.asOfOpen', {
              date: found.data.asOf,
              from: found.data.from,
              to: found.data.to,
            })}
            {filter.area && filter.area !== area?.id ? (
              <button type="button" className="k-link" onClick={() => change({ area: undefined })}>
                {t('rates.up')}
              </button>
            ) : null}
          </p>
          <Rule rule={found.data.rule} />
          <RateTable rates={found.data} onOpen={setOpened} onArea={(id) => change({ area: id })} />
        </>
      ) : null}
      <BehindDrawer filter={asked} opened={opened} onClose={() => setOpened(undefined)} />
    </div>
  );
}

function Filters({
  filter,
  change,
  rules,
}: {
  filter: RateFilter;
  change(part: RateFilter): void;
  rules: readonly { code: string; title: string }[];
}) {
  const { t } = useI18n();
  const date = (name: 'from' | 'to' | 'asOf') => (
    <label className="c-rate-field">
      <span className="k-label">{t(`rates.${name}`)}</span>
      <input
        className="k-input"
        type="date"
        max={toInputDate(now())}
        value={filter[name] ?? ''}
        onChange={(event) => event.target.value && change({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <search className="c-rate-filters" aria-label={t('rates.filters')}>
      {date('from')}
      {date('to')}
      {date('asOf')}
      <div className="c-rate-field">
        <label className="k-label" htmlFor="rates-unit">
          {t('rates.unit')}
        </label>
        <Lookup id="rates-unit" value={filter.unit} find={findUnits} onChange={(unit) => change({ unit })} />
      </div>
      <div className="c-rate-field">
        <label className="k-label" htmlFor="rates-category">
          {t('rates.category')}
        </label>
        <Lookup
          id="rates-category"
          value={filter.category}
          find={findCategories}
          onChange={(category) => change({ category })}
        />
      </div>
      <label className="c-rate-field">
        <span className="k-label">{t('rates.rule')}</span>
        <select
          className="k-input"
          value={filter.rule}
          onChange={(event) => change({ rule: event.target.value })}
        >
          {rules.map((one) => (
            <option key={one.code} value={one.code}>
              {one.title}
            </option>
          ))}
        </select>
      </label>
      <Segmented
        aria-label={t('rates.by')}
        value={filter.by ?? 'area'}
        onChange={(by) => change({ by })}
        options={GROUPINGS.map((value) => ({ value, label: t(`rates.by.${value}`) }))}
      />
    </search>
  );
}

function Rule({ rule }: { rule: Rates['rule'] }) {
  const { t } = useI18n();
  return (
    <details className="c-routing" open>
      <summary>{t('rates.ruleTitle', { title: rule.title, version: rule.version })}</summary>
      <ul className="c-rate-rule">
        {rule.words.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </details>
  );
}

type Column = { name: string; value(group: RateGroup): number | string };
const PLAIN: readonly Cell[] = [
  'filed',
  'counted',
  'ended',
  'checked',
  'silent',
  'excluded',
  'belongs',
  'withdrawn',
];
const RATES = ['response', 'solved', 'satisfied'] as const;

function sorted(groups: readonly RateGroup[], by: string, down: boolean): RateGroup[] {
  const column: Column['value'] = (group) => {
    if (by === 'label') return group.label;
    if ((RATES as readonly string[]).includes(by))
      return group.rates?.[by as (typeof RATES)[number]].percent ?? -1;
    return group.numbers?.[by as Cell] ?? -1;
  };
  return [...groups].sort((a, b) => {
    const [x, y] = [column(a), column(b)];
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'zh');
    return down ? -order : order;
  });
}

function RateTable({
  rates,
  onOpen,
  onArea,
}: {
  rates: Rates;
  onOpen(opened: Opened): void;
  onArea(id: string): void;
}) {
  const { t } = useI18n();
  const [by, setBy] = useState('label');
  const [down, setDown] = useState(false);
  const head = (name: string) => (
    <th key={name} scope="col" aria-sort={by === name ? (down ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className="k-link"
        onClick={() => {
          setDown(by === name ? !down : name !== 'label');
          setBy(name);
        }}
      >
        {t(`rates.column.${name}`)}
        {by === name ? (down ? ' ↓' : ' ↑') : ''}
      </button>
    </th>
  );
  if (rates.groups.length === 0) return <Empty title={t('rates.none')}>{t('rates.noneLine')}</Empty>;
  const row = (group: RateGroup, isTotal: boolean) => (
    <RateRow
      key={isTotal ? 'total' : group.key}
      group={group}
      name={
        isTotal ? (
          <strong>{t('rates.total')}</strong>
        ) : group.areaId ? (
          <button type="button" className="k-link" onClick={() => onArea(group.areaId as string)}>
            {group.label}
          </button>
        ) : (
          group.label
        )
      }
      onOpen={(cell) =>
        onOpen(isTotal ? { cell, label: rates.area.name } : { cell, key: group.key, label: group.label })
      }
    />
  );
  return (
    <>
      <section className="c-rate-scroll" aria-label={t('nav.rates')}>
        <table className="c-table c-rate-table">
          <thead>
            <tr>
              {head('label')}
              {RATES.map(head)}
              {PLAIN.map(head)}
            </tr>
          </thead>
          <tbody>
            {row(rates.total, true)}
            {sorted(rates.groups, by, down).map((group) => row(group, false))}
          </tbody>
        </table>
      </section>
      {rates.withheld > 0 ? (
        <p className="k-hint">{t('rates.withheld', { n: rates.withheld, small: rates.small })}</p>
      ) : null}
      <p className="k-hint">{t('rates.smallNote', { small: rates.small })}</p>
    </>
  );
}

function RateRow({ group, name, onOpen }: { group: RateGroup; name: ReactNode; onOpen(cell: Cell): void }) {
  const { t } = useI18n();
  const { numbers, rates } = group;
  if (!numbers || !rates) {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={RATES.length + PLAIN.length} className="k-hint">
          {t('rates.withheldRow')}
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <th scope="row">{name}</th>
      {RATES.map((rate) => (
        <td key={rate} className="c-nowrap">
          <ShareWords share={rates[rate]} />{' '}
          <CaseCount
            value={rates[rate].part}
            onOpen={() => onOpen(`${rate}-in`)}
            label={t(`rates.cell.${rate}-in`)}
          />
          <span aria-hidden="true"> / </span>
          <CaseCount
            value={rates[rate].of}
            onOpen={() => onOpen(`${rate}-of`)}
            label={t(`rates.cell.${rate}-of`)}
          />
        </td>
      ))}
      {PLAIN.map((cell) => (
        <td key={cell}>
          <CaseCount value={numbers[cell]} onOpen={() => onOpen(cell)} label={t(`rates.column.${cell}`)} />
        </td>
      ))}
    </tr>
  );
}

function ShareWords({ share }: { share: Share }) {
  const { t } = useI18n();
  if (share.percent !== null) return <strong>{t('rates.percent', { n: share.percent })}</strong>;
  return <span className="k-hint">{share.of === 0 ? '—' : t('rates.few')}</span>;
}

function CaseCount({ value, label, onOpen }: { value: number; label: string; onOpen(): void }) {
  if (value === 0) return <span className="k-number">0</span>;
  return (
    <button type="button" className="k-link k-number" aria-label={`${label} ${value}`} onClick={onOpen}>
      {value}
    </button>
  );
}
