import { useNavigate } from '@tanstack/react-router';
import { Dropdown, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { leafCategories } from '../../kit/lookups.ts';
import { useCategories } from '../queries.ts';
import { useScope } from '../shell/scope.tsx';
import { readSavedFilters, type SavedFilter, writeSavedFilters } from './saved-filters.ts';
import type { QueueSearch } from './search.ts';

const VIEWS = ['queue', 'mine', 'waiting', 'all'] as const;
const KINDS = ['incident', 'request', 'hazard', 'trifle', 'whistle', 'report-in'];
const SORTS = ['due', 'newest'];

export function FilterBar({
  search,
  states,
}: {
  search: QueueSearch;
  states: readonly { code: string; label: string }[];
}) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const categories = useCategories();
  function set(part: QueueSearch): void {
    void navigate({
      to: '/queue',
      search: (before: QueueSearch) => ({ ...before, ...part, case: undefined, action: undefined }),
    });
  }
  const usual = (search.view ?? 'queue') === 'queue' || search.view === 'waiting' ? 'due' : 'newest';
  const filtered = Boolean(
    search.state ||
      search.kind ||
      search.category ||
      search.overdue ||
      search.closed ||
      search.q ||
      search.sort,
  );
  return (
    <div className="c-filters">
      <Segmented
        aria-label={t('queue.view')}
        value={search.view ?? 'queue'}
        onChange={(view) => set({ view })}
        options={VIEWS.map((view) => ({ value: view, label: t(`queue.view.${view}`) }))}
      />
      <Select
        aria-label={t('queue.state')}
        placeholder={t('queue.state')}
        allowClear
        value={search.state ?? null}
        onChange={(state: string | null) => set({ state: state ?? undefined })}
        options={states.map((state) => ({ value: state.code, label: state.label }))}
        className="c-filter"
      />
      <Select
        aria-label={t('queue.kind')}
        placeholder={t('queue.kind')}
        allowClear
        value={search.kind ?? null}
        onChange={(kind: string | null) => set({ kind: kind ?? undefined })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        className="c-filter"
      />
      <Select
        aria-label={t('queue.category')}
        placeholder={t('queue.category')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={search.category ?? null}
        onChange={(category: string | null) => set({ category: category ?? undefined })}
        options={leafCategories(categories.data ?? []).map((node) => ({
          value: node.code,
          label: node.label,
        }))}
        className="c-filter"
        popupMatchSelectWidth={240}
      />
      <Select
        aria-label={t('queue.sort')}
        value={search.sort ?? usual}
        onChange={(sort: string) => set({ sort: sort === usual ? undefined : sort })}
        options={SORTS.map((sort) => ({ value: sort, label: t(`queue.sort.${sort}`) }))}
        className="c-filter"
      />
      <label className="k-inline">
        <input
          type="checkbox"
          checked={search.overdue ?? false}
          onChange={(event) => set({ overdue: event.target.checked || undefined })}
        />
        {t('queue.overdue')}
      </label>
      <label className="k-inline">
        <input
          type="checkbox"
          checked={search.closed ?? false}
          onChange={(event) => set({ closed: event.target.checked || undefined })}
        />
        {t('queue.closed')}
      </label>
      {search.q ? (
        <button
          type="button"
          className="c-chip"
          onClick={() => set({ q: undefined })}
          aria-label={t('queue.dropSearch', { q: search.q })}
        >
          {t('queue.searching', { q: search.q })} ×
        </button>
      ) : null}
      {filtered ? (
        <button
          type="button"
          className="k-link"
          onClick={() =>
            void navigate({ to: '/queue', search: { view: search.view, layout: search.layout } })
          }
        >
          {t('queue.clear')}
        </button>
      ) : null}
      <Saved search={search} canSave={filtered} />
      <Segmented
        className="c-filters-end"
        aria-label={t('queue.layout')}
        value={search.layout ?? 'list'}
        onChange={(layout) => set({ layout: layout === 'list' ? undefined : 'board' })}
        options={[
          { value: 'list', label: t('queue.layout.list') },
          { value: 'board', label: t('queue.layout.board') },
        ]}
      />
    </div>
  );
}

function Saved({ search, canSave }: { search: QueueSearch; canSave: boolean }) {
  const { t } = useI18n();
  const { me } = useScope();
  const navigate = useNavigate();
  const [saved, setSaved] = useState<SavedFilter[]>(() => readSavedFilters(me.account.id));
  const [name, setName] = useState('');
  const [open, setOpen] = useState(false);
  function store(next: SavedFilter[]): void {
    setSaved(next);
    writeSavedFilters(me.account.id, next);
  }
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      popupRender={() => (
        <div className="c-pop">
          <p className="k-label">{t('queue.saved')}</p>
          {saved.length === 0 ? <p className="k-hint">{t('queue.savedNone')}</p> : null}
          {saved.map((one) => (
            <div key={one.name} className="c-pop-row">
              <button
                type="button"
                className="k-button k-button-quiet"
                onClick={() => {
                  setOpen(false);
                  void navigate({ to: '/queue', search: one.search });
                }}
              >
                {one.name}
              </button>
              <button
                type="button"
                className="k-link"
                aria-label={t('queue.savedDrop', { name: one.name })}
                onClick={() => store(saved.filter((other) => other.name !== one.name))}
              >
                ×
              </button>
            </div>
          ))}
          {canSave ? (
            <form
              className="k-row"
              onSubmit={(event) => {
                event.preventDefault();
                const label = name.trim();
                if (label === '') return;
                const { case: _case, action: _action, ...rest } = search;
                store([...saved.filter((one) => one.name !== label), { name: label, search: rest }]);
                setName('');
              }}
            >
              <input
                className="k-input k-input-short"
                aria-label={t('queue.saveName')}
                placeholder={t('queue.saveName')}
                maxLength={20}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <button type="submit" className="k-button">
                {t('kit.save')}
              </button>
            </form>
          ) : null}
        </div>
      )}
    >
      <button type="button" className="k-button k-button-quiet">
        {t('queue.saved')}
      </button>
    </Dropdown>
  );
}
