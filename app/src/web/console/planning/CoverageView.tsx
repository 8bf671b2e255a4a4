// Who is covered and who is not, by group; every number opens its buildings.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { BuildingList } from './BuildingList.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { placeWord } from './place-words.ts';
import type { CoverageResult, Ground } from './planning-types.ts';

export function CoverageView({
  result,
  ground,
  onStrong,
}: {
  result: CoverageResult;
  ground: Ground;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const [open, setOpen] = useState<{ title: string; ids: string[] }>();
  const ids = (indices: readonly number[]) => indices.map((i) => result.buildings[i] as string);
  const show = (title: string, list: string[]) => {
    setOpen({ title, ids: list });
    onStrong(new Set(list));
  };
  const at = new Map(result.buildings.map((id, i) => [id, i]));
  const kinds = new Map(ground.buildings.rows.map((row) => [row[0], row[2]]));
  const community = new Map(
    result.groups.filter((one) => one.group.startsWith('community:')).map((one) => [one.group, one]),
  );
  const lacking = ids(result.uncovered);
  const { covered, total } = result.households;
  const number = (n: number, title: string, list: string[]) => (
    <button type="button" className="k-link k-number" disabled={n === 0} onClick={() => show(title, list)}>
      {n}
    </button>
  );
  const wordOf = (group: string) => {
    const [kind = '', name = ''] = group.split(/:(.*)/s);
    return kind === 'building' ? placeWord(t, name) : name;
  };
  const missing = result.facilities.filter((one) => !one.onStreet);
  const hasHours = result.facilities.some((one) => one.open !== undefined && one.open !== 'any');
  const unknown = result.facilities.filter((one) => one.open === 'unknown').length;
  return (
    <>
      <p className="pl-headline">
        {t('planning.covered', {
          covered,
          total,
          share: total === 0 ? '0' : ((covered / total) * 100).toFixed(1),
        })}
      </p>
      <ul className="pl-facts">
        <li>
          {t('planning.uncoveredBuildings')}{' '}
          {number(lacking.length, t('planning.uncoveredBuildings'), lacking)}
        </li>
        {result.cutOff.length > 0 ? (
          <li>
            {t('planning.cutOff')} {number(result.cutOff.length, t('planning.cutOff'), ids(result.cutOff))}
          </li>
        ) : null}
        {result.withoutStreet.length > 0 ? (
          <li>
            {t('planning.withoutStreet')}{' '}
            {number(result.withoutStreet.length, t('planning.withoutStreet'), ids(result.withoutStreet))}
          </li>
        ) : null}
        {missing.length > 0 ? (
          <li>{t('planning.offStreet', { names: missing.map((one) => one.name || one.id).join('、') })}</li>
        ) : null}
        {unknown > 0 ? <li>{t('planning.unknownHours', { n: unknown })}</li> : null}
        {result.missedClosures.length > 0 ? (
          <li>{t('planning.missedClosures', { n: result.missedClosures.length })}</li>
        ) : null}
        <li className="k-hint">{t(`planning.streets.${result.streets.source}`)}</li>
      </ul>
      {open ? (
        <BuildingList
          ground={ground}
          ids={open.ids}
          title={open.title}
          secondsOf={(id) => result.seconds[at.get(id) ?? -1]}
        />
      ) : null}
      <PeopleTable people={result.people ?? []} title={t('planning.people.title')} />
      <table className="c-table pl-small">
        <thead>
          <tr>
            <th scope="col">{t('planning.group')}</th>
            <th scope="col" className="pl-num">
              {t('planning.coveredHouseholds')}
            </th>
            <th scope="col" className="pl-num">
              {t('planning.lackingHouseholds')}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...community.values(), ...result.groups.filter((one) => one.group.startsWith('building:'))].map(
            (one) => (
              <tr key={one.group}>
                <th scope="row">{wordOf(one.group)}</th>
                <td className="pl-num">
                  {one.covered} / {one.total}
                </td>
                <td className="pl-num">
                  {one.group.startsWith('building:')
                    ? number(
                        one.total - one.covered,
                        wordOf(one.group),
                        lacking.filter((id) => `building:${kinds.get(id)}` === one.group),
                      )
                    : one.total - one.covered}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      <table className="c-table pl-small">
        <thead>
          <tr>
            <th scope="col">{t('planning.facility')}</th>
            <th scope="col" className="pl-num">
              {t('planning.nearestTo')}
            </th>
            {hasHours ? <th scope="col">{t('planning.facilityNow')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {result.facilities.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <button type="button" className="k-link" onClick={() => onStrong(new Set([one.id]))}>
                  {one.name || one.id}
                </button>
              </th>
              <td className="pl-num">{one.households}</td>
              {hasHours ? (
                <td>{one.open === 'any' || !one.open ? '' : t(`planning.facilityState.${one.open}`)}</td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
