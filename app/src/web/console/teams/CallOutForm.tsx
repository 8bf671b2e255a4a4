// A call-out: for what, how many, where and when, what to mind, and whom to ask. Teams that can do the work come first; at red those that
// may not go outdoors say why.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type CallOutTask, callOutTasks } from '../../../kernel/emergency.ts';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { type Team, useTeams } from './queries.ts';

const HOUR_MS = 3_600_000;

/** Those that can do it first, then by name as they came. */
export function inOrder(teams: readonly Team[], task: CallOutTask): Team[] {
  return [...teams].sort((a, b) => Number(b.skills.includes(task)) - Number(a.skills.includes(task)));
}

export function CallOutForm({
  areaId,
  emergencyId,
  onClose,
}: {
  areaId: string;
  emergencyId?: string;
  onClose(): void;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const found = useTeams(areaId);
  const [draft, setDraft] = useState(() => ({
    commandId: newCommandId(),
    task: 'flood' as CallOutTask,
    wanted: '10',
    meetAt: now() + HOUR_MS,
    meetingPoint: '',
    safety: '',
    outdoor: true,
    maxHours: '4',
    teams: [] as string[],
  }));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const red = found.data?.red ?? [];
  const barred = (team: Team) => red.length > 0 && draft.outdoor && team.redFaults.length > 0;
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(
        '/call-outs',
        {
          ...draft,
          areaId,
          ...(emergencyId ? { emergencyId } : {}),
          wanted: Number(draft.wanted),
          maxHours: Number(draft.maxHours),
          posts: [],
        },
        { retries: 2 },
      );
      await client.invalidateQueries({ queryKey: ['call-outs'] });
      void navigate({ to: '/call-outs/$callOutId', params: { callOutId: draft.commandId } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('teams.call')}</legend>
      <p className="k-hint">{t('teams.callHint')}</p>
      <div className="t-fields">
        <Labelled id="call-task" label={t('teams.form.task')}>
          <select
            id="call-task"
            className="k-input"
            value={draft.task}
            onChange={(event) => set({ task: event.target.value as CallOutTask })}
          >
            {callOutTasks.map((task) => (
              <option key={task} value={task}>
                {t(`teams.task.${task}`)}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled id="call-wanted" label={t('teams.form.wanted')}>
          <input
            id="call-wanted"
            className="k-input"
            inputMode="numeric"
            value={draft.wanted}
            onChange={(event) => set({ wanted: event.target.value })}
          />
        </Labelled>
        <Labelled id="call-meet" label={t('teams.form.meetAt')}>
          <input
            id="call-meet"
            className="k-input"
            type="datetime-local"
            value={toInputDateTime(draft.meetAt)}
            onChange={(event) => set({ meetAt: fromInputDateTime(event.target.value) ?? draft.meetAt })}
          />
        </Labelled>
        <Labelled id="call-hours" label={t('teams.form.maxHours')}>
          <input
            id="call-hours"
            className="k-input"
            inputMode="numeric"
            value={draft.maxHours}
            onChange={(event) => set({ maxHours: event.target.value })}
          />
        </Labelled>
      </div>
      <Labelled id="call-point" label={t('teams.form.meetingPoint')}>
        <input
          id="call-point"
          className="k-input"
          maxLength={120}
          value={draft.meetingPoint}
          onChange={(event) => set({ meetingPoint: event.target.value })}
        />
      </Labelled>
      <Labelled id="call-safety" label={t('teams.form.safety')} hint={t('teams.form.safetyHint')}>
        <textarea
          id="call-safety"
          className="k-input"
          rows={2}
          maxLength={500}
          value={draft.safety}
          onChange={(event) => set({ safety: event.target.value })}
        />
      </Labelled>
      <label className="k-choice">
        <input
          type="checkbox"
          checked={draft.outdoor}
          onChange={(event) => set({ outdoor: event.target.checked })}
        />
        <span>{t('teams.form.outdoor')}</span>
      </label>
      <fieldset className="t-choices">
        <legend className="k-label">{t('teams.form.teams')}</legend>
        <Unread found={found} />
        {inOrder(found.data?.items ?? [], draft.task).map((team) => (
          <label key={team.id} className="k-choice">
            <input
              type="checkbox"
              disabled={barred(team)}
              checked={draft.teams.includes(team.id)}
              onChange={(event) =>
                set({
                  teams: event.target.checked
                    ? [...draft.teams, team.id]
                    : draft.teams.filter((one) => one !== team.id),
                })
              }
            />
            <span>
              {team.name}
              <span className="k-hint">
                {' '}
                {t('teams.people', { headcount: team.headcount ?? '–', members: team.members })}
                {team.skills.includes(draft.task) ? '' : ` · ${t('teams.form.otherWork')}`}
                {barred(team)
                  ? ` · ${t('teams.form.barred', { what: team.redFaults.map((one) => t(`teams.lacks.${one}`)).join('、') })}`
                  : ''}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || draft.teams.length === 0}
          onClick={() => void send()}
        >
          {t('teams.form.send')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('teams.form.cancel')}
        </button>
      </div>
    </fieldset>
  );
}
