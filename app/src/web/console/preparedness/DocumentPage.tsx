// One list or plan as it is read, signed, published and printed on one page.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { QrCode } from '../../kit/QrCode.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type DocumentContent, type DocumentView, type RiskItem, useDocument } from './queries.ts';
import { ReportLine } from './RisksPage.tsx';
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
      <header className="p-head">
        <div>
          <h1 className="c-title">{view.title}</h1>
          <p className="k-hint">
            {view.kind.label} · {view.area.name} · {view.risk.label}
            {view.subject ? ` · ${view.subject}` : ''} · {t('prep.version', { n: view.version })} ·{' '}
            {view.state.label} ·{' '}
            {t(view.reviewDue ? 'prep.reviewDue' : 'prep.reviewOn', { date: view.reviewOn })}
          </p>
          {view.replaced ? <p className="p-due">{t('prep.replaced')}</p> : null}
        </div>
        <QrCode
          className="p-code"
          text={`${location.origin}/console/preparedness/${view.id}`}
          label={t('prep.codeAlt')}
        />
      </header>
      <Tools view={view} />
      <Gaps view={view} />
      <Content content={view.content} units={view.units} />
      {view.content.risks ? <Risks view={view} risks={view.content.risks} /> : null}
      <Signatures view={view} />
      <Publish view={view} />
      <Versions view={view} />
    </div>
  );
}

function Tools({ view }: { view: DocumentView }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { failure, tell } = useTell(view.id);
  const again = {
    kind: view.kind.code,
    risk: view.risk.code,
    area: view.area.id,
    areaName: view.area.name,
    ...(view.subject ? { subject: view.subject } : {}),
  };
  async function drop(): Promise<void> {
    if (await tell('drop', { revision: view.revision })) void navigate({ to: '/preparedness' });
  }
  return (
    <div className="c-stack r-screen">
      <div className="k-row">
        <button type="button" className="k-button" onClick={() => print()}>
          {t('prep.print')}
        </button>
        {view.may.write ? (
          <>
            <Link className="k-button" to="/preparedness/draft" search={{ of: view.id }}>
              {t('prep.changeIt')}
            </Link>
            <button type="button" className="k-button" onClick={() => void drop()}>
              {t('prep.drop')}
            </button>
          </>
        ) : null}
        {view.may.follow ? (
          <Link className="k-button" to="/preparedness/draft" search={again}>
            {t('prep.follow')}
          </Link>
        ) : null}
      </div>
      <FormProblem failure={failure} />
    </div>
  );
}

/** Every version of it, the newest first: what was new in each, and whether it is in force. */
function Versions({ view }: { view: DocumentView }) {
  const { t } = useI18n();
  const inForce = view.versions.find((one) => one.state === 'published')?.id;
  return (
    <section className="r-screen" aria-labelledby="prep-versions">
      <h2 id="prep-versions" className="c-heading">
        {t('prep.versions')}
      </h2>
      <ul className="p-list">
        {view.versions.map((one) => (
          <li key={one.id}>
            {one.id === view.id ? (
              <strong>{t('prep.version', { n: one.version })}</strong>
            ) : (
              <Link to="/preparedness/$documentId" params={{ documentId: one.id }}>
                {t('prep.version', { n: one.version })}
              </Link>
            )}{' '}
            · {t(one.id === inForce ? 'prep.state.inForce' : `prep.state.${one.state}`)} · {one.note} ·{' '}
            <TimeText at={one.approvedAt ?? one.draftedAt} as="near" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Risks({ view, risks }: { view: DocumentView; risks: readonly RiskItem[] }) {
  const { t } = useI18n();
  const nameOf = (id: string) => view.units.find((one) => one.id === id)?.name ?? '';
  const titleOf = (code: string) => risks.find((one) => one.code === code)?.name ?? code;
  return risks.map((one) => {
    const report = view.reports.find((found) => found.code === one.code);
    return (
      <article key={one.code} id={one.code} className="c-card c-card-pad p-risk">
        <h3>{one.name}</h3>
        <p className="k-hint">
          {t(`prep.category.${one.category}`)} · {one.place} ·{' '}
          {t('prep.weighed', {
            likelihood: one.likelihood,
            impact: one.impact,
            score: one.likelihood * one.impact,
          })}
        </p>
        <dl>
          {(['scale', 'form', 'evolution'] as const).map((part) =>
            one[part] === '' ? null : (
              <div key={part}>
                <dt>{t(`prep.risk.${part}`)}</dt>
                <dd>{one[part]}</dd>
              </div>
            ),
          )}
          {one.leadsTo.length > 0 ? (
            <div>
              <dt>{t('prep.risk.leadsTo')}</dt>
              <dd>{one.leadsTo.map(titleOf).join(t('prep.comma'))}</dd>
            </div>
          ) : null}
          <div>
            <dt>{t('prep.risk.controls')}</dt>
            <dd>{one.controls.join(t('prep.semicolon'))}</dd>
          </div>
          <div>
            <dt>{t('prep.risk.owner')}</dt>
            <dd>
              {nameOf(one.ownerUnit)} · {t('prep.reviewOn', { date: one.reviewOn })} ·{' '}
              {t(`prep.handling.${one.handling}`)}
            </dd>
          </div>
        </dl>
        {report ? <ReportLine report={report} /> : null}
        {one.handling === 'up' && !report && view.may.report ? <ReportUp id={view.id} risk={one} /> : null}
      </article>
    );
  });
}

function ReportUp({ id, risk }: { id: string; risk: RiskItem }) {
  const { t } = useI18n();
  const { failure, tell } = useTell(id);
  const [text, setText] = useState('');
  return (
    <div className="c-stack r-screen">
      <Labelled id={`report-${risk.code}`} label={t('prep.reportWhy')}>
        <textarea
          id={`report-${risk.code}`}
          className="k-input"
          rows={2}
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button"
        disabled={text.trim().length < 2}
        onClick={() => void tell(`risks/${risk.code}/report`, { text })}
      >
        {t('prep.reportUp')}
      </button>
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
      <div className="p-levels">
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
      </div>
    </>
  );
}

/** Gives a command about the document and reads it anew; what failed is kept for the reader. */
function useTell(id: string) {
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  async function tell(what: string, body: unknown): Promise<boolean> {
    setFailure(undefined);
    try {
      await post(`/preparedness/documents/${encodeURIComponent(id)}/${what}`, body);
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: ['preparedness'] });
    }
  }
  return { failure, tell };
}

function Signatures({ view }: { view: DocumentView }) {
  const { t } = useI18n();
  const { failure, tell } = useTell(view.id);
  const signing = view.units.filter((one) => one.signs);
  if (signing.length === 0) return null;
  return (
    <section aria-labelledby="prep-signed">
      <h2 id="prep-signed" className="c-heading">
        {t('prep.signatures')}
      </h2>
      <FormProblem failure={failure} />
      <ul className="p-list">
        {signing.map((unit) => (
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
