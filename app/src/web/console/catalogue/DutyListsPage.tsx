import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';

type ListRow = {
  id: string;
  list: 'street' | 'community' | 'grid';
  version: number;
  title: string;
  state: string;
  effectiveFrom: string | number | null;
};
type Item = {
  id: string;
  code: string;
  type: string;
  typeLabel: string;
  title: string;
  leadName: string | null;
  assistNames: (string | null)[];
  basis: string;
  categories: { code: string; label: string }[];
};

/** Whose is it: the lists that route, with their versions and legal bases. */
export function DutyListsPage() {
  const { t } = useI18n();
  const [id, setId] = useState<string>();
  const lists = useQuery({
    queryKey: ['duty-lists'],
    queryFn: ({ signal }) =>
      get<{ items: ListRow[] }>('/duty-lists', undefined, signal).then((answer) => answer.items),
  });
  if (lists.isPending) return <Loading />;
  if (lists.isError) return <ErrorState error={lists.error} onRetry={() => void lists.refetch()} />;
  const chosen = id ?? lists.data[0]?.id;
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.dutyLists')}</h1>
      {lists.data.length === 0 ? <Empty title={t('duty.none')}>{t('duty.noneLine')}</Empty> : null}
      {chosen ? (
        <>
          <Segmented
            aria-label={t('nav.dutyLists')}
            value={chosen}
            onChange={setId}
            options={lists.data.map((one) => ({
              value: one.id,
              label: t('duty.version', { title: one.title, n: one.version }),
            }))}
          />
          <ListTable id={chosen} />
        </>
      ) : null}
    </div>
  );
}

function ListTable({ id }: { id: string }) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const [type, setType] = useState<string>('');
  const found = useQuery({
    queryKey: ['duty-list', id],
    queryFn: ({ signal }) => get<ListRow & { items: Item[] }>(`/duty-lists/${id}`, undefined, signal),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { items } = found.data;
  const types = [...new Map(items.map((item) => [item.type, item.typeLabel]))];
  const shown = items.filter(
    (item) =>
      (type === '' || item.type === type) &&
      `${item.code}${item.title}${item.leadName ?? ''}${item.categories.map((one) => one.label).join('')}`.includes(
        query.trim(),
      ),
  );
  return (
    <>
      <div className="k-row">
        <Segmented
          aria-label={t('duty.type')}
          value={type}
          onChange={setType}
          options={[
            { value: '', label: t('duty.all', { n: items.length }) },
            ...types.map(([value, label]) => ({
              value,
              label: `${label} ${items.filter((item) => item.type === value).length}`,
            })),
          ]}
        />
        <input
          className="k-input k-input-short"
          type="search"
          aria-label={t('duty.search')}
          placeholder={t('duty.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        {found.data.effectiveFrom ? (
          <span className="k-hint">
            {t('duty.from', { date: String(found.data.effectiveFrom).slice(0, 10) })}
          </span>
        ) : null}
      </div>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('duty.code')}</th>
            <th scope="col">{t('duty.type')}</th>
            <th scope="col">{t('duty.item')}</th>
            <th scope="col">{t('duty.lead')}</th>
            <th scope="col">{t('duty.assist')}</th>
            <th scope="col">{t('duty.categories')}</th>
            <th scope="col">{t('duty.basis')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <tr key={item.id}>
              <td className="k-number">{item.code}</td>
              <td className="c-nowrap">{item.typeLabel}</td>
              <td>{item.title}</td>
              <td>{item.leadName ?? t('duty.noLead')}</td>
              <td>{item.assistNames.filter(Boolean).join('、')}</td>
              <td>{item.categories.map((one) => one.label).join('、')}</td>
              <td className="k-hint">{item.basis}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <Empty title={t('kit.form.noMatch', { q: query })} /> : null}
    </>
  );
}
