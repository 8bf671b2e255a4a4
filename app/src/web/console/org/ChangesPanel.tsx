import { useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { ChangeSteps } from './ChangeDrawer.tsx';
import { type Change, type ChangePlan, useChanges } from './change-queries.ts';

/** Planned, done, withdrawn and impossible changes; a planned one can be withdrawn, a done one taken back by another. */
export function ChangesPanel() {
  const { t } = useI18n();
  const client = useQueryClient();
  const { me } = useScope();
  const found = useChanges();
  const [failure, setFailure] = useState<unknown>();
  const [reverse, setReverse] = useState<{ change: Change; plan: ChangePlan }>();
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const mayChange = holdsDuty(me, 'manage-org');
  async function attempt(work: () => Promise<void>): Promise<void> {
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
  }
  const withdraw = (change: Change) =>
    attempt(async () => {
      await post(`/org/changes/${change.id}/withdraw`, undefined);
      await client.invalidateQueries({ queryKey: ['org-changes'] });
    });
  const wayBack = (change: Change) =>
    attempt(async () => {
      const { plan } = await get<{ plan: ChangePlan }>(`/org/changes/${change.id}/reverse`);
      setReverse({ change, plan });
    });
  return (
    <article className="c-org">
      <header>
        <h2 className="c-title">{t('change.list')}</h2>
        <p className="k-hint">{t('change.listLine')}</p>
      </header>
      <FormProblem failure={failure} />
      {found.data.items.length === 0 ? <Empty title={t('change.none')} /> : null}
      <table className="c-table">
        <tbody>
          {found.data.items.map((one) => (
            <tr key={one.id}>
              <td className="k-number c-nowrap">{one.effectiveOn}</td>
              <td>
                {t(`change.kind.${one.kind}`)} {one.what.map((node) => node.name).join('、')}
                {one.into.length > 0 ? ` → ${one.into.join('、')}` : ''}
                {one.note ? <div className="k-hint">{one.note}</div> : null}
                {one.failure ? <div className="c-vacant">{one.failure}</div> : null}
                {one.counts ? (
                  <div className="k-hint">
                    {t('change.counts', {
                      cases: one.counts.cases,
                      posts: one.counts.posts,
                      places: one.counts.places,
                      children: one.counts.children,
                    })}
                  </div>
                ) : null}
              </td>
              <td className="c-nowrap">{t(`change.state.${one.state}`)}</td>
              <td className="k-hint">{one.plannedBy ?? ''}</td>
              <td className="c-nowrap">
                {mayChange && one.state === 'planned' ? (
                  <button type="button" className="k-button" onClick={() => void withdraw(one)}>
                    {t('change.withdraw')}
                  </button>
                ) : null}
                {mayChange && one.mayReverse ? (
                  <button type="button" className="k-button" onClick={() => void wayBack(one)}>
                    {t('change.reverse')}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {reverse ? (
        <Drawer
          open
          onClose={() => setReverse(undefined)}
          title={t('change.reverse')}
          size={640}
          destroyOnHidden
        >
          <ChangeSteps
            planOf={() => reverse.plan}
            fromAreas={reverse.plan.tree === 'area'}
            reverses={reverse.change.id}
            onClose={() => setReverse(undefined)}
          >
            <p>
              {t('change.reverseLine', {
                kind: t(`change.kind.${reverse.plan.kind}`),
                names: reverse.change.what.map((node) => node.name).join('、'),
              })}
            </p>
          </ChangeSteps>
        </Drawer>
      ) : null}
    </article>
  );
}
