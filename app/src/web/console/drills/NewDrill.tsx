import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { drillModes, drillScenarios } from '../../../kernel/emergency.ts';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { useDocuments } from '../preparedness/queries.ts';
import { useScope } from '../shell/scope.tsx';
import { useScenarios } from '../stress/stress-queries.ts';
import { type DrillTemplate, readTemplate, type ScriptLine } from './queries.ts';
import { ScriptEditor } from './ScriptEditor.tsx';

const WEEK_MS = 7 * 86_400_000;
const PLANNING = ['command', 'dispatch', 'intake'];

/** A scenario brings its script with the posts of today: the planner changes words, and names who is missing. */
export function NewDrill({ onClose }: { onClose(): void }) {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const navigate = useNavigate();
  const mine = me.posts.find((one) => one.duties.some((duty) => PLANNING.includes(duty)))?.area;
  const [id] = useState(newCommandId);
  const [place, setPlace] = useState(mine ? { id: mine.id, name: mine.name } : undefined);
  const [scenario, setScenario] = useState('');
  const [template, setTemplate] = useState<DrillTemplate>();
  const [draft, setDraft] = useState({
    title: '',
    aim: '',
    place: '',
    mode: 'field',
    plan: '',
    stressRun: '',
  });
  const [plannedAt, setPlannedAt] = useState(() => now() + WEEK_MS);
  const [script, setScript] = useState<ScriptLine[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const plans = useDocuments().data?.items.filter(
    (one) => one.kind.code.startsWith('plan-') && one.state.code === 'published' && !one.replaced,
  );
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });

  async function begin(areaId: string, next: string): Promise<void> {
    setScenario(next);
    setTemplate(undefined);
    setFailure(undefined);
    if (areaId === '' || next === '') return;
    try {
      const read = await readTemplate(areaId, next);
      setTemplate(read);
      setScript(read.script);
      setDraft((old) => ({ ...old, title: read.title, aim: read.aim }));
    } catch (error) {
      setFailure(error);
    }
  }
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    const { plan, stressRun, ...rest } = draft;
    try {
      const body = {
        commandId: id,
        areaId: place?.id,
        scenario,
        plannedAt,
        script,
        ...rest,
        ...(plan === '' ? {} : { plan }),
        ...(stressRun === '' || rest.mode !== 'table-top' ? {} : { stressRun }),
      };
      await post('/drills', body, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['drills'] });
      void navigate({ to: '/drills/$drillId', params: { drillId: id } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form d-new">
      <legend>{t('drills.new')}</legend>
      <p className="k-hint">{t('drills.newHint')}</p>
      <div className="d-pair">
        <Labelled id="drill-area" label={t('drills.area')}>
          <Lookup
            id="drill-area"
            value={place?.id}
            {...(place ? { valueLabel: place.name } : {})}
            find={findAreas}
            onChange={(value, option) => {
              setPlace(value && option ? { id: value, name: option.label } : undefined);
              void begin(value ?? '', scenario);
            }}
          />
        </Labelled>
        <Labelled id="drill-scenario" label={t('drills.scenario')}>
          <select
            id="drill-scenario"
            className="k-input"
            value={scenario}
            onChange={(event) => void begin(place?.id ?? '', event.target.value)}
          >
            <option value="">{t('emergency.choose')}</option>
            {drillScenarios.map((one) => (
              <option key={one} value={one}>
                {t(`drills.scenario.${one}`)}
              </option>
            ))}
          </select>
        </Labelled>
      </div>
      {template ? (
        <>
          <div className="d-pair">
            <Labelled id="drill-mode" label={t('drills.mode')}>
              <select
                id="drill-mode"
                className="k-input"
                value={draft.mode}
                onChange={(event) => set({ mode: event.target.value })}
              >
                {drillModes.map((one) => (
                  <option key={one} value={one}>
                    {t(`drills.mode.${one}`)}
                  </option>
                ))}
              </select>
            </Labelled>
            <Labelled id="drill-at" label={t('drills.when')}>
              <input
                id="drill-at"
                className="k-input"
                type="datetime-local"
                value={toInputDateTime(plannedAt)}
                onChange={(event) => setPlannedAt(fromInputDateTime(event.target.value) ?? plannedAt)}
              />
            </Labelled>
            <Text
              id="drill-title"
              label={t('drills.title')}
              max={60}
              value={draft.title}
              onChange={(title) => set({ title })}
            />
            <Text
              id="drill-place"
              label={t('drills.place')}
              max={120}
              value={draft.place}
              onChange={(at) => set({ place: at })}
            />
            <Text
              id="drill-aim"
              label={t('drills.aim')}
              max={500}
              value={draft.aim}
              onChange={(aim) => set({ aim })}
            />
            <Labelled id="drill-plan" label={t('drills.plan')} hint={t('drills.planHint')}>
              <select
                id="drill-plan"
                className="k-input"
                value={draft.plan}
                onChange={(event) => set({ plan: event.target.value })}
              >
                <option value="">{t('drills.noPlan')}</option>
                {plans?.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.title} · {one.area.name}
                  </option>
                ))}
              </select>
            </Labelled>
          </div>
          {draft.mode === 'table-top' ? (
            <StressTest value={draft.stressRun} onChange={(stressRun) => set({ stressRun })} />
          ) : null}
          <h3 className="c-heading">{t('drills.script')}</h3>
          {template.missing.length > 0 ? (
            <p className="d-late">{t('drills.missingPosts', { minutes: template.missing.join('、') })}</p>
          ) : null}
          <ScriptEditor lines={script} posts={template.posts} onChange={setScript} />
        </>
      ) : null}
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={
            busy ||
            !template ||
            draft.place.trim().length < 2 ||
            script.length === 0 ||
            script.some((one) => one.postId === '' || one.what.trim() === '' || one.expect.trim() === '')
          }
          onClick={() => void send()}
        >
          {t('drills.plan.send')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('drills.back')}
        </button>
      </div>
    </fieldset>
  );
}

function Text({
  id,
  label,
  max,
  value,
  onChange,
}: {
  id: string;
  label: string;
  max: number;
  value: string;
  onChange(next: string): void;
}) {
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        className="k-input"
        maxLength={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Labelled>
  );
}

/** A table-top drill is judged by what a stress test says would happen. */
function StressTest({ value, onChange }: { value: string; onChange(next: string): void }) {
  const { t } = useI18n();
  const tests = useScenarios().data?.items.filter(
    (one) => one.shared && one.runs.some((run) => run.state === 'done'),
  );
  return (
    <Labelled id="drill-stress" label={t('drills.stress')} hint={t('drills.stressHint')}>
      <select
        id="drill-stress"
        className="k-input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{t('drills.noStress')}</option>
        {tests?.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} · {one.areaName}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
