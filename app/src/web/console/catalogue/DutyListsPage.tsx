import { useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { type Translate, useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { DutyCompare } from './DutyCompare.tsx';
import { DutyDraft } from './DutyDraft.tsx';
import { DutyMoves } from './DutyMoves.tsx';
import { DutyTable } from './DutyTable.tsx';
import { type ListHead, useDutyList, useLists, useRerouting } from './duty-queries.ts';

const LISTS = ['street', 'community', 'grid'] as const;

/** Whose is it: the lists that route, their versions, the draft of the next one, and the open cases that an old version sent elsewhere. */
export function DutyListsPage() {
  const { t } = useI18n();
  const client = useQueryClient();
  const lists = useLists();
  const [list, setList] = useState<ListHead['list']>('street');
  const [id, setId] = useState<string>();
  const [against, setAgainst] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const rerouting = useRerouting(lists.data?.mayEdit ?? false);
  if (lists.isPending) return <Loading />;
  if (lists.isError) return <ErrorState error={lists.error} onRetry={() => void lists.refetch()} />;
  const versions = lists.data.items.filter((one) => one.list === list);
  const inForce = versions.find((one) => one.standing === 'in-force');
  const chosen = versions.find((one) => one.id === id) ?? inForce ?? versions[0];
  const draft = versions.find((one) => one.standing === 'draft');
  async function startDraft(): Promise<void> {
    setFailure(undefined);
    try {
      const opened = await post<ListHead>('/duty-lists/drafts', { list });
      await client.invalidateQueries({ queryKey: ['duty-lists'] });
      setAgainst(undefined);
      setId(opened.id);
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.dutyLists')}</h1>
      {rerouting.data && rerouting.data.count > 0 ? (
        <section className="c-effect" aria-label={t('duty.rerouting')}>
          <p>{t('duty.reroutingLine', { n: rerouting.data.count })}</p>
          <DutyMoves effect={rerouting.data} draftId={undefined} />
        </section>
      ) : null}
      <div className="k-row">
        <Segmented
          aria-label={t('nav.dutyLists')}
          value={list}
          onChange={(next) => {
            setList(next);
            setId(undefined);
            setAgainst(undefined);
          }}
          options={LISTS.map((one) => ({ value: one, label: t(`duty.list.${one}`) }))}
        />
        {versions.length > 0 ? (
          <label className="k-inline">
            {t('duty.whichVersion')}
            <select
              className="k-input k-input-short"
              value={chosen?.id ?? ''}
              onChange={(event) => {
                setId(event.target.value);
                setAgainst(undefined);
              }}
            >
              {versions.map((one) => (
                <option key={one.id} value={one.id}>
                  {versionWords(t, one)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        {versions.length > 1 ? (
          <label className="k-inline">
            {t('duty.compareWith')}
            <select
              className="k-input k-input-short"
              value={against ?? ''}
              onChange={(event) => setAgainst(event.target.value || undefined)}
            >
              <option value="">{t('duty.compareNone')}</option>
              {versions
                .filter((one) => one.id !== chosen?.id)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {versionWords(t, one)}
                  </option>
                ))}
            </select>
          </label>
        ) : null}
        {lists.data.mayEdit && !draft ? (
          <button type="button" className="k-button" onClick={() => void startDraft()}>
            {t('duty.startDraft')}
          </button>
        ) : null}
      </div>
      <FormProblem failure={failure} />
      {chosen ? (
        against ? (
          <DutyCompare from={against} to={chosen.id} />
        ) : (
          <Chosen key={chosen.id} id={chosen.id} onGone={() => setId(undefined)} />
        )
      ) : (
        <Empty title={t('duty.none')}>{t('duty.noneLine')}</Empty>
      )}
    </div>
  );
}

function versionWords(t: Translate, head: ListHead): string {
  // A first version that has held from the beginning has no day of its own.
  if (!head.effectiveFrom && head.standing !== 'draft')
    return t(`duty.first.${head.standing}`, { n: head.version });
  return t(`duty.standing.${head.standing}`, {
    n: head.version,
    date: head.effectiveFrom ? toInputDate(head.effectiveFrom) : '',
  });
}

function Chosen({ id, onGone }: { id: string; onGone(): void }) {
  const { t } = useI18n();
  const found = useDutyList(id);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { data } = found;
  if (data.mayEdit) return <DutyDraft draft={data} onGone={onGone} />;
  return (
    <>
      <p className="k-hint">
        {data.title} · {versionWords(t, data)}
        {data.publishedByName
          ? ` · ${t('duty.publishedBy', { name: data.publishedByName, drafter: data.draftedByName ?? '—' })}`
          : ''}
        {data.ownDraftReason ? ` · ${t('duty.ownReason', { reason: data.ownDraftReason })}` : ''}
      </p>
      <DutyTable items={data.items} />
    </>
  );
}
