// Which places are meant: by kind, from the map and from what the product keeps, and spots placed by hand.
import { useI18n } from '../../kit/i18n.tsx';
import { placeWord } from './place-words.ts';
import type { Ground, MapTask, PlaceChoice, PlaceSource } from './planning-types.ts';

const SOURCES: readonly PlaceSource[] = ['shelters', 'stocks', 'venues', 'pois', 'assets', 'buildings'];

export function Places({
  legend,
  choice,
  ground,
  withoutSpots = false,
  openFirst = true,
  onTask,
  onChoice,
}: {
  ground: Ground;
  onTask(task: MapTask): void;
  legend: string;
  choice: PlaceChoice;
  withoutSpots?: boolean;
  /** The kinds that the map knows lie open from the beginning. */
  openFirst?: boolean;
  onChoice(choice: PlaceChoice): void;
}) {
  const { t } = useI18n();
  const spots = choice.spots ?? [];
  const chosen = (source: PlaceSource, kind: string) => choice[source]?.includes(kind) ?? false;
  const toggle = (source: PlaceSource, kind: string) => {
    const before = choice[source] ?? [];
    onChoice({
      ...choice,
      [source]: chosen(source, kind) ? before.filter((one) => one !== kind) : [...before, kind],
    });
  };
  return (
    <fieldset className="pl-set">
      <legend>{legend}</legend>
      {SOURCES.map((source) => {
        const kinds = ground.kinds.filter((one) => one.source === source);
        if (kinds.length === 0) return null;
        return (
          <details key={source} open={(openFirst && source === 'pois') || (choice[source]?.length ?? 0) > 0}>
            <summary>{t(`planning.source.${source}`)}</summary>
            <div className="pl-checks">
              {kinds.map(({ kind, count }) => (
                <label key={kind} className="c-check">
                  <input
                    type="checkbox"
                    checked={chosen(source, kind)}
                    onChange={() => toggle(source, kind)}
                  />
                  {placeWord(t, kind)} <span className="k-hint k-number">{count}</span>
                </label>
              ))}
            </div>
          </details>
        );
      })}
      {withoutSpots ? null : (
        <div className="pl-row pl-row-end">
          <button
            type="button"
            className="k-button"
            onClick={() =>
              onTask({
                mode: 'pick',
                done: ({ lng, lat }) => {
                  const n = 1 + Math.max(0, ...spots.map(({ id }) => Number(id.split('-')[1]) || 0));
                  onChoice({
                    ...choice,
                    spots: [...spots, { id: `spot-${n}`, name: t('planning.spotName', { n }), lng, lat }],
                  });
                  onTask({ mode: 'view' });
                },
              })
            }
          >
            {t('planning.placeSpot')}
          </button>
        </div>
      )}
      <Placed
        spots={spots}
        onName={(index, name) =>
          onChoice({ ...choice, spots: spots.map((one, i) => (i === index ? { ...one, name } : one)) })
        }
        onDrop={(index) => onChoice({ ...choice, spots: spots.filter((_, i) => i !== index) })}
      />
    </fieldset>
  );
}

/** What was placed on the map by hand: where it is, its name, and taking it away again. */
export function Placed({
  spots,
  onName,
  onDrop,
}: {
  spots: readonly { name: string; lng: number; lat: number }[];
  onName?(index: number, name: string): void;
  onDrop(index: number): void;
}) {
  const { t } = useI18n();
  if (spots.length === 0) return null;
  return (
    <ul className="pl-placed">
      {spots.map(({ name, lng, lat }, i) => (
        <li key={i} className="pl-row pl-row-end">
          {onName ? (
            <input
              className="k-input"
              aria-label={t('planning.spotNameOf', { n: i + 1 })}
              maxLength={60}
              value={name}
              onChange={(event) => onName(i, event.target.value)}
            />
          ) : (
            <span>{name}</span>
          )}
          <span className="k-hint k-number">
            {lat.toFixed(5)}, {lng.toFixed(5)}
          </span>
          <button
            type="button"
            className="k-button k-button-quiet"
            aria-label={t('planning.dropNamed', { name })}
            onClick={() => onDrop(i)}
          >
            {t('planning.drop')}
          </button>
        </li>
      ))}
    </ul>
  );
}
