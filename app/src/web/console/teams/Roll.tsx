// The roll: who was asked, team by team, and one button for what comes next for each. In the order of the list: nobody is ranked.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import type { StateShape } from '../../kit/api-types.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { type Translate, useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { type Mark, marksFor } from './marks.ts';
import type { CallOutPage, RollLine } from './queries.ts';

type View = CallOutPage & { roll: RollLine[] };
type Refused = { turnId: string; message: string };

const COUNTED: readonly Mark[] = ['arrive-turn', 'home-safe'];
const NOT_COMING = ['turn-declined', 'turn-unanswered', 'turn-recalled'];

/** As the organiser reads it: somebody who does not come is no task that was done. */
function standOf({ state }: RollLine, t: Translate): { shape: StateShape; label: string } {
  const shape = NOT_COMING.includes(state.code)
    ? 'paused'
    : state.code === 'turn-missing'
      ? 'late'
      : shapeOfState(state.code, false);
  return { shape, label: state.code === 'turn-asked' ? t('teams.stand.waiting') : state.label };
}

export function Roll({ view, onChanged }: { view: View; onChanged(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const [busy, setBusy] = useState('');
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const [people, setPeople] = useState<Readonly<Record<string, string>>>({});
  async function mark(line: RollLine, what: Mark): Promise<void> {
    setBusy(line.id);
    setFailure(undefined);
    const typed = people[line.id];
    try {
      const answer = await post<{ refused: Refused[] }>(
        `/call-outs/${encodeURIComponent(view.id)}/marks`,
        {
          commandId: newCommandId(),
          marks: [
            {
              turnId: line.id,
              what,
              at: now(),
              ...(typed && COUNTED.includes(what) ? { people: Number(typed) } : {}),
              ...(what === 'report-missing' ? { note: t('teams.missingNote') } : {}),
            },
          ],
        },
        { retries: 2 },
      );
      setRefused(answer.refused);
      if (answer.refused.length === 0) toast(t(`teams.marked.${what}`), { tone: 'good' });
      onChanged();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy('');
    }
  }
  return (
    <section className="c-stack" aria-labelledby="roll">
      <h2 id="roll" className="c-heading">
        {t('teams.roll', { n: view.roll.length })}
      </h2>
      <p className="k-hint">{t('teams.rollHint')}</p>
      <FormProblem failure={failure} />
      <div className="c-card c-table-scroll">
        <table className="c-table t-roll">
          <thead>
            <tr>
              <th scope="col">{t('teams.column.who')}</th>
              <th scope="col">{t('teams.column.team')}</th>
              <th scope="col">{t('teams.column.state')}</th>
              <th scope="col">{t('teams.column.there')}</th>
              <th scope="col">{t('teams.column.next')}</th>
            </tr>
          </thead>
          <tbody>
            {view.roll.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  {line.volunteerId ? (
                    <Link
                      to="/registers/$register"
                      params={{ register: 'volunteers' }}
                      search={{ record: line.volunteerId }}
                    >
                      {line.who}
                    </Link>
                  ) : (
                    (line.who ?? (line.people > 1 ? t('teams.whole', { n: line.people }) : t('teams.gone')))
                  )}
                  {line.byApp ? <span className="k-hint"> {t('teams.byApp')}</span> : null}
                </th>
                <td>{line.team ?? ''}</td>
                <td className="c-nowrap">
                  <StateMark {...standOf(line, t)} />
                </td>
                <td className="c-nowrap">
                  {line.cameAt === null ? '' : <TimeText at={line.cameAt} as="near" />}
                  {line.leftAt === null ? null : (
                    <>
                      {' — '}
                      <TimeText at={line.leftAt} as="near" />
                    </>
                  )}
                </td>
                <td>
                  <div className="k-row t-next">
                    {line.who === null &&
                    line.people > 1 &&
                    marksFor(line.state.code).some((one) => COUNTED.includes(one)) ? (
                      <input
                        className="k-input t-people"
                        inputMode="numeric"
                        aria-label={t('teams.howMany')}
                        placeholder={String(line.people)}
                        value={people[line.id] ?? ''}
                        onChange={(event) => setPeople({ ...people, [line.id]: event.target.value })}
                      />
                    ) : null}
                    {marksFor(line.state.code).map((what) => (
                      <button
                        key={what}
                        type="button"
                        className="k-button"
                        disabled={busy !== ''}
                        onClick={() => void mark(line, what)}
                      >
                        {t(`teams.mark.${what}`)}
                      </button>
                    ))}
                  </div>
                  {refused
                    .filter((one) => one.turnId === line.id)
                    .map((one) => (
                      <p key={one.message} className="k-error" role="alert">
                        {one.message}
                      </p>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
