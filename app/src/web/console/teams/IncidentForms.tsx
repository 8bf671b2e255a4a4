// 任务登记表 of one emergency: opened from a template, filled in as records of the register, counted, gone with the incident.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';

const TASKS = ['disinfection', 'supplies', 'order', 'registration'] as const;
type Form = {
  id: string;
  name: string;
  task: { label: string };
  asks: string;
  why: string;
  entries: number | null;
};

export function IncidentForms({ emergencyId, may }: { emergencyId: string; may: boolean }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const path = `/emergencies/${encodeURIComponent(emergencyId)}/forms`;
  const queryKey = ['emergencies', emergencyId, 'forms'];
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<{ items: Form[] }>(path, {}, signal),
  });
  const [failure, setFailure] = useState<unknown>();
  async function open(task: (typeof TASKS)[number]): Promise<void> {
    setFailure(undefined);
    try {
      await post(path, { commandId: newCommandId(), task }, { retries: 2 });
      await client.invalidateQueries({ queryKey });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <section className="c-stack" aria-labelledby="incident-forms">
      <h2 id="incident-forms" className="c-heading">
        {t('teams.forms')}
      </h2>
      <p className="k-hint">{t('teams.formsHint')}</p>
      <Unread found={found} />
      {found.data && found.data.items.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('teams.column.form')}</th>
                <th scope="col">{t('teams.column.asks')}</th>
                <th scope="col">{t('teams.column.why')}</th>
                <th scope="col">{t('teams.column.entries')}</th>
              </tr>
            </thead>
            <tbody>
              {found.data.items.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Link
                      to="/registers/$register"
                      params={{ register: 'incident-forms' }}
                      search={{ record: one.id }}
                    >
                      {one.name}
                    </Link>
                    <span className="k-hint t-below">{one.task.label}</span>
                  </th>
                  <td>{one.asks}</td>
                  <td>{one.why}</td>
                  <td className="c-nowrap">
                    {one.entries === null ? (
                      t('teams.entriesHidden')
                    ) : (
                      <Link to="/registers/$register" params={{ register: 'incident-entries' }}>
                        {t('teams.entries', { n: one.entries })}
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <FormProblem failure={failure} />
      {may ? (
        <div className="k-row t-next">
          {TASKS.map((task) => (
            <button key={task} type="button" className="k-button" onClick={() => void open(task)}>
              {t('teams.openForm', { task: t(`teams.formTask.${task}`) })}
            </button>
          ))}
        </div>
      ) : null}
    </section>
  );
}
