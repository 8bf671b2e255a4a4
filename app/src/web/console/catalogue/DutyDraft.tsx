import { useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { DutyItemForm } from './DutyItemForm.tsx';
import { DutyMoves } from './DutyMoves.tsx';
import { DutyTable } from './DutyTable.tsx';
import { type DutyList, type Item, type Proposal, useChoices, useEffectOf } from './duty-queries.ts';

/** The draft of a list: its items, what contradicts itself, what was proposed, whom it would concern, and its publication. */
export function DutyDraft({ draft, onGone }: { draft: DutyList; onGone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const choices = useChoices(draft.list);
  const [editing, setEditing] = useState<Item | 'new'>();
  const [failure, setFailure] = useState<unknown>();

  async function run(path: string, body: object): Promise<DutyList> {
    const next = await post<DutyList>(path, body);
    client.setQueryData(['duty-list', draft.id], next);
    void client.invalidateQueries({ queryKey: ['duty-lists'] });
    void client.invalidateQueries({ queryKey: ['duty-compare'] });
    return next;
  }
  async function attempt(work: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
  }
  const here = `/duty-lists/${draft.id}`;
  const remove = (item: Item) =>
    attempt(async () => {
      await run(`${here}/remove-item`, { baseRevision: draft.revision, code: item.code });
      toast(t('duty.itemRemoved', { code: item.code.toUpperCase() }), { tone: 'good' });
    });
  return (
    <>
      <p className="k-hint">
        {draft.title} ·{' '}
        {t('duty.draftOf', {
          n: draft.version,
          base: draft.baseVersion ?? 0,
          name: draft.draftedByName ?? '—',
        })}
      </p>
      <FormProblem failure={failure} />
      {draft.proposals.length > 0 ? (
        <section aria-label={t('duty.proposals')}>
          <h2>{t('duty.proposalsCount', { n: draft.proposals.length })}</h2>
          <ul className="c-history">
            {draft.proposals.map((one) => (
              <ProposalLine
                key={one.id}
                proposal={one}
                onDecide={(take, note) =>
                  attempt(async () => {
                    await run(`/duty-proposals/${one.id}/decide`, { take, note });
                  })
                }
              />
            ))}
          </ul>
        </section>
      ) : null}
      {draft.faults.length > 0 ? (
        <section className="c-effect" aria-label={t('duty.faults')}>
          <p>{t('duty.faultsLine', { n: draft.faults.length })}</p>
          <ul className="c-history">
            {draft.faults.map((fault) => (
              <li key={`${fault.item}-${fault.code}-${fault.message}`}>{fault.message}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <EffectPart draft={draft} />
      <PublishPart
        draft={draft}
        onPublish={(effectiveOn, ownDraftReason) =>
          attempt(async () => {
            const done = await run(`${here}/publish`, {
              baseRevision: draft.revision,
              effectiveOn,
              ...(ownDraftReason ? { ownDraftReason } : {}),
            });
            void client.invalidateQueries({ queryKey: ['duty-rerouting'] });
            toast(t('duty.published', { title: done.title, n: done.version, date: effectiveOn }), {
              tone: 'good',
            });
          })
        }
        onDiscard={() =>
          attempt(async () => {
            await post(`${here}/discard`, { baseRevision: draft.revision });
            await client.invalidateQueries({ queryKey: ['duty-lists'] });
            onGone();
          })
        }
      />
      <div className="c-actions">
        <button type="button" className="k-button" onClick={() => setEditing('new')}>
          {t('duty.addItem')}
        </button>
      </div>
      <DutyTable
        items={draft.items}
        action={(item) => (
          <>
            <button
              type="button"
              className="k-link"
              aria-label={t('duty.editItem', { code: item.code.toUpperCase() })}
              onClick={() => setEditing(item)}
            >
              {t('duty.edit')}
            </button>{' '}
            <button
              type="button"
              className="k-link"
              aria-label={t('duty.removeItem', { code: item.code.toUpperCase() })}
              onClick={() => void remove(item)}
            >
              {t('duty.remove')}
            </button>
          </>
        )}
      />
      <Drawer
        open={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={
          editing === 'new' || editing === undefined
            ? t('duty.addItem')
            : t('duty.editItem', { code: editing.code.toUpperCase() })
        }
        size={560}
        destroyOnHidden
      >
        {editing === undefined ? null : choices.data ? (
          <DutyItemForm
            item={editing === 'new' ? undefined : editing}
            choices={choices.data}
            onCancel={() => setEditing(undefined)}
            onSave={async (item) => {
              await run(`${here}/items`, {
                baseRevision: draft.revision,
                ...(editing === 'new' ? {} : { was: editing.code }),
                item,
              });
              setEditing(undefined);
            }}
          />
        ) : choices.isError ? (
          <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />
        ) : (
          <Loading />
        )}
      </Drawer>
    </>
  );
}

function EffectPart({ draft }: { draft: DutyList }) {
  const { t } = useI18n();
  const effect = useEffectOf(draft.id, draft.revision);
  if (effect.isPending) return <Loading />;
  if (effect.isError) return <ErrorState error={effect.error} onRetry={() => void effect.refetch()} />;
  return (
    <section className="c-effect" aria-label={t('duty.effect')}>
      <p>{effect.data.count === 0 ? t('duty.effectNone') : t('duty.effectLine', { n: effect.data.count })}</p>
      <DutyMoves effect={effect.data} draftId={draft.id} />
    </section>
  );
}

function ProposalLine({
  proposal,
  onDecide,
}: {
  proposal: Proposal;
  onDecide(take: boolean, note: string): Promise<void>;
}) {
  const { t } = useI18n();
  const [note, setNote] = useState('');
  const { item } = proposal;
  const id = `proposal-${proposal.id}`;
  return (
    <li>
      <p>
        {t(proposal.adds ? 'duty.proposalAdds' : 'duty.proposalChanges', {
          code: proposal.code.toUpperCase(),
          source: proposal.source.label,
        })}
        {' · '}
        {item.typeLabel} · {item.title} · {item.leadName ?? t('duty.noLead')} ·{' '}
        {item.categories.map((one) => one.label).join('、')}
      </p>
      <p className="k-hint">{proposal.reason}</p>
      <div className="k-row">
        <button type="button" className="k-button" onClick={() => void onDecide(true, note)}>
          {t('duty.take')}
        </button>
        <label className="k-inline" htmlFor={id}>
          {t('duty.declineNote')}
        </label>
        <input
          id={id}
          className="k-input k-input-short"
          maxLength={400}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <button type="button" className="k-button" onClick={() => void onDecide(false, note)}>
          {t('duty.decline')}
        </button>
      </div>
    </li>
  );
}

function PublishPart({
  draft,
  onPublish,
  onDiscard,
}: {
  draft: DutyList;
  onPublish(effectiveOn: string, ownDraftReason: string): Promise<void>;
  onDiscard(): Promise<void>;
}) {
  const { t } = useI18n();
  const today = toInputDate(now());
  const [on, setOn] = useState(today);
  const [reason, setReason] = useState('');
  return (
    <form
      className="k-row"
      aria-label={t('duty.publish')}
      onSubmit={(event) => {
        event.preventDefault();
        void onPublish(on, reason.trim());
      }}
    >
      <label className="k-inline" htmlFor="duty-on">
        {t('duty.effectiveOn')}
      </label>
      <input
        id="duty-on"
        type="date"
        className="k-input k-input-short"
        min={today}
        value={on}
        onChange={(event) => setOn(event.target.value || today)}
      />
      {draft.mine ? (
        <>
          <label className="k-inline" htmlFor="duty-own">
            {t('duty.ownDraft')}
          </label>
          <input
            id="duty-own"
            className="k-input k-input-short"
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      ) : null}
      <button
        type="submit"
        className="k-button k-button-primary"
        disabled={draft.faults.length > 0 || draft.proposals.length > 0}
      >
        {t('duty.publishVersion', { n: draft.version })}
      </button>
      <button type="button" className="k-button k-button-danger" onClick={() => void onDiscard()}>
        {t('duty.discard')}
      </button>
    </form>
  );
}
