import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { useRoles } from './org-queries.ts';

const MOST_NAMED = 8;

/** Who does what in the street's work pattern, with the units that are there for it. */
export function PatternPanel() {
  const { t } = useI18n();
  const roles = useRoles();
  if (roles.isPending) return <Loading />;
  if (roles.isError) return <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />;
  return (
    <article className="c-org">
      <header>
        <h2 className="c-title">{t('org.pattern')}</h2>
        <p className="k-hint">{t('org.patternLine')}</p>
      </header>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('org.patternRole')}</th>
            <th scope="col">{t('org.patternDoes')}</th>
            <th scope="col">{t('org.patternUnits')}</th>
          </tr>
        </thead>
        <tbody>
          {roles.data.workPattern.map((role) => (
            <tr key={role.code}>
              <th scope="row">{role.label}</th>
              <td>{role.does}</td>
              <td>
                {role.units.length === 0 ? t('kit.none') : null}
                {role.units
                  .slice(0, MOST_NAMED)
                  .map((unit) => unit.label)
                  .join('、')}
                {role.units.length > MOST_NAMED ? t('org.patternMore', { n: role.units.length }) : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
