// Before anything happens: who does what, which institutions are missing, how old the plans are, and where a new one begins.
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { risks } from '../../../kernel/emergency.ts';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { type DocumentSummary, type Template, useDocuments, useMatrix } from './queries.ts';
import './preparedness.css';

export function PreparednessPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const found = useDocuments();
  const items = found.data?.items.filter((one) => !one.replaced && one.state.code !== 'dropped') ?? [];
  const lists = items.filter((one) => one.kind.code === 'duties');
  const plans = items.filter((one) => one.kind.code !== 'duties');
  return (
    <div className="c-page">
      <h1 className="c-title">{t('prep.title')}</h1>
      <p>
        <Link to="/planning" search={{ kind: 'circle' }}>
          {t('planning.circle.open')}
        </Link>
      </p>
      <Unread found={found} />
      <Documents id="prep-duties" title={t('prep.duties')} none={t('prep.noDuties')} items={lists} />
      <Documents id="prep-plans" title={t('prep.plans')} none={t('prep.noPlans')} items={plans} />
      <Institutions areaId={area?.id ?? me.posts[0]?.area.id ?? ''} />
      {holdsDuty(me, 'intake', 'dispatch', 'command') ? <NewPlan /> : null}
    </div>
  );
}

function Documents({
  id,
  title,
  none,
  items,
}: {
  id: string;
  title: string;
  none: string;
  items: readonly DocumentSummary[];
}) {
  const { t } = useI18n();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="c-heading">
        {title}
      </h2>
      {items.length === 0 ? <p className="k-hint">{none}</p> : null}
      <ul className="p-list">
        {items.map((one) => (
          <li key={one.id} className="c-card c-card-pad">
            <Link to="/preparedness/$documentId" params={{ documentId: one.id }}>
              {one.title}
            </Link>
            <p className="k-hint">
              {one.kind.label} · {one.area.name} · {one.risk.label}
              {one.subject ? ` · ${one.subject}` : ''} · {t('prep.version', { n: one.version })} ·{' '}
              {one.state.label}
              {one.ageDays === null ? '' : ` · ${t('prep.age', { n: one.ageDays })}`}
            </p>
            <p className={one.reviewDue ? 'p-due' : 'k-hint'}>
              {t(one.reviewDue ? 'prep.reviewDue' : 'prep.reviewOn', { date: one.reviewOn })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Institutions({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const found = useMatrix(areaId);
  const matrix = found.data;
  return (
    <section aria-labelledby="prep-institutions">
      <h2 id="prep-institutions" className="c-heading">
        {t('prep.institutions')}
      </h2>
      <Unread found={found} />
      {matrix ? (
        <>
          <div className="p-scroll">
            <table className="c-table">
              <caption className="k-hint">{matrix.area.name}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('prep.sort')}</th>
                  {matrix.phases.map((phase) => (
                    <th key={phase} scope="col">
                      {t(`prep.phase.${phase}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {matrix.rows.map((row) => (
                  <tr key={row.sort}>
                    <th scope="row">{t(`prep.sort.${row.sort}`)}</th>
                    {row.cells.map((cell) => (
                      <td key={cell.phase}>
                        {cell.items.length === 0 ? <span className="p-due">{t('prep.missing')}</span> : null}
                        {cell.items.map((one) => (
                          <div key={one.id}>
                            {one.name} <span className="k-hint">{one.reviewOn}</span>
                          </div>
                        ))}
                        {cell.overdue > 0 ? (
                          <div className="p-due">{t('prep.overdue', { n: cell.overdue })}</div>
                        ) : null}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {matrix.unsorted > 0 ? (
            <p className="k-hint">{t('prep.unsorted', { n: matrix.unsorted })}</p>
          ) : null}
          <Link to="/registers/$register" params={{ register: 'institutions' }}>
            {t('prep.toRegister')}
          </Link>
        </>
      ) : null}
    </section>
  );
}

const PLAN_KINDS = ['plan-community', 'plan-household'] as const;

/** A plan begins with what is in force, or with a template: its words are changed here, the levels stay as they are in force. */
function NewPlan() {
  const { t } = useI18n();
  const { me } = useScope();
  const navigate = useNavigate();
  const mine = me.posts.find((one) =>
    one.duties.some((duty) => ['intake', 'dispatch', 'command'].includes(duty)),
  );
  const [id] = useState(newCommandId);
  const [kind, setKind] = useState<string>('plan-community');
  const [risk, setRisk] = useState('');
  const [template, setTemplate] = useState<Template>();
  const [lines, setLines] = useState('');
  const [note, setNote] = useState('');
  const [reviewOn, setReviewOn] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const areaId = mine?.area.id ?? '';
  async function begin(nextKind: string, nextRisk: string): Promise<void> {
    setKind(nextKind);
    setRisk(nextRisk);
    setTemplate(undefined);
    setFailure(undefined);
    if (nextRisk === '') return;
    try {
      const read = await get<Template>('/preparedness/template', { kind: nextKind, risk: nextRisk, areaId });
      setTemplate(read);
      setLines((read.content.lines ?? []).join('\n'));
    } catch (error) {
      setFailure(error);
    }
  }
  async function draft(): Promise<void> {
    setFailure(undefined);
    try {
      const words = lines
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== '');
      await post('/preparedness/documents', {
        id,
        kind,
        areaId,
        risk,
        title: template?.title,
        note,
        reviewOn,
        content: { ...template?.content, lines: words },
      });
      void navigate({ to: '/preparedness/$documentId', params: { documentId: id } });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('prep.new')}</legend>
      <p className="k-hint">{t('prep.newHint', { area: mine?.area.name ?? '' })}</p>
      <Labelled id="prep-kind" label={t('prep.kind')}>
        <select
          id="prep-kind"
          className="k-input"
          value={kind}
          onChange={(event) => void begin(event.target.value, risk)}
        >
          {PLAN_KINDS.map((one) => (
            <option key={one} value={one}>
              {t(`prep.kind.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled id="prep-risk" label={t('prep.risk')}>
        <select
          id="prep-risk"
          className="k-input"
          value={risk}
          onChange={(event) => void begin(kind, event.target.value)}
        >
          <option value="">{t('emergency.choose')}</option>
          {risks.map((one) => (
            <option key={one} value={one}>
              {t(`emergency.risk.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      {template ? (
        <>
          <p>{template.title}</p>
          <Labelled id="prep-lines" label={t('prep.lines')} hint={t('prep.linesHint')}>
            <textarea
              id="prep-lines"
              className="k-input"
              rows={6}
              value={lines}
              onChange={(event) => setLines(event.target.value)}
            />
          </Labelled>
          <Labelled id="prep-note" label={t('prep.note')}>
            <input
              id="prep-note"
              className="k-input"
              maxLength={300}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Labelled>
          <Labelled id="prep-review" label={t('prep.review')}>
            <input
              id="prep-review"
              className="k-input"
              type="date"
              value={reviewOn}
              onChange={(event) => setReviewOn(event.target.value)}
            />
          </Labelled>
        </>
      ) : null}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={!template || reviewOn === '' || note.trim().length < 2}
        onClick={() => void draft()}
      >
        {t('prep.draft')}
      </button>
    </fieldset>
  );
}
