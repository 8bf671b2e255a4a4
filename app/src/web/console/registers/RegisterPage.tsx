// One register: find, filter, choose, and beside the list the record.

import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { MoreButton } from '../../kit/MoreButton.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';
import { AskForm } from './AskForm.tsx';
import { BulkPanel } from './BulkPanel.tsx';
import { FilterBar } from './FilterBar.tsx';
import { RecordForm } from './RecordForm.tsx';
import { RecordPane } from './RecordPane.tsx';
import { useRegisterCode, useRegisterSearch } from './register-address.ts';
import {
  download,
  type RecordLine,
  type Register,
  recordsKey,
  type Selection,
  useRecords,
  useRegister,
} from './register-queries.ts';
import { Scroll } from './Scroll.tsx';
import { Shown } from './Shown.tsx';
import { SubjectRequests } from './SubjectRequests.tsx';
import './registers.css';

export function RegisterPage() {
  const code = useRegisterCode();
  const found = useRegister(code);
  if (found.isPending) return <Loading />;
  if (!found.register) return <ErrorState error={found.error} />;
  return <Opened key={code} register={found.register} />;
}

function Opened({ register }: { register: Register }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { area } = useScope();
  const search = useRegisterSearch();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState(false);
  const selection: Selection = { q: search.q, state: search.state, filter: search.filter, area: area?.id };
  const found = useRecords(register.code, selection);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const total = found.data?.pages[0]?.total ?? 0;
  const go = (next: Selection & { record?: string | undefined }) =>
    void navigate({
      to: '/registers/$register',
      params: { register: register.code },
      search: { ...search, ...next } as never,
    });
  const save = async () => {
    try {
      await download(`/registers/${register.code}/export`, `${register.label}.xlsx`, { ...selection });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  };
  const changed = async () => {
    setChosen(new Set());
    await client.invalidateQueries({ queryKey: recordsKey(register.code) });
  };
  return (
    <div className="r-split">
      <section className="r-list" aria-labelledby="register-title">
        <header className="r-head">
          <div>
            <Link to="/registers" className="k-link">
              {t('reg.title')}
            </Link>
            <h1 className="c-title" id="register-title">
              {register.label} <span className="k-hint">{t('reg.total', { n: total })}</span>
            </h1>
          </div>
          <div className="r-actions">
            {register.may.write ? (
              <>
                <button
                  type="button"
                  className="k-button k-button-primary"
                  onClick={() => setAdding(!adding)}
                >
                  {t('reg.new')}
                </button>
                <Link
                  to="/registers/$register/import"
                  params={{ register: register.code }}
                  className="k-button"
                >
                  {t('reg.import')}
                </Link>
              </>
            ) : null}
            <button type="button" className="k-button" onClick={() => void save()}>
              {t('reg.export')}
            </button>
            <Link
              to="/registers/$register/print"
              params={{ register: register.code }}
              search={selection as never}
              className="k-button"
            >
              {t('reg.print')}
            </Link>
          </div>
        </header>
        <p className="r-actions r-more">
          {register.similar && register.may.write ? (
            <Link
              to="/registers/$register/duplicates"
              params={{ register: register.code }}
              className="k-link"
            >
              {t('reg.duplicates')}
            </Link>
          ) : null}
          {register.may.reveal ? (
            <button type="button" className="k-link" onClick={() => setAsking(!asking)}>
              {t('reg.ask.export')}
            </button>
          ) : null}
          {register.may.manage ? (
            <Link to="/registers/$register/deletions" params={{ register: register.code }} className="k-link">
              {t('reg.deletions')}
            </Link>
          ) : null}
        </p>
        {asking ? (
          <AskForm
            register={register.code}
            what={{ kind: 'export', selection }}
            onDone={() => setAsking(false)}
          />
        ) : null}
        {adding ? (
          <RecordForm
            register={register}
            onDone={async (record) => {
              setAdding(false);
              await changed();
              if (record) go({ record: record.id });
            }}
          />
        ) : null}
        {register.personal ? (
          <SubjectRequests register={register} onOpen={(record) => go({ record })} />
        ) : null}
        <FilterBar register={register} selection={selection} onChange={go} />
        {chosen.size > 0 ? (
          <BulkPanel
            register={register}
            ids={[...chosen]}
            onClose={() => setChosen(new Set())}
            onDone={changed}
          />
        ) : null}
        <Unread found={found} />
        {found.data && rows.length === 0 ? (
          <p className="r-empty">{selection.q || selection.filter ? t('reg.noneFound') : t('reg.none')}</p>
        ) : null}
        {rows.length > 0 ? (
          <RecordTable
            register={register}
            rows={rows}
            open={search.record}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={(record) => go({ record })}
          />
        ) : null}
        <MoreButton pages={found} words={t('reg.more', { n: total - rows.length })} />
      </section>
      {search.record ? (
        <RecordPane
          key={search.record}
          register={register}
          id={search.record}
          onClose={() => go({ record: undefined })}
          onChanged={changed}
        />
      ) : null}
    </div>
  );
}

function RecordTable({
  register,
  rows,
  open,
  chosen,
  onChoose,
  onOpen,
}: {
  register: Register;
  rows: readonly RecordLine[];
  open: string | undefined;
  chosen: ReadonlySet<string>;
  onChoose(next: ReadonlySet<string>): void;
  onOpen(id: string): void;
}) {
  const { t } = useI18n();
  const columns = register.fields.filter((field) => field.list && field.code !== register.title);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  const all = rows.every((row) => chosen.has(row.id));
  return (
    <Scroll label={register.label}>
      <table className="c-table r-table">
        <thead>
          <tr>
            {register.may.write ? (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={t('reg.chooseAll')}
                  checked={all}
                  onChange={() => onChoose(all ? new Set() : new Set(rows.map((row) => row.id)))}
                />
              </th>
            ) : null}
            <th scope="col">{register.fields.find((field) => field.code === register.title)?.label}</th>
            <th scope="col">{t('reg.area')}</th>
            {columns.map((field) => (
              <th key={field.code} scope="col" className={isNumber(field.type) ? 'r-number' : undefined}>
                {field.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.id === open ? 'r-open' : undefined}>
              {register.may.write ? (
                <td>
                  <input
                    type="checkbox"
                    aria-label={t('reg.choose', { title: row.title })}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                </td>
              ) : null}
              <th scope="row">
                <button
                  type="button"
                  className="k-link"
                  aria-current={row.id === open}
                  onClick={() => onOpen(row.id)}
                >
                  {row.title}
                </button>
                {row.validTo ? (
                  <span className="k-hint"> {t('reg.endedOn', { day: row.validTo })}</span>
                ) : null}
              </th>
              <td>{row.area.name}</td>
              {columns.map((field) => (
                <td key={field.code} className={isNumber(field.type) ? 'r-number' : undefined}>
                  <Shown field={field} record={row} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

export const isNumber = (type: string): boolean => type === 'integer' || type === 'number';
