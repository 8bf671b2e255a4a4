import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../kit/api.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import {
  cardCounts,
  type DrillView,
  type PostChoice,
  readTemplate,
  type ScriptLine,
  type SentLine,
  sameLines,
} from './queries.ts';
import { ScriptEditor } from './ScriptEditor.tsx';

/** Rewritten until it begins; then each line with what became of it. */
export function ScriptPart({ view, onChanged }: { view: DrillView; onChanged(): void }) {
  const { t } = useI18n();
  const [draft, setDraft] = useState<ScriptLine[]>();
  const [posts, setPosts] = useState<PostChoice[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const planned = view.state.code === 'drill-planned';
  async function open(): Promise<void> {
    try {
      setPosts((await readTemplate(view.area.id, view.scenario.code)).posts);
      setDraft(
        view.script.map(({ minute, postId, what, expect, within, doWithin }) => ({
          minute,
          postId,
          what,
          expect,
          within,
          doWithin,
        })),
      );
    } catch (error) {
      setFailure(error);
    }
  }
  async function keep(): Promise<void> {
    setFailure(undefined);
    try {
      await call('PUT', `/drills/${view.id}/script`, { body: { script: draft } });
      setDraft(undefined);
      onChanged();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <section className="d-sec" aria-labelledby="drill-script">
      <h2 id="drill-script" className="c-heading">
        {t('drills.script')}
      </h2>
      {draft ? (
        <>
          <ScriptEditor lines={draft} posts={posts} onChange={setDraft} />
          <div className="k-row d-gap">
            <button type="button" className="k-button k-button-primary" onClick={() => void keep()}>
              {t('drills.script.keep')}
            </button>
            <button type="button" className="k-button" onClick={() => setDraft(undefined)}>
              {t('drills.back')}
            </button>
          </div>
        </>
      ) : (
        <>
          {planned ? null : <Counts script={view.script} />}
          <Lines lines={view.script} over={view.startedAt === null ? null : view.endedAt !== null} />
          {planned && view.may.plan ? (
            <button type="button" className="k-button d-gap" onClick={() => void open()}>
              {t('drills.script.edit')}
            </button>
          ) : null}
        </>
      )}
      <FormProblem failure={failure} />
    </section>
  );
}

function Counts({ script }: { script: readonly SentLine[] }) {
  const { t } = useI18n();
  const counts = cardCounts(script);
  return <p role="status">{t('drills.counts', { lines: script.length, ...counts })}</p>;
}

function Lines({ lines, over }: { lines: readonly SentLine[]; over: boolean | null }) {
  const { t } = useI18n();
  return (
    <div className="c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('drills.script.minute')}</th>
            <th scope="col">{t('drills.script.what')}</th>
            <th scope="col">{t(over === null ? 'drills.script.post' : 'drills.script.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {sameLines(lines).map((group) => (
            <tr key={group[0]?.id}>
              <td className="c-nowrap">{t('drills.minuteMark', { n: group[0]?.minute ?? 0 })}</td>
              <td>
                {group[0]?.what}
                <div className="k-hint">→ {group[0]?.expect}</div>
              </td>
              <td>
                <ul className="d-plain d-posts">
                  {group.map((one) => (
                    <li key={one.id}>
                      {one.areaName} {one.title}
                      {over === null ? null : <Answer line={one} over={over} />}
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An exercise that ended takes its open cards back: what counts is whether they were answered. */
function labelOf(line: SentLine, t: (key: string) => string): string {
  if (line.state?.code !== 'practice-recalled') return line.state?.label ?? '';
  return t(line.answeredAt === null ? 'drills.cardOpen' : 'drills.cardAnswered');
}

function Answer({ line, over }: { line: SentLine; over: boolean }) {
  const { t } = useI18n();
  if (line.card === null || line.state === null)
    return <span className="k-hint"> {t(over ? 'drills.neverSent' : 'drills.notSent')}</span>;
  return (
    <span className="k-inline">
      {' '}
      <Link to="/cases/$caseId" params={{ caseId: line.card }}>
        <StateMark shape={shapeOfState(line.state.code, false)} label={labelOf(line, t)} />
      </Link>
      {line.answeredAt === null ? null : (
        <span className="k-hint">
          {line.late ? `${t('drills.lateAnswer')} ` : ''}
          <TimeText at={line.answeredAt} as="near" />
        </span>
      )}
    </span>
  );
}
