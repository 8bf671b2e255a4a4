// Elders, children and disabled people with a service and without, as the register of buildings counts them; small numbers are not told.
import { useI18n } from '../../kit/i18n.tsx';
import type { PeopleShown } from './planning-types.ts';

export function PeopleTable({ people, title }: { people: readonly PeopleShown[]; title: string }) {
  const { t } = useI18n();
  const rows = people.filter((one) => one.total !== 0);
  if (rows.length === 0) return null;
  const few = t('planning.people.few');
  return (
    <table className="c-table pl-small">
      <caption className="pl-caption">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('planning.people.group')}</th>
          <th scope="col" className="pl-num">
            {t('planning.people.with')}
          </th>
          <th scope="col" className="pl-num">
            {t('planning.people.without')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ group, covered, total }) => (
          <tr key={group}>
            <th scope="row">{t(`planning.people.${group}`)}</th>
            <td className="pl-num">{covered ?? few}</td>
            <td className="pl-num">{covered === null || total === null ? few : total - covered}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
