// What happens where and when, what is lost, who is there, by which rule help goes, and what the test is asked.
import { useId, useMemo } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { ShortList } from '../planning/ShortList.tsx';
import { NotesList } from './NotesList.tsx';
import { NumberField } from './NumberField.tsx';
import { PolicyFields } from './PolicyFields.tsx';
import { changeHazard, newScenario, withZone } from './scenario-defaults.ts';
import { placesToHit } from './stress-logic.ts';
import {
  HAZARDS,
  type Hazard,
  type MapTask,
  type Model,
  PARTS,
  RECORDS,
  type Scenario,
  UTILITIES,
  type Zone,
} from './stress-types.ts';

type Props = {
  scenario: Scenario;
  model: Model | undefined;
  task: MapTask;
  onTask(task: MapTask): void;
  onChange(scenario: Scenario): void;
};

export function ScenarioForm(props: Props) {
  const { scenario, model, onChange } = props;
  const { t } = useI18n();
  const set = (part: Partial<Scenario>) => onChange({ ...scenario, ...part });
  return (
    <>
      <HazardFields {...props} />
      <div className="pl-row">
        <NumberField
          label={t('stress.hours')}
          value={scenario.hours}
          min={6}
          max={168}
          whole
          onChange={(hours) => set({ hours })}
        />
        <NumberField
          label={t('stress.startHour')}
          value={scenario.startHour}
          min={0}
          max={23}
          whole
          onChange={(startHour) => set({ startHour })}
        />
        <NumberField
          label={t('stress.runs')}
          value={scenario.runs}
          min={1}
          max={200}
          whole
          onChange={(runs) => set({ runs })}
        />
      </div>
      <LostFields {...props} />
      <fieldset className="pl-set">
        <legend>{t('stress.policy')}</legend>
        <PolicyFields policy={scenario.policy} onChange={(policy) => set({ policy })} />
        <div className="pl-row">
          <NumberField
            label={t('stress.commanders')}
            value={scenario.command.commanders}
            min={1}
            max={20}
            whole
            onChange={(commanders) => set({ command: { ...scenario.command, commanders } })}
          />
          <NumberField
            label={t('stress.span')}
            value={scenario.command.span}
            min={1}
            max={50}
            whole
            onChange={(span) => set({ command: { ...scenario.command, span } })}
          />
          <NumberField
            label={t('stress.decisionMinutes')}
            value={scenario.command.decisionMinutes}
            min={0}
            max={120}
            onChange={(decisionMinutes) => set({ command: { ...scenario.command, decisionMinutes } })}
          />
        </div>
        <label className="c-check">
          <input
            type="checkbox"
            checked={scenario.recalled}
            onChange={({ target }) => set({ recalled: target.checked })}
          />
          {t('stress.recalled')}
        </label>
      </fieldset>
      <PeopleFields {...props} />
      <RecordFields {...props} />
      <fieldset className="pl-set">
        <legend>{t('stress.ask')}</legend>
        {PARTS.map((part) => (
          <label key={part} className="c-check">
            <input
              type="checkbox"
              checked={scenario.ask.includes(part)}
              onChange={({ target }) =>
                set({
                  ask: target.checked
                    ? PARTS.filter((one) => one === part || scenario.ask.includes(one))
                    : scenario.ask.filter((one) => one !== part),
                })
              }
            />
            {t(`stress.ask.${part}`)}
          </label>
        ))}
      </fieldset>
      {model ? <ModelLines model={model} /> : null}
    </>
  );
}

