// Records that may be one thing twice: pairs on the left, the two of a pair side by side, and a merge that can be taken back.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';
import { useMergeSearch, useRegisterCode } from './register-address.ts';
import {
  type FullRecord,
  type Pair,
  type Register,
  recordsKey,
  useDuplicates,
  useRecord,
  useRegister,
} from './register-queries.ts';
import { Scroll } from './Scroll.tsx';
import './registers.css';

export function MergePage() {
  const code = useRegisterCode();
  const found = useRegister(code);
  if (found.isPending) return <Loading />;
  if (!found.register) return <ErrorState error={found.error} />;
  return <Opened key={code} register={found.register} />;
}

type Chosen = { kept: string; gone: string };

function Opened({ register }: { register: Register }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { area } = useScope();
  const found = useDuplicates(register.code, area?.id);
  const { kept, gone } = useMergeSearch();
  const go = (search: Partial<Chosen>) =>
    void navigate({
      to: '/registers/$register/duplicates',
      params: { register: register.code },
      search: search as never,
    });
  return (
    <div className="c-page">
      <Link to="/registers/$register" params={{ register: register.code }} className="k-link">
        {register.label}
      </Link>
      <h1 className="c-title">{t('reg.duplicates')}</h1>
      <p className="k-hint">
        {t('reg.duplicatesLine')}{' '}
        {found.data
          ? t(found.data.more ? 'reg.comparedSome' : 'reg.compared', { n: found.data.compared })
          : ''}
      </p>
      <Unread found={found} />
      {kept && gone ? (
        <SideBySide
          key={`${kept}/${gone}`}
          register={register}
          kept={kept}
          gone={gone}
          onSwap={() => go({ kept: gone, gone: kept })}
          onClose={() => go({})}
        />
      ) : null}
      {found.data && found.data.items.length === 0 ? (
        <p className="r-empty">{t('reg.noDuplicates')}</p>
      ) : null}
      {found.data && found.data.items.length > 0 ? (
        <PairTable pairs={found.data.items} chosen={kept} onChoose={go} />
      ) : null}
    </div>
  );
}

function PairTable({
  pairs,
  chosen,
  onChoose,
}: {
  pairs: readonly Pair[];
  chosen: string | undefined;
  onChoose(pair: Chosen): void;
}) {
  const { t } = useI18n();
  return (
    <Scroll label={t('reg.duplicates')}>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('reg.likeness')}</th>
            <th scope="col">{t('reg.oneOfPair')}</th>
            <th scope="col">{t('reg.otherOfPair')}</th>
            <th scope="col">
              <span className="k-visually-hidden">{t('reg.sideBySide')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ same, likeness, records: [one, other] }) => (
            <tr key={`${one.id}/${other.id}`} className={one.id === chosen ? 'r-open' : undefined}>
              <td className="c-nowrap">
                {same ? t('reg.same') : t('reg.alike', { n: Math.round(likeness * 100) })}
              </td>
              {[one, other].map((record) => (
                <td key={record.id}>
                  {record.title}
                  <div className="k-hint">
                    {[record.area.name, record.shown.address].filter(Boolean).join(' · ')}
                  </div>
                </td>
              ))}
              <td>
                <button
                  type="button"
                  className="k-button"
                  onClick={() => onChoose({ kept: one.id, gone: other.id })}
                >
                  {t('reg.sideBySide')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function SideBySide({
  register,
  kept,
  gone,
  onSwap,
  onClose,
}: Chosen & { register: Register; onSwap(): void; onClose(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const one = useRecord(register.code, kept);
  const other = useRecord(register.code, gone);
  const [merged, setMerged] = useState(false);
  const [busy, setBusy] = useState(false);
  async function run(work: () => Promise<unknown>, words: string, now: boolean): Promise<void> {
    setBusy(true);
    try {
      await work();
      setMerged(now);
      toast(words, { tone: 'good' });
      await client.invalidateQueries({ queryKey: recordsKey(register.code) });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  const path = `/registers/${register.code}/records`;
  const merge = () =>
    run(
      () => post(`${path}/${kept}/merge`, { commandId: newCommandId(), goneId: gone }),
      t('reg.mergedNow'),
      true,
    );
  const undo = () =>
    run(() => post(`${path}/${gone}/unmerge`, { commandId: newCommandId() }), t('reg.unmergedNow'), false);
  return (
    <section className="c-card c-card-pad r-beside" aria-label={t('reg.sideBySide')}>
      <Unread found={one} />
      <Unread found={other} />
      {one.data && other.data ? (
        <>
          <Compared register={register} kept={one.data} gone={other.data} />
          <p className="k-hint">{t('reg.mergeLine')}</p>
          <div className="r-actions">
            {merged ? (
              <>
                <strong role="status">{t('reg.mergedNow')}</strong>
                <button type="button" className="k-button" disabled={busy} onClick={() => void undo()}>
                  {t('reg.unmerge')}
                </button>
              </>
            ) : one.data.may.manage && other.data.may.manage ? (
              <>
                <button
                  type="button"
                  className="k-button k-button-primary"
                  disabled={busy}
                  onClick={() => void merge()}
                >
                  {t('reg.merge')}
                </button>
                <button type="button" className="k-button" disabled={busy} onClick={onSwap}>
                  {t('reg.swap')}
                </button>
              </>
            ) : (
              <span>{t('reg.mergeNotYours')}</span>
            )}
            <button type="button" className="k-button k-button-quiet" onClick={onClose}>
              {t('reg.close')}
            </button>
          </div>
        </>
      ) : null}
    </section>
  );
}

function Compared({ register, kept, gone }: { register: Register; kept: FullRecord; gone: FullRecord }) {
  const { t } = useI18n();
  const rows = [
    { code: 'area', label: t('reg.area'), one: kept.area.name, other: gone.area.name },
    ...register.fields.map(({ code, label }) => ({
      code,
      label,
      one: kept.shown[code] ?? '',
      other: gone.shown[code] ?? '',
    })),
  ].filter((row) => row.one !== '' || row.other !== '');
  return (
    <Scroll label={`${kept.title} / ${gone.title}`}>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('reg.fieldName')}</th>
            <th scope="col">{t('reg.keptOne')}</th>
            <th scope="col">{t('reg.goneOne')}</th>
            <th scope="col">{t('reg.afterMerge')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ code, label, one, other }) => (
            <tr key={code} className={one !== other ? 'r-differs' : undefined}>
              <th scope="row">{label}</th>
              <td>{one || t('kit.none')}</td>
              <td>{other || t('kit.none')}</td>
              <td>
                {one || other}
                {one === '' ? <span className="k-hint"> {t('reg.takenOver')}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
