import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { wordsIn } from '../../patrol/queries.ts';
import { AskFirst } from '../shell/AskFirst.tsx';
import { type Plan, useChecklists, usePlans } from './queries.ts';

/** The plans in sight; whoever plans over the area may end one. */
export function PlanTable() {
  const { t, locale } = useI18n();
  const found = usePlans();
  const checklists = useChecklists();
  const titles = new Map(checklists.data?.items.map((one) => [one.code, wordsIn(one.title, locale)]));
  if (!found.data) return <Unread found={found} />;
  if (found.data.items.length === 0) return <Empty title={t('patrol.noPlansYet')} />;
  return (
    <div className="c-card t-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('patrol.planTitle')}</th>
            <th scope="col">{t('patrol.area')}</th>
            <th scope="col">{t('patrol.checklist')}</th>
            <th scope="col">{t('patrol.every')}</th>
            <th scope="col">{t('patrol.runs')}</th>
            <th scope="col">{t('patrol.planState')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.items.map((plan) => (
            <tr key={plan.id}>
              <th scope="row">{plan.title}</th>
              <td>{plan.areaName}</td>
              <td>
                <Link to="/checklists" search={{ code: plan.checklist }} className="k-link">
                  {titles.get(plan.checklist) ?? plan.checklist}
                </Link>
              </td>
              <td>{t(`patrol.every.${plan.every}`, { n: plan.everyN })}</td>
              <td>
                {plan.endsOn === null
                  ? t('patrol.runsOn', { from: dayWords(t, plan.startsOn, now()) })
                  : t('patrol.period', {
                      from: dayWords(t, plan.startsOn, now()),
                      to: dayWords(t, plan.endsOn, now()),
                    })}
              </td>
              <td>
                <PlanState plan={plan} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlanState({ plan }: { plan: Plan }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  async function end(): Promise<void> {
    await post(`/patrol/plans/${encodeURIComponent(plan.id)}/end`, {});
    toast(t('patrol.ended', { title: plan.title }), { tone: 'good' });
    await client.invalidateQueries({ queryKey: ['patrol'] });
  }
  const words = t(`patrol.planState.${plan.state}`);
  if (!plan.mayPlan || plan.state === 'over' || plan.endsOn !== null) return words;
  return (
    <>
      {words}{' '}
      <AskFirst
        words={t('patrol.end')}
        label={t('patrol.endPlan', { title: plan.title })}
        question={t('patrol.endSure')}
        yes={t('patrol.end')}
        no={t('patrol.endNot')}
        quiet
        onYes={end}
      />
    </>
  );
}
