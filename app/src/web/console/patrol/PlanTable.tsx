import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { post } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { type Plan, usePlans } from './queries.ts';

/** The plans in sight; whoever plans over the area may end one. */
export function PlanTable() {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const found = usePlans();
  async function end(plan: Plan): Promise<void> {
    try {
      await post(`/patrol/plans/${encodeURIComponent(plan.id)}/end`, {});
      await client.invalidateQueries({ queryKey: ['patrol'] });
      toast(t('patrol.ended', { title: plan.title }), { tone: 'good' });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  return (
    <>
      <Unread found={found} />
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('patrol.planTitle')}</th>
            <th scope="col">{t('patrol.area')}</th>
            <th scope="col">{t('patrol.checklist')}</th>
            <th scope="col">{t('patrol.every')}</th>
            <th scope="col">{t('patrol.from')}</th>
            <th scope="col">{t('patrol.until')}</th>
            <th scope="col">{t('patrol.planState')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data?.items.map((plan) => (
            <tr key={plan.id}>
              <td>{plan.title}</td>
              <td>{plan.areaName}</td>
              <td>
                <Link to="/checklists" search={{ code: plan.checklist }} className="k-link">
                  {plan.checklist}
                </Link>
              </td>
              <td>{t(`patrol.every.${plan.every}`, { n: plan.everyN })}</td>
              <td className="c-nowrap">{plan.startsOn}</td>
              <td className="c-nowrap">{plan.endsOn ?? t('patrol.noEnd')}</td>
              <td>
                {t(`patrol.planState.${plan.state}`)}{' '}
                {plan.mayPlan && plan.state !== 'over' && plan.endsOn === null ? (
                  <button
                    type="button"
                    className="k-link"
                    aria-label={t('patrol.endPlan', { title: plan.title })}
                    onClick={() => void end(plan)}
                  >
                    {t('patrol.end')}
                  </button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
