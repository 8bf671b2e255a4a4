// A register on paper, A4 or A3: headers on every page, signatures at the end, people masked.
import { useEffect, useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useRegisterCode, useRegisterSearch } from './register-address.ts';
import { type Register, type Selection, useRecords, useRegister } from './register-queries.ts';
import { Scroll } from './Scroll.tsx';
import './registers.css';

export function PrintPage() {
  const code = useRegisterCode();
  const selection = useRegisterSearch();
  const found = useRegister(code);
  if (found.isPending) return <Loading />;
  if (!found.register) return <ErrorState error={found.error} />;
  return <Sheet register={found.register} selection={selection} />;
}

function Sheet({ register, selection }: { register: Register; selection: Selection }) {
  const { t } = useI18n();
  const toast = useToast();
  const [size, setSize] = useState<'a4' | 'a3'>('a4');
  const found = useRecords(register.code, selection);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // Written down first: what is on paper can't be called back.
  const onPaper = async () => {
    try {
      const { q, area, state, filter } = selection;
      await post(`/registers/${register.code}/print`, { selection: { q, area, state, filter } });
      print();
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  };
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const fields = register.fields.filter(
    (field) => size === 'a3' || field.list || field.code === register.title,
  );
  return (
    <div className={`c-page r-print r-print-${size}`}>
      <div className="r-actions r-screen">
        <label>
          {t('reg.paper')}{' '}
          <select
            className="k-input k-input-short"
            value={size}
            onChange={(event) => setSize(event.target.value === 'a3' ? 'a3' : 'a4')}
          >
            <option value="a4">{t('reg.a4')}</option>
            <option value="a3">{t('reg.a3')}</option>
          </select>
        </label>
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={hasNextPage}
          onClick={() => void onPaper()}
        >
          {t('reg.print')}
        </button>
      </div>
      {register.personal ? <p className="k-hint r-screen">{t('reg.printLogged')}</p> : null}
      <Unread found={found} />
      <h1 className="r-print-title">{register.label}</h1>
      <p className="r-print-line">{t('reg.asOf', { at: exactDate(t, now(), now()), n: rows.length })}</p>
      <Scroll label={register.label}>
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('reg.rowNumber')}</th>
              <th scope="col">{t('reg.area')}</th>
              {fields.map((field) => (
                <th key={field.code} scope="col">
                  {field.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row.id}>
                <td>{at + 1}</td>
                <td>{row.area.name}</td>
                {fields.map((field) => (
                  <td key={field.code}>{row.shown[field.code]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p className="r-print-line">{t('reg.signatures')}</p>
    </div>
  );
}
