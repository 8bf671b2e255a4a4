// One list or plan as it is read, signed, published and printed on one page.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { type DocumentContent, type DocumentView, useDocument } from './queries.ts';
import '../registers/registers.css';
import './preparedness.css';

export function DocumentPage() {
  const { t } = useI18n();
  const { documentId } = useParams({ from: '/preparedness/$documentId' });
  const found = useDocument(documentId);
  if (found.isPending) return <Loading />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  return (
    <div className="c-page p-doc r-print r-print-a4">
      <p className="c-crumbs r-screen">
        <Link to="/preparedness">{t('prep.title')}</Link>
      </p>
      <h1 className="c-title">{view.title}</h1>
      <p className="k-hint">
        {view.kind.label} · {view.area.name} · {view.risk.label} · {t('prep.version', { n: view.version })} ·{' '}
        {view.state.label} · {t(view.reviewDue ? 'prep.reviewDue' : 'prep.reviewOn', { date: view.reviewOn })}
      </p>
      <button type="button" className="k-button p-print r-screen" onClick={() => print()}>
        {t('prep.print')}
      </button>
      <Gaps view={view} />
      <Content content={view.content} units={view.units} />
      <Signatures view={view} />
      <Publish view={view} />
    </div>
  );
}

function Gaps({ view }: { view: DocumentView }) {
  const { t } = useI18n();
  if (view.gaps.length === 0) return null;
  return (
    <section className="c-card c-card-pad" aria-labelledby="prep-gaps">
      <h2 id="prep-gaps" className="c-heading p-due">
        {t('prep.gaps', { n: view.gaps.length })}
      </h2>
      <ul>
        {view.gaps.map((one) => (
          <li key={`${one.role} ${one.areaId}`}>
            {one.label} · {one.areaName}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] | undefined }) {
  if (!lines || lines.length === 0) return null;
  return (
    <section>
      <h2 className="c-heading">{title}</h2>
      <ol>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </section>
  );
}

function Content({ content, units }: { content: DocumentContent; units: DocumentView['units'] }) {
  const { t, locale } = useI18n();
  const nameOf = (id: string) => units.find((one) => one.id === id)?.name ?? '';
  return (
    <>
      {content.place ? <p>{content.place}</p> : null}
      <Lines title={t('prep.signs')} lines={content.signs} />
      <Lines title={t('prep.lines')} lines={content.lines} />
      {content.route ? <p>{t('prep.route', { route: content.route })}</p> : null}
      {content.blanks ? (
        <section>
          <h2 className="c-heading">{t('prep.blanks')}</h2>
          <ul className="p-blanks">
            {content.blanks.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {content.tasks?.map((task) => (
        <article key={task.code} className="c-card c-card-pad">
          <h3>{task.task}</h3>
          <p className="k-hint">
            {t(`prep.phase.${task.phase}`)} · {t(`emergency.risk.${task.risk}`)} ·{' '}
            {t(task.units.length === 1 ? 'prep.sole' : 'prep.shared')}
            {task.levels.length > 0
              ? ` · ${task.levels.map((one) => t(`emergency.level.${one}`)).join(' ')}`
              : ''}
          </p>
          <p>
            {task.units
              .map((one) =>
                task.units.length === 1
                  ? nameOf(one.unitId)
                  : t(`prep.part.${one.part}`, { unit: nameOf(one.unitId) }),
              )
              .join(' · ')}
          </p>
          <ul>
            {task.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </article>
      ))}
      {Object.entries(content.levels ?? {}).map(([level, one]) => (
        <section key={level}>
          <h2 className="c-heading">{t(`emergency.level.${level}`)}</h2>
          <p className="k-hint">
            {t('prep.answerWithin', { n: one.answerMinutes })}
            {one.pauseOrdinary ? ` · ${t('prep.pauses')}` : ''}
          </p>
          <dl>
            {one.roles.map((role) => (
              <div key={role.code}>
                <dt>{role.label[locale]}</dt>
                <dd>{role.lines.join(' · ')}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

/** Gives a command about the document and reads it anew; what failed is kept for the reader. */
function useTell(id: string) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  async function tell(what: string, body: unknown): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/preparedness/documents/${id}/${what}`, body);
    } catch (error) {
      setFailure(error);
    }
    await client.invalidateQueries({ queryKey: ['preparedness'] });
  }
  return { failure, tell };
}

function Signatures({ view }: { view: DocumentView }) {
  const { t } = useI18n();
  const { failure, tell } = useTell(view.id);
  if (view.units.length === 0) return null;
  return (
    <section aria-labelledby="prep-signed">
      <h2 id="prep-signed" className="c-heading">
        {t('prep.signatures')}
      </h2>
      <FormProblem failure={failure} />
      <ul className="p-list">
        {view.units.map((unit) => (
          <li key={unit.id} className="k-row">
            {unit.name}
            {t('prep.colon')}
            {unit.signed ? t('prep.signedBy', { post: unit.signed.postTitle }) : t('prep.unsigned')}
            {unit.mine && !unit.signed ? (
              <button
                type="button"
                className="k-button r-screen"
                onClick={() => void tell('sign', { revision: view.revision, unitId: unit.id })}
              >
                {t('prep.sign')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Publish({ view }: { view: DocumentView }) {
  const { t } = useI18n();
  const { failure, tell } = useTell(view.id);
  const [seen, setSeen] = useState(false);
  if (view.state.code !== 'draft') return null;
  if (!view.may.publish) return <p className="k-hint r-screen">{t('prep.anotherApproves')}</p>;
  const gaps = view.gaps.length;
  return (
    <section className="c-card c-card-pad r-screen">
      {gaps > 0 ? (
        <label className="k-choice">
          <input type="checkbox" checked={seen} onChange={(event) => setSeen(event.target.checked)} />
          <span>{t('prep.gapsSeen', { n: gaps })}</span>
        </label>
      ) : null}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        onClick={() => void tell('publish', { revision: view.revision, gapsSeen: seen ? gaps : 0 })}
      >
        {t('prep.publish')}
      </button>
    </section>
  );
}
