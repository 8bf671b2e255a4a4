// The emergency circle's answer: how many households have everything, what is lacking where, and a way to a proposal for each service.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { BuildingList } from './BuildingList.tsx';
import { CoverageView } from './CoverageView.tsx';
import { coverageOfService } from './circle.ts';
import { PeopleTable } from './PeopleTable.tsx';
import type { CircleResult, CircleServiceResult, Ground } from './planning-types.ts';

export function CircleView({
  result,
  ground,
  focus,
  mayPropose,
  onFocus,
  onPropose,
  onStrong,
}: {
  result: CircleResult;
  ground: Ground;
  /** The service that the map shows alone. */
  focus: string | undefined;
  mayPropose: boolean;
  onFocus(id: string | undefined): void;
  onPropose(service: CircleServiceResult): void;
  onStrong(ids: ReadonlySet<string>): void;
}) {
  const { t } = useI18n();
  const [open, setOpen] = useState<{ title: string; ids: string[] }>();
  const { services, households } = result;
  const focused = services.find((one) => one.id === focus);
  const at = new Map(result.buildings.map((id, i) => [id, i]));
  const show = (title: string, indices: readonly number[]) => {
    const ids = indices.map((i) => result.buildings[i] as string);
    setOpen({ title, ids });
    onStrong(new Set(ids));
  };
  const number = (n: number, title: string, indices: readonly number[]) => (
    <button type="button" className="k-link k-number" disabled={n === 0} onClick={() => show(title, indices)}>
      {n}
    </button>
  );
  const lackingWords = (id: string): string =>
    services
      .filter((_, k) => (((result.lacking[at.get(id) ?? -1] ?? 0) >> k) & 1) === 1)
      .map((one) => one.name)
      .join(t('planning.circle.comma'));
  const byCount = new Map<number, number[]>();
  result.lacking.forEach((bits, i) => {
    const n = bitsOf(bits);
    if (n > 0) byCount.set(n, [...(byCount.get(n) ?? []), i]);
  });
  if (focused)
    return (
      <>
        <button type="button" className="k-button" onClick={() => onFocus(undefined)}>
          {t('planning.circle.back')}
        </button>
        <h2 className="c-heading">
          {focused.name}{' '}
          <span className="k-hint">
            {t(`planning.walker.${focused.walker}`)} · {t('planning.circle.within', { n: focused.minutes })}
          </span>
        </h2>
        {focused.unplaced.length > 0 ? (
          <p className="pl-warn">{t('planning.circle.notUsed', { names: focused.unplaced.join('、') })}</p>
        ) : null}
        <CoverageView result={coverageOfService(result, focused)} ground={ground} onStrong={onStrong} />
      </>
    );
  return (
    <>
      <p className="pl-headline">
        {t('planning.circle.headline', {
          covered: households.covered,
          total: households.total,
          share: households.total === 0 ? '0' : ((households.covered / households.total) * 100).toFixed(1),
        })}
      </p>
      <table className="c-table pl-small">
        <thead>
          <tr>
            <th scope="col">{t('planning.circle.service')}</th>
            <th scope="col" className="pl-num">
              {t('planning.circle.has')}
            </th>
            <th scope="col" className="pl-num">
              {t('planning.lackingHouseholds')}
            </th>
            <th scope="col">{t('planning.circle.next')}</th>
          </tr>
        </thead>
        <tbody>
          {services.map((one) => {
            const serving = one.facilities.filter(
              ({ open: state, onStreet }) => onStreet && state !== 'closed' && state !== 'lost',
            ).length;
            const without = one.households.total - one.households.covered;
            return (
              <tr key={one.id}>
                <th scope="row">
                  <button type="button" className="k-link" onClick={() => onFocus(one.id)}>
                    {one.name}
                  </button>
                  <span className="k-hint pl-under">
                    {t(`planning.walker.${one.walker}`)} · {t('planning.circle.within', { n: one.minutes })} ·{' '}
                    {t('planning.circle.serving', { n: serving, of: one.facilities.length })}
                  </span>
                </th>
                <td className="pl-num c-nowrap">
                  {one.households.total === 0
                    ? '–'
                    : `${((one.households.covered / one.households.total) * 100).toFixed(1)} %`}
                </td>
                <td className="pl-num">
                  {number(without, t('planning.circle.lacks', { name: one.name }), one.uncovered)}
                </td>
                <td>
                  {mayPropose && without > 0 ? (
                    <button type="button" className="k-link c-nowrap" onClick={() => onPropose(one)}>
                      {t('planning.circle.propose')}
                    </button>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <ul className="pl-facts">
        {[...byCount]
          .sort(([a], [b]) => a - b)
          .map(([n, indices]) => {
            const title = t('planning.circle.lackN', { n });
            return (
              <li key={n}>
                {title} {number(indices.length, title, indices)}
              </li>
            );
          })}
        {result.cutOff.length > 0 ? (
          <li>
            {t('planning.cutOff')} {number(result.cutOff.length, t('planning.cutOff'), result.cutOff)}
          </li>
        ) : null}
        {result.withoutStreet.length > 0 ? (
          <li>
            {t('planning.withoutStreet')}{' '}
            {number(result.withoutStreet.length, t('planning.withoutStreet'), result.withoutStreet)}
          </li>
        ) : null}
        {(services[0]?.missedClosures.length ?? 0) > 0 ? (
          <li>{t('planning.missedClosures', { n: services[0]?.missedClosures.length ?? 0 })}</li>
        ) : null}
      </ul>
      {open ? <BuildingList ground={ground} ids={open.ids} title={open.title} noteOf={lackingWords} /> : null}
      <PeopleTable people={result.people} title={t('planning.circle.people')} />
      <Groups result={result} />
    </>
  );
}

const bitsOf = (bits: number): number => {
  let n = 0;
  for (let rest = bits; rest > 0; rest >>= 1) n += rest & 1;
  return n;
};

/** Each community with its whole circle. */
function Groups({ result }: { result: CircleResult }) {
  const { t } = useI18n();
  const rows = result.groups
    .filter((one) => one.group.startsWith('community:'))
    .map((one) => ({ ...one, name: one.group.slice('community:'.length) }))
    .sort((a, b) => a.covered / Math.max(1, a.total) - b.covered / Math.max(1, b.total));
  if (rows.length < 2) return null;
  return (
    <table className="c-table pl-small">
      <caption className="pl-caption">{t('planning.circle.byCommunity')}</caption>
      <tbody>
        {rows.map(({ name, covered, total }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="pl-num">
              {covered} / {total}
            </td>
            <td className="pl-num">{total === 0 ? '–' : `${((covered / total) * 100).toFixed(0)} %`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
