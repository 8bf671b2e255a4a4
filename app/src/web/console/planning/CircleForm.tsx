// The emergency circle's question: which services every household should have within its minutes, and what if.
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Places } from './PlacesField.tsx';
import {
  type CircleInput,
  type CircleService,
  type Ground,
  type MapTask,
  WALKERS,
  type Walker,
} from './planning-types.ts';
import { candidatesOf } from './SiteRules.tsx';
import { Closures, Lost, OpenHours } from './WhatIf.tsx';

const MOST_SERVICES = 12;

export function CircleForm({
  input,
  ground,
  task,
  onTask,
  onChange,
}: {
  input: CircleInput;
  ground: Ground;
  task: MapTask;
  onTask(task: MapTask): void;
  onChange(input: CircleInput): void;
}) {
  const { t } = useI18n();
  const { services } = input;
  const change = (index: number, part: Partial<CircleService>) =>
    onChange({ ...input, services: services.map((one, i) => (i === index ? { ...one, ...part } : one)) });
  const places = new Map(
    services.flatMap((one) => candidatesOf(ground, one.places).map((place) => [place.id, place] as const)),
  );
  return (
    <>
      <Unplaced ground={ground} />
      {services.map((service, index) => (
        <Service
          key={service.id}
          service={service}
          ground={ground}
          alone={services.length === 1}
          onTask={onTask}
          onChange={(part) => change(index, part)}
          onDrop={() => onChange({ ...input, services: services.filter((_, i) => i !== index) })}
        />
      ))}
      {services.length < MOST_SERVICES ? (
        <div className="k-row">
          <button
            type="button"
            className="k-button"
            onClick={() =>
              onChange({
                ...input,
                services: [
                  ...services,
                  {
                    id: newCommandId(),
                    name: t('planning.circle.new'),
                    walker: 'walk',
                    minutes: 15,
                    times: 1,
                    places: {},
                  },
                ],
              })
            }
          >
            {t('planning.circle.add')}
          </button>
        </div>
      ) : null}
      <OpenHours input={input} onChange={onChange} />
      <Closures
        task={task}
        onTask={onTask}
        closures={input.closures ?? []}
        onChange={(closures) => onChange({ ...input, closures })}
      />
      <Lost input={input} places={[...places.values()]} onChange={onChange} />
      {ground.withoutHouseholds > 0 ? (
        <label className="pl-field">
          {t('planning.estimate')}
          <input
            type="number"
            className="k-input k-input-short"
            min={10}
            max={1000}
            value={input.estimate ?? ''}
            onChange={({ target }) => {
              const { estimate: _, ...rest } = input;
              onChange(
                Number.isNaN(target.valueAsNumber) ? rest : { ...rest, estimate: target.valueAsNumber },
              );
            }}
          />
        </label>
      ) : null}
    </>
  );
}

function Service({
  service,
  ground,
  alone,
  onTask,
  onChange,
  onDrop,
}: {
  service: CircleService;
  ground: Ground;
  alone: boolean;
  onTask(task: MapTask): void;
  onChange(part: Partial<CircleService>): void;
  onDrop(): void;
}) {
  const { t } = useI18n();
  const count = candidatesOf(ground, service.places).length;
  return (
    <details className="pl-set pl-service">
      <summary>
        <strong>{service.name}</strong>{' '}
        <span className="k-hint k-number">
          {t(`planning.walker.${service.walker}`)} · {t('planning.circle.within', { n: service.minutes })} ·{' '}
          {t('planning.circle.places', { n: count })}
        </span>
      </summary>
      <div className="pl-row">
        <label>
          {t('planning.circle.name')}
          <input
            className="k-input"
            maxLength={40}
            value={service.name}
            onChange={({ target }) => onChange({ name: target.value })}
          />
        </label>
        <label>
          {t('planning.minutes')}
          <input
            type="number"
            className="k-input k-input-short"
            min={1}
            max={60}
            value={service.minutes}
            onChange={({ target }) => onChange({ minutes: target.valueAsNumber || 1 })}
          />
        </label>
        <label>
          {t('planning.walker')}
          <select
            className="k-input"
            value={service.walker}
            onChange={({ target }) => onChange({ walker: target.value as Walker })}
          >
            {WALKERS.map((one) => (
              <option key={one} value={one}>
                {t(`planning.walker.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('planning.times')}
          <select
            className="k-input"
            value={service.times}
            onChange={({ target }) => onChange({ times: Number(target.value) })}
          >
            {[1, 2, 3].map((n) => (
              <option key={n} value={n}>
                {t('planning.timesN', { n })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Places
        legend={t('planning.facilities')}
        choice={service.places}
        ground={ground}
        openFirst={false}
        onTask={onTask}
        onChoice={(places) => onChange({ places })}
      />
      {alone ? null : (
        <button type="button" className="k-button k-button-quiet" onClick={onDrop}>
          {t('planning.circle.drop', { name: service.name })}
        </button>
      )}
    </details>
  );
}

/** What would count if somebody said where it is; and lines of the register that no building answers to. */
function Unplaced({ ground }: { ground: Ground }) {
  const { t } = useI18n();
  const { unplaced, people } = ground;
  if (unplaced.length === 0 && people.unmatched === 0) return null;
  return (
    <details className="pl-warn">
      <summary>
        {unplaced.length > 0 ? t('planning.circle.unplaced', { n: unplaced.length }) : ''}
        {people.unmatched > 0 ? t('planning.circle.unmatched', { n: people.unmatched }) : ''}
      </summary>
      <ul>
        {unplaced.map(({ name, source }) => (
          <li key={`${source} ${name}`}>
            {name} <span className="k-hint">{t(`planning.source.${source}`)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
