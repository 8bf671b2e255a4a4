// Before anything happens: the three lists with their versions and who approved them, the plans and how old they are, and where to begin.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { KINDS } from './draft.ts';
import { Institutions } from './Institutions.tsx';
import { type DocumentSummary, useDocuments } from './queries.ts';
import './preparedness.css';

export function PreparednessPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const found = useDocuments();
  const items = found.data?.items.filter((one) => !one.replaced && one.state.code !== 'dropped') ?? [];
  const of = (kind: string) => items.filter((one) => one.kind.code === kind);
  const plans = items.filter((one) => one.kind.code.startsWith('plan-'));
  return (
    <div className="c-page">
      <header className="p-head">
        <h1 className="c-title">{t('prep.title')}</h1>
        <nav className="k-row" aria-label={t('prep.contents')}>
          <a href="#prep-duties">{t('prep.duties')}</a>
          <a href="#prep-risks">{t('prep.risks')}</a>
          <a href="#prep-institutions">{t('prep.institutionList')}</a>
          <a href="#prep-plans">{t('prep.plans')}</a>
          <Link to="/preparedness/risks">{t('prep.matrix')}</Link>
          <Link to="/preparedness/contacts">{t('prep.tree')}</Link>
          <Link to="/planning" search={{ kind: 'circle' }}>
            {t('planning.circle.open')}
          </Link>
        </nav>
      </header>
      {holdsDuty(me, 'intake', 'dispatch', 'command') ? (
        <nav className="k-row" aria-label={t('prep.new')}>
          {KINDS.map((kind) => (
            <Link key={kind} className="k-button" to="/preparedness/draft" search={{ kind }}>
              {t('prep.begin', { kind: t(`prep.kind.${kind}`) })}
            </Link>
          ))}
        </nav>
      ) : null}
      <Unread found={found} />
      {found.data ? (
        <>
          <Documents
            id="prep-duties"
            title={t('prep.duties')}
            none={t('prep.noDuties')}
            items={of('duties')}
          />
          <Documents id="prep-risks" title={t('prep.risks')} none={t('prep.noRisks')} items={of('risks')} />
        </>
      ) : null}
      <Institutions areaId={area?.id ?? me.posts[0]?.area.id ?? ''} />
      {found.data ? (
        <Documents id="prep-plans" title={t('prep.plans')} none={t('prep.noPlans')} items={plans} />
      ) : null}
    </div>
  );
}

function Documents({
  id,
  title,
  none,
  items,
}: {
  id: string;
  title: string;
  none: string;
  items: readonly DocumentSummary[];
}) {
  const { t } = useI18n();
  return (
    <section className="c-stack" aria-labelledby={id}>
      <h2 id={id} className="c-heading">
        {title}
      </h2>
      {items.length === 0 ? <p className="k-hint">{none}</p> : null}
      {items.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('prep.column.title')}</th>
                <th scope="col">{t('prep.column.area')}</th>
                <th scope="col">{t('prep.column.version')}</th>
                <th scope="col">{t('prep.column.state')}</th>
                <th scope="col">{t('prep.column.age')}</th>
                <th scope="col">{t('prep.column.review')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Link to="/preparedness/$documentId" params={{ documentId: one.id }}>
                      {one.title}
                    </Link>
                    <span className="k-hint p-below">
                      {one.kind.code.startsWith('plan-') ? `${one.kind.label} · ${one.risk.label}` : one.note}
                      {one.subject ? ` · ${one.subject}` : ''}
                    </span>
                  </th>
                  <td>{one.area.name}</td>
                  <td className="c-nowrap">{t('prep.version', { n: one.version })}</td>
                  <td className="c-nowrap">
                    <StateMark
                      shape={one.state.code === 'published' ? 'done' : 'doing'}
                      label={one.state.code === 'draft' ? t('prep.draftWaits') : one.state.label}
                    />
                  </td>
                  <td className="c-nowrap">
                    {one.ageDays === null ? '—' : t('prep.age', { n: one.ageDays })}
                  </td>
                  <td className="c-nowrap">
                    {one.reviewDue ? (
                      <StateMark shape="late" label={t('prep.reviewDue', { date: one.reviewOn })} />
                    ) : (
                      one.reviewOn
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
