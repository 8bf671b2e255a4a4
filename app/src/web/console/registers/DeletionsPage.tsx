// What was deleted from a register for good: when, why and how much; of the content nothing is left to be shown.
import { Link } from '@tanstack/react-router';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { useRegisterCode } from './register-address.ts';
import { useRegister, useTombstones } from './register-queries.ts';
import { Scroll } from './Scroll.tsx';
import './registers.css';

export function DeletionsPage() {
  const { t } = useI18n();
  const code = useRegisterCode();
  const known = useRegister(code);
  const found = useTombstones(code);
  if (known.isPending) return <Loading />;
  if (!known.register) return <ErrorState error={known.error} />;
  const items = found.data?.items ?? [];
  return (
    <div className="c-page">
      <Link to="/registers/$register" params={{ register: code }} className="k-link">
        {known.register.label}
      </Link>
      <h1 className="c-title">{t('reg.deletions')}</h1>
      <p className="k-hint">{t('reg.deletionsLine')}</p>
      <Unread found={found} />
      {found.data && items.length === 0 ? <p className="r-empty">{t('reg.noDeletions')}</p> : null}
      {items.length > 0 ? (
        <Scroll label={t('reg.deletions')}>
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('reg.when')}</th>
                <th scope="col">{t('reg.why')}</th>
                <th scope="col">{t('reg.erasedMuch')}</th>
                <th scope="col">{t('reg.recordNumber')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={`${one.recordId}/${one.seq}`}>
                  <td className="c-nowrap">{exactDate(t, one.at, now())}</td>
                  <td>{t(`reg.why.${one.why}`)}</td>
                  <td>
                    {t(one.fields === null ? 'reg.erasedWhole' : 'reg.erasedFields')}
                    {t('reg.erasedCount', { values: one.valuesErased, steps: one.stepsErased })}
                  </td>
                  <td className="k-number">{one.recordId}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
    </div>
  );
}
