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
    <section aria-labelledby="drill-script">
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
          <Lines lines={view.script} startedAt={view.startedAt} />
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

function Lines({ lines, startedAt }: { lines: readonly SentLine[]; startedAt: number | null }) {
  const { t } = useI18n();
  return (
    <div className="c-table-scroll">
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('drills.script.minute')}</th>
            <th scope="col">{t('drills.script.post')}</th>
            <th scope="col">{t('drills.script.what')}</th>
            {startedAt === null ? null : <th scope="col">{t('drills.script.answer')}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((one) => (
            <tr key={one.id}>
              <td className="c-nowrap">{t('drills.minuteMark', { n: one.minute })}</td>
              <td>
                {one.title}
                <div className="k-hint">{one.areaName}</div>
              </td>
              <td>
                {one.what}
                <div className="k-hint">→ {one.expect}</div>
              </td>
              {startedAt === null ? null : (
                <td>
                  <Answer line={one} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer({ line }: { line: SentLine }) {
  const { t } = useI18n();
  if (line.card === null || line.state === null) return <span className="k-hint">{t('drills.notSent')}</span>;
  return (
    <>
      <Link to="/cases/$caseId" params={{ caseId: line.card }}>
        <StateMark shape={shapeOfState(line.state.code, false)} label={line.state.label} />
      </Link>
      {line.answeredAt === null ? null : (
        <div className="k-hint">
          {line.late ? `${t('drills.lateAnswer')} ` : ''}
          <TimeText at={line.answeredAt} as="near" />
        </div>
      )}
    </>
  );
}
