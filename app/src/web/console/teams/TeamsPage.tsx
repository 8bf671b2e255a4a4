// Emergency teams: what somebody has to see to, who is out now, which teams there are and what was agreed on.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { CallOutForm } from './CallOutForm.tsx';
import { CallOutTable } from './CallOutTable.tsx';
import { Holds } from './Holds.tsx';
import { type Agreement, type Team, type TeamList, useCallOuts, useTeams } from './queries.ts';
import './teams.css';

export function TeamsPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const areaId = area?.id ?? me.posts[0]?.area.id;
  const found = useTeams(areaId);
  const running = useCallOuts({ open: '1' });
  const [calling, setCalling] = useState(false);
  const organises = holdsDuty(me, 'command', 'dispatch', 'intake');
  return (
    <div className="c-page">
      <header className="k-row">
        <h1 className="c-title">{t('teams.title')}</h1>
        {organises && !calling ? (
          <button type="button" className="k-button k-button-primary" onClick={() => setCalling(true)}>
            {t('teams.call')}
          </button>
        ) : null}
      </header>
      {found.data && found.data.red.length > 0 ? (
        <p className="k-error" role="status">
          {t('teams.redNow', { warning: found.data.red.join('；') })}
        </p>
      ) : null}
      {calling && areaId ? <CallOutForm areaId={areaId} onClose={() => setCalling(false)} /> : null}
      <section className="c-stack" aria-labelledby="teams-running">
        <h2 id="teams-running" className="c-heading">
          {t('teams.running')}
        </h2>
        <Unread found={running} />
        {running.data ? <CallOutTable items={running.data.items} none={t('teams.runningNone')} /> : null}
      </section>
      <Unread found={found} />
      {found.data ? <Due list={found.data} /> : null}
      {found.data ? <Teams items={found.data.items} /> : null}
      {found.data ? <Agreements items={found.data.agreements} /> : null}
    </div>
  );
}

/** What ends or has ended, each with the record where it is renewed. */
function Due({ list }: { list: TeamList }) {
  const { t } = useI18n();
  const insurance = list.items.filter((one) => list.due.insurance.includes(one.id));
  const agreements = list.agreements.filter((one) => list.due.agreements.includes(one.id));
  const none = insurance.length + agreements.length + list.due.certificates.length === 0;
  return (
    <section className="c-stack" aria-labelledby="teams-due">
      <h2 id="teams-due" className="c-heading">
        {t('teams.due')}
      </h2>
      {none ? <p className="k-hint">{t('teams.dueNone')}</p> : null}
      <ul className="t-due">
        {insurance.map((one) => (
          <li key={one.id}>
            <Link to="/teams/$teamId" params={{ teamId: one.id }}>
              {one.name}
            </Link>
            {['over', 'soon'].includes(one.insured.standing) ? (
              <span>
                {t('teams.insured')} <Holds {...one.insured} />
              </span>
            ) : null}
            {['over', 'soon'].includes(one.trained.standing) ? (
              <span>
                {t('teams.trained')} <Holds {...one.trained} />
              </span>
            ) : null}
          </li>
        ))}
        {list.due.certificates.map((one) => (
          <li key={one.id}>
            <Link to="/registers/$register" params={{ register: 'certificates' }} search={{ record: one.id }}>
              {one.name} · {one.kind}
            </Link>
            <Holds standing={one.standing} until={one.until} />
          </li>
        ))}
        {agreements.map((one) => (
          <li key={one.id}>
            <Link
              to="/registers/$register"
              params={{ register: 'emergency-agreements' }}
              search={{ record: one.id }}
            >
              {one.name}
            </Link>
            {['over', 'soon'].includes(one.standing) ? (
              <Holds standing={one.standing} until={one.until} />
            ) : null}
            {['over', 'soon'].includes(one.review) ? (
              <span>
                {t('teams.review')} <Holds standing={one.review} until={one.reviewOn} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Teams({ items }: { items: readonly Team[] }) {
  const { t } = useI18n();
  return (
    <section className="c-stack" aria-labelledby="teams-all">
      <h2 id="teams-all" className="c-heading">
        {t('teams.all', { n: items.length })}
      </h2>
      {items.length === 0 ? (
        <Empty title={t('teams.none')}>
          <Link to="/registers/$register" params={{ register: 'teams' }}>
            {t('teams.noneLine')}
          </Link>
        </Empty>
      ) : (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('teams.column.team')}</th>
                <th scope="col">{t('teams.column.skills')}</th>
                <th scope="col">{t('teams.column.people')}</th>
                <th scope="col">{t('teams.insured')}</th>
                <th scope="col">{t('teams.trained')}</th>
                <th scope="col">{t('teams.column.certificates')}</th>
                <th scope="col">{t('teams.column.muster')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/teams/$teamId" params={{ teamId: one.id }}>
                      {one.name}
                    </Link>
                    <span className="k-hint t-below">
                      {one.sort.label} · {one.leader}
                    </span>
                  </td>
                  <td>{one.skillsShown}</td>
                  <td className="c-nowrap">
                    {t('teams.people', { headcount: one.headcount ?? '–', members: one.members })}
                  </td>
                  <td className="c-nowrap">
                    <Holds {...one.insured} />
                  </td>
                  <td className="c-nowrap">
                    <Holds {...one.trained} />
                  </td>
                  <td className="c-nowrap">{t('teams.certificates', one.certificates)}</td>
                  <td>
                    {one.musterPoint ?? ''}
                    {one.equipmentOut > 0 ? (
                      <span className="k-hint t-below">{t('teams.out', { n: one.equipmentOut })}</span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Agreements({ items }: { items: readonly Agreement[] }) {
  const { t } = useI18n();
  return (
    <section className="c-stack" aria-labelledby="teams-agreements">
      <h2 id="teams-agreements" className="c-heading">
        {t('teams.agreements')}
      </h2>
      {items.length === 0 ? (
        <p className="k-hint">
          <Link to="/registers/$register" params={{ register: 'emergency-agreements' }}>
            {t('teams.agreementsNone')}
          </Link>
        </p>
      ) : (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('teams.column.agreement')}</th>
                <th scope="col">{t('teams.column.work')}</th>
                <th scope="col">{t('teams.column.comes')}</th>
                <th scope="col">{t('teams.column.desk')}</th>
                <th scope="col">{t('teams.column.valid')}</th>
                <th scope="col">{t('teams.review')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link
                      to="/registers/$register"
                      params={{ register: 'emergency-agreements' }}
                      search={{ record: one.id }}
                    >
                      {one.name}
                    </Link>
                  </td>
                  <td>{one.work}</td>
                  <td className="c-nowrap">
                    {t('teams.comes', { people: one.headcount ?? '–', minutes: one.withinMinutes ?? '–' })}
                  </td>
                  <td className="c-nowrap">{one.desk}</td>
                  <td className="c-nowrap">
                    <Holds standing={one.standing} until={one.until} />
                  </td>
                  <td className="c-nowrap">
                    <Holds standing={one.review} until={one.reviewOn} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
