import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty } from '../../kit/States.tsx';
import type { Item } from './duty-queries.ts';

/** The items of a list, filtered by type and words. `action` adds a last column. */
export function DutyTable({ items, action }: { items: readonly Item[]; action?: (item: Item) => ReactNode }) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const [type, setType] = useState<string>('');
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
            {action ? (
              <th scope="col">
                <span className="k-visually-hidden">{t('duty.edit')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <tr key={item.code}>
              <td className="k-number">{item.code.toUpperCase()}</td>
              <td className="c-nowrap">{item.typeLabel}</td>
              <td>{item.title}</td>
              <td>{item.leadName ?? t('duty.noLead')}</td>
              <td>{item.assistNames.join('、')}</td>
              <td>{item.categories.map((one) => one.label).join('、')}</td>
              <td className="k-hint">{item.basis}</td>
              {action ? <td className="c-nowrap">{action(item)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 ? <Empty title={t('kit.form.noMatch', { q: query })} /> : null}
    </>
  );
}
