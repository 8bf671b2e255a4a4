// The plans in force at the own places, to be read where there is no network: what to watch, what to do first, which way out, and what each
// level asks of whom. Action cards lie on top of today, as cases do.
import { Link, useSearch } from '@tanstack/react-router';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useReading } from '../queries.ts';
import { Heading } from '../Shell.tsx';

export type PlansSearch = { plan?: string | undefined };

type Plan = {
  id: string;
  kind: { code: string; label: string };
  title: string;
  area: string;
  risk: string;
  version: number;
  reviewOn: string;
  place: string;
  signs: string[];
  lines: string[];
  route: string;
  levels: { code: string; roles: { label: string; lines: string[] }[] }[];
};

function usePlans() {
  return useReading<Plan[]>({
    queryKey: ['plans', 'near'],
    ask: async (signal) =>
      (await get<{ items: Plan[] }>('/preparedness/plans/near', undefined, signal)).items,
    copy: async ({ replica }) =>
      ((await replica.find('plans'))?.payload as { items: Plan[] } | undefined)?.items,
  });
}

export function PlansPage() {
  const { t } = useI18n();
  const { plan: id } = useSearch({ strict: false }) as PlansSearch;
  const found = usePlans();
  if (found.isPending) return <Loading />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const plan = found.data.find((one) => one.id === id);
  if (plan) return <PlanPart plan={plan} />;
  return (
    <div className="f-page">
      <Heading>{t('field.plans.title')}</Heading>
      <p>{t(found.data.length === 0 ? 'field.plans.none' : 'field.plans.line')}</p>
      <ul className="f-list">
        {found.data.map((one) => (
          <li key={one.id}>
            <Link to="/plans" search={{ plan: one.id } as never} className="f-card">
              <span className="f-card-title">{one.title}</span>
              <span>
                {one.kind.label} · {one.risk} · {one.area}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section className="f-group">
      <h2>{title}</h2>
      <ol className="f-card-lines">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </section>
  );
}

function PlanPart({ plan }: { plan: Plan }) {
  const { t } = useI18n();
  return (
    <div className="f-page">
      <Heading>{plan.title}</Heading>
      <Link to="/plans" className="k-link">
        {t('field.plans.all')}
      </Link>
      <p>
        {plan.area} · {plan.risk} · {t('field.plans.version', { n: plan.version, day: plan.reviewOn })}
      </p>
      {plan.place === '' ? null : <p className="f-card-title">{plan.place}</p>}
      <Lines title={t('field.plans.signs')} lines={plan.signs} />
      <Lines title={t('field.plans.lines')} lines={plan.lines} />
      {plan.route === '' ? null : (
        <section className="f-group">
          <h2>{t('field.plans.route')}</h2>
          <p>{plan.route}</p>
        </section>
      )}
      {plan.levels.map((level) => (
        <details key={level.code} className="f-why">
          <summary>{t(`field.plans.level.${level.code}`)}</summary>
          {level.roles.map((role) => (
            <Lines key={role.label} title={role.label} lines={role.lines} />
          ))}
        </details>
      ))}
    </div>
  );
}
