// The duties of a responsibility list: who does what at which risk and phase, and which post is called for it.
import { actionLevels, risks } from '../../../kernel/emergency.ts';
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import { ChoiceField, LinesField, WordsField } from './DraftFields.tsx';
import { emptyTask } from './draft.ts';
import type { Task } from './queries.ts';

const PHASES = ['prevent', 'respond', 'recover'];

export function TasksEditor({
  tasks,
  duties,
  nameOf,
  onChange,
}: {
  tasks: readonly Task[];
  duties: readonly { code: string; label: string }[];
  nameOf(unitId: string): string;
  onChange(tasks: Task[]): void;
}) {
  const { t } = useI18n();
  return (
    <div className="c-stack">
      {tasks.map((task, index) => (
        <TaskCard
          key={task.code}
          task={task}
          n={index + 1}
          duties={duties}
          nameOf={nameOf}
          onChange={(next) => onChange(tasks.map((one) => (one.code === task.code ? next : one)))}
          onRemove={() => onChange(tasks.filter((one) => one.code !== task.code))}
        />
      ))}
      <button type="button" className="k-button" onClick={() => onChange([...tasks, emptyTask(tasks)])}>
        {t('prep.addTask')}
      </button>
    </div>
  );
}

function TaskCard({
  task,
  n,
  duties,
  nameOf,
  onChange,
  onRemove,
}: {
  task: Task;
  n: number;
  duties: readonly { code: string; label: string }[];
  nameOf(unitId: string): string;
  onChange(task: Task): void;
  onRemove(): void;
}) {
  const { t } = useI18n();
  const set = (part: Partial<Task>) => onChange({ ...task, ...part });
  const id = (part: string) => `${task.code}-${part}`;
  return (
    <fieldset className="p-card">
      <legend>{t('prep.taskN', { n })}</legend>
      <WordsField
        id={id('task')}
        label={t('prep.task')}
        value={task.task}
        most={40}
        onChange={(words) => set({ task: words })}
      />
      <div className="p-row">
        <ChoiceField
          id={id('risk')}
          label={t('prep.risk')}
          value={task.risk}
          options={['any', ...risks].map((code) => ({ code, label: t(`emergency.risk.${code}`) }))}
          onChange={(risk) => set({ risk })}
        />
        <ChoiceField
          id={id('phase')}
          label={t('prep.phase')}
          value={task.phase}
          options={PHASES.map((code) => ({ code, label: t(`prep.phase.${code}`) }))}
          onChange={(phase) => set({ phase })}
        />
        <ChoiceField
          id={id('duty')}
          label={t('prep.duty')}
          value={task.duty}
          options={duties}
          onChange={(duty) => set({ duty })}
        />
      </div>
      {task.phase === 'respond' ? (
        <fieldset className="k-row p-plain">
          <legend>{t('prep.levels')}</legend>
          <CheckOptions
            options={actionLevels.map((value) => ({
              value: value as string,
              label: t(`emergency.level.${value}`),
            }))}
            chosen={task.levels}
            onChange={(levels) => set({ levels })}
          />
        </fieldset>
      ) : null}
      <fieldset className="c-stack p-plain">
        <legend>{t('prep.units')}</legend>
        {task.units.map((unit, index) => (
          <div key={`${index} ${unit.unitId}`} className="p-unit">
            <Lookup
              label={t('prep.unitN', { n: index + 1 })}
              value={unit.unitId || undefined}
              valueLabel={nameOf(unit.unitId)}
              find={findUnits}
              onChange={(unitId) =>
                set({
                  units: task.units.map((one, at) => (at === index ? { ...one, unitId: unitId ?? '' } : one)),
                })
              }
            />
            <select
              className="k-input k-input-short"
              aria-label={t('prep.partN', { n: index + 1 })}
              value={unit.part}
              onChange={(event) =>
                set({
                  units: task.units.map((one, at) =>
                    at === index ? { ...one, part: event.target.value as 'lead' | 'assist' } : one,
                  ),
                })
              }
            >
              <option value="lead">{t('prep.lead')}</option>
              <option value="assist">{t('prep.assist')}</option>
            </select>
            <button
              type="button"
              className="k-link"
              onClick={() => set({ units: task.units.filter((_, at) => at !== index) })}
            >
              {t('prep.takeOut')}
            </button>
          </div>
        ))}
        <button
          type="button"
          className="k-button"
          onClick={() =>
            set({
              units: [
                ...task.units,
                { unitId: '', part: task.units.some((one) => one.part === 'lead') ? 'assist' : 'lead' },
              ],
            })
          }
        >
          {t('prep.addUnit')}
        </button>
        <p className="k-hint">{t('prep.unitsHint')}</p>
      </fieldset>
      <LinesField
        id={id('lines')}
        label={t('prep.taskLines')}
        lines={task.lines}
        onChange={(lines) => set({ lines })}
      />
      <button type="button" className="k-link" onClick={onRemove}>
        {t('prep.takeOutTask', { n })}
      </button>
    </fieldset>
  );
}
