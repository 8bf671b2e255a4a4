// Which registers there are, by group: what each holds and what is held of people in it.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { type Register, useApprovals, useRegisters } from './register-queries.ts';
import './registers.css';

export function RegistersPage() {
  const { t } = useI18n();
  const found = useRegisters();
  const waiting = useApprovals().data?.items.filter((one) => one.mayDecide).length ?? 0;
  const groups = new Map<string, Register[]>();
  for (const one of found.data?.items ?? []) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return (
    <div className="c-page">
      <h1 className="c-title">{t('reg.title')}</h1>
      <p className="k-hint">{t('reg.line')}</p>
      <p className="r-actions">
        <Link to="/registers/approvals" className={waiting > 0 ? 'k-button k-button-primary' : 'k-link'}>
          {waiting > 0 ? t('reg.waiting', { n: waiting }) : t('reg.approvals')}
        </Link>
        <Link to="/registers/processing" className="k-link">
          {t('reg.processing')}
        </Link>
      </p>
      <Unread found={found} />
      {[...groups].map(([group, registers]) => (
        <section key={group} aria-label={group}>
          <h2 className="c-heading">{group}</h2>
          <table className="c-table r-catalogue">
            <thead>
              <tr>
                <th scope="col">{t('reg.register')}</th>
                <th scope="col">{t('reg.holds')}</th>
                <th scope="col">{t('reg.people')}</th>
              </tr>
            </thead>
            <tbody>
              {registers.map((one) => (
                <tr key={one.code}>
                  <th scope="row">
                    <Link to="/registers/$register" params={{ register: one.code }} className="k-link">
                      {one.label}
                    </Link>
                  </th>
                  <td>{one.about}</td>
                  <td>
                    {one.personal ? t('reg.personal', { months: one.keepMonths }) : t('reg.noPeople')}
                    {one.consent ? ` · ${t('reg.byConsent')}` : ''}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  );
}
