// The buildings behind a number.
import { useI18n } from '../../kit/i18n.tsx';
import type { Ground } from './planning-types.ts';

const MOST = 200;

export function BuildingList({
  ground,
  ids,
  title,
  secondsOf,
  noteOf,
}: {
  ground: Ground;
  ids: readonly string[];
  title: string;
  secondsOf?: (id: string) => number | undefined;
  /** More words about one, a line of their own. */
  noteOf?: (id: string) => string;
}) {
  const { t } = useI18n();
  const wanted = new Set(ids);
  const rows = ground.buildings.rows.filter(([id]) => wanted.has(id));
  return (
    <section className="pl-list" aria-label={title}>
      <h3>{title}</h3>
      {rows.length === 0 ? <p className="k-hint">{t('planning.noBuildings')}</p> : null}
      <ul>
        {rows.slice(0, MOST).map(([id, name, , , , households]) => {
          const seconds = secondsOf?.(id);
          return (
            <li key={id}>
              {name || id}{' '}
              <span className="k-hint k-number">
                {t('planning.householdsN', { n: households ?? 0 })}
                {seconds === undefined || seconds < 0
                  ? ''
                  : ` · ${t('planning.walkMinutes', { n: (seconds / 60).toFixed(1) })}`}
              </span>
              {noteOf ? <span className="pl-under">{noteOf(id)}</span> : null}
            </li>
          );
        })}
      </ul>
      {rows.length > MOST ? (
        <p className="k-hint">{t('planning.moreBuildings', { n: rows.length - MOST })}</p>
      ) : null}
    </section>
  );
}