function HazardFields({ scenario, model, task, onTask, onChange }: Props) {
  const { t } = useI18n();
  const { hazard } = scenario;
  const drawing = task.mode === 'draw';
  const places = useMemo(() => (model ? placesToHit(model) : []), [model]);
  const setHazard = (part: Partial<Scenario['hazard']>) =>
    onChange({ ...scenario, hazard: { ...hazard, ...part } });
  const setZone = (index: number, part: Partial<Zone>) =>
    setHazard({ zones: hazard.zones.map((zone, i) => (i === index ? { ...zone, ...part } : zone)) });
  return (
    <fieldset className="pl-set">
      <legend>{t('stress.what')}</legend>
      <div className="pl-row">
        <label>
          {t('stress.hazard')}
          <select
            className="k-input"
            value={hazard.kind}
            onChange={({ target }) => onChange(changeHazard(scenario, target.value as Hazard))}
          >
            {HAZARDS.map((one) => (
              <option key={one} value={one}>
                {t(`stress.hazard.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          label={t('stress.scale')}
          value={hazard.scale}
          min={0.1}
          max={5}
          step={0.1}
          onChange={(scale) => setHazard({ scale })}
        />
      </div>
      <label className="c-check">
        <input
          type="checkbox"
          checked={hazard.whole !== undefined}
          onChange={({ target }) => {
            const { whole: _, ...rest } = hazard;
            const whole = newScenario(hazard.kind).hazard.whole;
            onChange({ ...scenario, hazard: target.checked && whole ? { ...rest, whole } : rest });
          }}
        />
        {t('stress.whole')}
      </label>
      {hazard.whole ? (
        <When when={hazard.whole} onChange={(whole) => setHazard({ whole })} of={t('stress.whole')} />
      ) : null}
      {hazard.zones.map((zone, i) => (
        <div key={i} className="st-zone">
          <div className="pl-row pl-row-end">
            <input
              className="k-input pl-grow"
              aria-label={t('stress.zoneNameOf', { n: i + 1 })}
              maxLength={40}
              value={zone.name}
              onChange={({ target }) => setZone(i, { name: target.value })}
            />
            <button
              type="button"
              className="k-button k-button-quiet"
              aria-label={t('planning.dropNamed', { name: zone.name })}
              onClick={() => setHazard({ zones: hazard.zones.filter((_, k) => k !== i) })}
            >
              {t('planning.drop')}
            </button>
          </div>
          <When when={zone} onChange={(part) => setZone(i, part)} of={zone.name} />
        </div>
      ))}
      {hazard.zones.length === 0 && !hazard.whole ? <p className="k-hint">{t('stress.drawHint')}</p> : null}
      <button
        type="button"
        className="k-button"
        aria-pressed={drawing}
        disabled={hazard.zones.length >= 20}
        onClick={() => onTask(drawing ? { mode: 'view' } : { mode: 'draw' })}
      >
        {t(drawing ? 'stress.drawStop' : 'stress.draw')}
      </button>
      {places.length > 0 ? (
        <label className="pl-field">
          {t('stress.hitPlace')}
          <select
            className="k-input"
            value=""
            disabled={hazard.zones.length >= 20}
            onChange={({ target }) => {
              const place = places.find((one) => one.id === target.value);
              if (place) onChange(withZone(scenario, place.ring, place.name));
            }}
          >
            <option value="">{t('planning.choose')}</option>
            {places.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
    </fieldset>
  );
}

const INTENSITIES = [0.3, 0.5, 0.7, 0.9] as const;

function When({
  when,
  of,
  onChange,
}: {
  when: { fromHour: number; toHour: number; intensity: number };
  of: string;
  onChange(when: { fromHour: number; toHour: number; intensity: number }): void;
}) {
  const { t } = useI18n();
  const id = useId();
  const { fromHour, toHour, intensity } = when;
  const known: readonly number[] = INTENSITIES;
  const options = known.includes(intensity) ? known : [...known, intensity].sort((a, b) => a - b);
  return (
    <fieldset className="pl-row st-when" aria-label={of}>
      <NumberField
        label={t('stress.fromHour')}
        value={fromHour}
        min={0}
        max={168}
        onChange={(value) => onChange({ fromHour: value, toHour, intensity })}
      />
      <NumberField
        label={t('stress.toHour')}
        value={toHour}
        min={0}
        max={168}
        onChange={(value) => onChange({ fromHour, toHour: value, intensity })}
      />
      <label htmlFor={id}>
        {t('stress.intensity')}
        <select
          id={id}
          className="k-input"
          value={intensity}
          onChange={({ target }) => onChange({ fromHour, toHour, intensity: Number(target.value) })}
        >
          {options.map((one) => (
            <option key={one} value={one}>
              {known.includes(one) ? t(`stress.intensity.${one * 10}`) : one}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function LostFields({ scenario, model, task, onTask, onChange }: Props) {
  const { t } = useI18n();
  const lost = scenario.lost ?? {};
  const closures = scenario.closures ?? [];
  const setLost = (part: Partial<NonNullable<Scenario['lost']>>) =>
    onChange({ ...scenario, lost: { ...lost, ...part } });
  const toggled = <T extends string>(list: readonly T[] | undefined, one: T, on: boolean): T[] =>
    on ? [...(list ?? []), one] : (list ?? []).filter((id) => id !== one);
  const picking = task.mode === 'pick';
  const places = [
    ...(model?.stocks ?? []).map((one) => ({ ...one, kind: 'stocks' as const })),
    ...(model?.shelters ?? []).map((one) => ({ ...one, kind: 'shelters' as const })),
  ];
  return (
    <fieldset className="pl-set">
      <legend>{t('stress.lost')}</legend>
      <label className="c-check">
        <input
          type="checkbox"
          checked={scenario.utilities}
          onChange={({ target }) => onChange({ ...scenario, utilities: target.checked })}
        />
        {t('stress.utilities')}
      </label>
      {scenario.utilities ? (
        <div className="pl-checks">
          {UTILITIES.map((one) => (
            <label key={one} className="c-check">
              <input
                type="checkbox"
                checked={lost.services?.includes(one) ?? false}
                onChange={({ target }) => setLost({ services: toggled(lost.services, one, target.checked) })}
              />
              {t(`stress.lostAtStart.${one}`)}
            </label>
          ))}
        </div>
      ) : null}
      <ShortList
        title={t('stress.lostPlaces', { n: (lost.stocks?.length ?? 0) + (lost.shelters?.length ?? 0) })}
        items={places}
        keyOf={(one) => one.id}
        wordsOf={(one) => one.name}
        row={(one) => (
          <label className="c-check">
            <input
              type="checkbox"
              checked={lost[one.kind]?.includes(one.id) ?? false}
              onChange={({ target }) =>
                setLost({ [one.kind]: toggled(lost[one.kind], one.id, target.checked) })
              }
            />
            {t(`stress.place.${one.kind}`)} · {one.name}
          </label>
        )}
      />
      <button
        type="button"
        className="k-button"
        aria-pressed={picking}
        onClick={() => onTask(picking ? { mode: 'view' } : { mode: 'pick' })}
      >
        {t(picking ? 'stress.closeStop' : 'stress.close')}
      </button>
      {closures.length > 0 ? (
        <ul className="pl-placed">
          {closures.map(({ lng, lat }, i) => (
            <li key={i} className="pl-row pl-row-end">
              <span>{t('planning.closureName', { n: i + 1 })}</span>
              <span className="k-hint k-number">
                {lat.toFixed(5)}, {lng.toFixed(5)}
              </span>
              <button
                type="button"
                className="k-button k-button-quiet"
                aria-label={t('planning.dropNamed', { name: t('planning.closureName', { n: i + 1 }) })}
                onClick={() => onChange({ ...scenario, closures: closures.filter((_, k) => k !== i) })}
              >
                {t('planning.drop')}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </fieldset>
  );
}

function PeopleFields({ scenario, onChange }: Props) {
  const { t } = useI18n();
  const { people } = scenario;
  const set = (part: Partial<Scenario['people']>) =>
    onChange({ ...scenario, people: { ...people, ...part } });
  const share = (key: 'elderly' | 'chronic' | 'powered') => (
    <NumberField
      label={t(`stress.people.${key}`)}
      value={Math.round(people[key] * 10_000) / 100}
      min={0}
      max={100}
      step={0.1}
      onChange={(percent) => set({ [key]: percent / 100 })}
    />
  );
  return (
    <details className="pl-set">
      <summary>{t('stress.people')}</summary>
      <p className="k-hint">{t('stress.peopleLine')}</p>
      <div className="pl-row">
        <NumberField
          label={t('stress.people.perHousehold')}
          value={people.perHousehold}
          min={1}
          max={8}
          step={0.01}
          onChange={(perHousehold) => set({ perHousehold })}
        />
        {share('elderly')}
        {share('chronic')}
        {share('powered')}
        <NumberField
          label={t('planning.estimate')}
          value={scenario.estimate}
          min={10}
          max={1000}
          onChange={(estimate) => onChange({ ...scenario, estimate })}
          onEmpty={() => {
            const { estimate: _, ...rest } = scenario;
            onChange(rest);
          }}
        />
      </div>
    </details>
  );
}

/** What records say of neighbours who hold together; nothing of it is about what anybody thinks. */
function RecordFields({ scenario, onChange }: Props) {
  const { t } = useI18n();
  const records = scenario.records ?? {};
  return (
    <details className="pl-set">
      <summary>{t('stress.records')}</summary>
      <p className="k-hint">{t('stress.recordsLine')}</p>
      <div className="pl-row">
        {RECORDS.map((key) => {
          const value = records[key];
          return (
            <NumberField
              key={key}
              label={t(`stress.record.${key}`)}
              value={value === undefined ? undefined : Math.round(value * 1000) / 10}
              min={0}
              max={100}
              step={0.1}
              onChange={(percent) => onChange({ ...scenario, records: { ...records, [key]: percent / 100 } })}
              onEmpty={() => {
                const { [key]: _, ...rest } = records;
                onChange({ ...scenario, records: rest });
              }}
            />
          );
        })}
      </div>
    </details>
  );
}

function ModelLines({ model }: { model: Model }) {
  const { t } = useI18n();
  const { people } = model;
  return (
    <section aria-label={t('stress.model')} className="st-model">
      <h2 className="c-heading">{t('stress.model')}</h2>
      <p>
        {t('stress.modelLine', {
          grids: model.cells.length,
          households: model.households,
          stocks: model.stocks.length,
          shelters: model.shelters.length,
        })}
      </p>
      <p>
        {t('stress.modelPeople', {
          workers: people.gridWorkers,
          neighbours: people.neighbours,
          rescue: people.rescue,
          clinic: people.clinic,
        })}
      </p>
      <NotesList notes={model.notes} />
    </section>
  );
}
