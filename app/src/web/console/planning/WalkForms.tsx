// What is asked of coverage and of siting: who walks how far, to which places, and which streets are closed.
import type { ReactNode } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Places } from './PlacesField.tsx';
import {
  type CoverageInput,
  type Ground,
  type MapTask,
  QUESTIONS,
  type SitingInput,
  WALKERS,
} from './planning-types.ts';
import { candidatesOf, SiteRules } from './SiteRules.tsx';
import { Closures, Lost, OpenHours } from './WhatIf.tsx';

type Common<I> = {
  input: I;
  ground: Ground;
  task: MapTask;
  onTask(task: MapTask): void;
  onChange(input: I): void;
};

export function CoverageForm(props: Common<CoverageInput>) {
  const { input, ground, onChange } = props;
  const { t } = useI18n();
  return (
    <>
      <Walking {...props} />
      <Places
        {...props}
        legend={t('planning.facilities')}
        choice={input.facilities}
        onChoice={(facilities) => onChange({ ...input, facilities })}
        ground={ground}
      />
      <label className="pl-field">
        {t('planning.times')}
        <select
          className="k-input"
          value={input.times}
          onChange={(event) => onChange({ ...input, times: Number(event.target.value) })}
        >
          {[1, 2, 3].map((n) => (
            <option key={n} value={n}>
              {t('planning.timesN', { n })}
            </option>
          ))}
        </select>
      </label>
      <OpenHours input={input} onChange={onChange} />
      <Lost input={input} places={candidatesOf(ground, input.facilities)} onChange={onChange} />
    </>
  );
}

export function SitingForm(
  props: Common<SitingInput> & { picked: string | undefined; onPick(id: string): void },
) {
  const { input, ground, picked, onPick, onChange } = props;
  const { t } = useI18n();
  const number = (key: 'p' | 'capacity' | 'curve', min: number, max: number): ReactNode => (
    <label>
      {t(`planning.${key}`)}
      <input
        type="number"
        className="k-input k-input-short"
        min={min}
        max={max}
        value={input[key] ?? ''}
        onChange={(event) =>
          onChange({ ...input, [key]: event.target.value === '' ? min : event.target.valueAsNumber })
        }
      />
    </label>
  );
  return (
    <>
      <label className="pl-field">
        {t('planning.question')}
        <select
          className="k-input"
          value={input.question}
          onChange={(event) =>
            onChange({ ...input, question: event.target.value as SitingInput['question'] })
          }
        >
          {QUESTIONS.map((one) => (
            <option key={one} value={one}>
              {t(`planning.question.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="pl-row">
        {input.question === 'all-covered' ? null : number('p', 0, 300)}
        {input.question === 'with-capacity' ? number('capacity', 1, 1_000_000) : null}
        {number('curve', 0, 40)}
      </div>
      <Walking {...props} />
      <Places
        {...props}
        legend={t('planning.sites')}
        choice={input.sites}
        onChoice={(sites) => onChange({ ...input, sites })}
      />
      <Places
        {...props}
        legend={t('planning.existing')}
        choice={input.existing ?? {}}
        withoutSpots
        onChoice={(existing) => onChange({ ...input, existing })}
      />
      <SiteRules input={input} ground={ground} picked={picked} onPick={onPick} onChange={onChange} />
      <label className="pl-field">
        {t('planning.effort')}
        <select
          className="k-input"
          value={input.effort}
          onChange={(event) => onChange({ ...input, effort: event.target.value as SitingInput['effort'] })}
        >
          {(['quick', 'normal', 'thorough'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`planning.effort.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function Walking<I extends CoverageInput | SitingInput>({
  input,
  ground,
  task,
  onTask,
  onChange,
}: Common<I>) {
  const { t } = useI18n();
  return (
    <>
      <div className="pl-row">
        <label>
          {t('planning.minutes')}
          <input
            type="number"
            className="k-input k-input-short"
            min={1}
            max={60}
            value={input.minutes}
            onChange={(event) => onChange({ ...input, minutes: event.target.valueAsNumber || 1 })}
          />
        </label>
        <label>
          {t('planning.walker')}
          <select
            className="k-input"
            value={input.walker}
            onChange={(event) => onChange({ ...input, walker: event.target.value as I['walker'] })}
          >
            {WALKERS.map((one) => (
              <option key={one} value={one}>
                {t(`planning.walker.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {ground.withoutHouseholds > 0 ? (
          <label>
            {t('planning.estimate')}
            <input
              type="number"
              className="k-input k-input-short"
              min={10}
              max={1000}
              value={input.estimate ?? ''}
              onChange={(event) => {
                const { estimate: _, ...rest } = input;
                const value = event.target.valueAsNumber;
                onChange((Number.isNaN(value) ? rest : { ...rest, estimate: value }) as I);
              }}
            />
          </label>
        ) : null}
      </div>
      <Closures
        task={task}
        onTask={onTask}
        closures={input.closures ?? []}
        onChange={(closures) => onChange({ ...input, closures })}
      />
    </>
  );
}
