// Writing a list or a plan: a new version begins with the one in force or with a template; a draft is changed until somebody else approves it.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call, get, post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { PointField } from '../../kit/PointField.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { AreaField, RiskField } from '../emergency/AreaRisk.tsx';
import { useScope } from '../shell/scope.tsx';
import { ChoiceField, DayField, LinesField, WordsField } from './DraftFields.tsx';
import { bodyOf, type Draft, KINDS, type Kind, openedFrom, riskOf, startedFrom } from './draft.ts';
import { type DocumentContent, type Template, useDocument } from './queries.ts';
import { RisksEditor } from './RisksEditor.tsx';
import { TasksEditor } from './TasksEditor.tsx';
import './preparedness.css';

export type DraftSearch = {
  kind?: string | undefined;
  risk?: string | undefined;
  area?: string | undefined;
  areaName?: string | undefined;
  subject?: string | undefined;
  /** The draft that is changed; without it a new one begins. */
  of?: string | undefined;
};

const YEAR_MS = 365 * 86_400_000;
const NOTHING = { units: [], duties: [] };

export function DraftPage() {
  const search = useSearch({ strict: false }) as DraftSearch;
  return search.of === undefined ? <NewDraft search={search} /> : <OpenDraft id={search.of} />;
}

function NewDraft({ search }: { search: DraftSearch }) {
  const { t } = useI18n();
  const { me, area } = useScope();
  const mine = me.posts.find((one) =>
    one.duties.some((duty) => ['intake', 'dispatch', 'command'].includes(duty)),
  );
  const place = area ?? mine?.area;
  const kind = KINDS.find((one) => one === search.kind) ?? 'plan-community';
  const [draft, setDraft] = useState<Draft>(() => ({
    id: newCommandId(),
    kind,
    areaId: search.area ?? place?.id ?? '',
    areaName: search.areaName ?? place?.name ?? '',
    risk: search.risk ?? '',
    subject: search.subject ?? '',
    title: '',
    note: '',
    reviewOn: toInputDate(now() + YEAR_MS),
    content: {},
  }));
  const [template, setTemplate] = useState<Template>();
  const [failure, setFailure] = useState<unknown>();
  const risk = riskOf(draft.kind, draft.risk);
  const { areaId } = draft;
  const subject = search.subject ?? '';
  useEffect(() => {
    setTemplate(undefined);
    setFailure(undefined);
    if (risk === '' || areaId === '') return;
    const abort = new AbortController();
    get<Template>('/preparedness/template', { kind: draft.kind, risk, areaId, subject }, abort.signal)
      .then((read) => {
        setTemplate(read);
        setDraft((before) => startedFrom(read, before));
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFailure(error);
      });
    return () => abort.abort();
  }, [draft.kind, risk, areaId, subject]);
  const lists = draft.kind === 'duties' || draft.kind === 'risks';
  return (
    <div className="c-page">
      <Crumbs />
      <h1 className="c-title">{t('prep.new')}</h1>
      <div className="e-form">
        <ChoiceField
          id="prep-kind"
          label={t('prep.kind')}
          value={draft.kind}
          options={KINDS.map((code) => ({ code, label: t(`prep.kind.${code}`) }))}
          onChange={(code) => setDraft({ ...draft, kind: code as Kind, content: {} })}
        />
        <AreaField value={draft} onChange={(next) => setDraft({ ...draft, ...next })} />
        {lists ? null : (
          <RiskField
            id="prep-risk"
            value={draft.risk}
            any
            onChange={(next) => setDraft({ ...draft, risk: next })}
          />
        )}
        <FormProblem failure={failure} />
        {template ? (
          <p className="k-hint">
            {template.from === 'version'
              ? t('prep.fromVersion', { n: template.version })
              : t('prep.fromTemplate')}
          </p>
        ) : (
          <p className="k-hint">{t('prep.chooseFirst')}</p>
        )}
      </div>
      {template ? (
        <Editor
          key={`${draft.kind} ${risk} ${areaId}`}
          draft={draft}
          named={subject !== ''}
          beside={template}
          onChange={setDraft}
          save={(body) => post('/preparedness/documents', body, { retries: 2 })}
        />
      ) : null}
    </div>
  );
}

function OpenDraft({ id }: { id: string }) {
  const { t } = useI18n();
  const found = useDocument(id);
  const [draft, setDraft] = useState<Draft>();
  const [beside, setBeside] = useState<Pick<Template, 'units' | 'duties'>>(NOTHING);
  const view = found.data;
  useEffect(() => {
    if (!view) return;
    setDraft((before) => before ?? openedFrom(view));
    const asked = { kind: view.kind.code, risk: view.risk.code, areaId: view.area.id, subject: view.subject };
    // Only the words of the duties are wanted; without them the codes stand there.
    void get<Template>('/preparedness/template', asked).then(
      (read) => setBeside({ duties: read.duties, units: view.units }),
      () => setBeside({ duties: [], units: view.units }),
    );
  }, [view]);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!view || !draft) return <Loading />;
  return (
    <div className="c-page">
      <Crumbs />
      <h1 className="c-title">{t('prep.change', { title: view.title })}</h1>
      <p className="k-hint">
        {view.kind.label} · {view.area.name} · {view.risk.label} · {t('prep.version', { n: view.version })}
      </p>
      <Editor
        draft={draft}
        named
        beside={beside}
        onChange={setDraft}
        save={(body) =>
          call('PUT', `/preparedness/documents/${encodeURIComponent(id)}`, {
            body: { revision: view.revision, document: body },
          })
        }
      />
    </div>
  );
}

function Crumbs() {
  const { t } = useI18n();
  return (
    <p className="c-crumbs">
      <Link to="/preparedness">{t('prep.title')}</Link>
    </p>
  );
}

function Editor({
  draft,
  beside,
  named,
  onChange,
  save,
}: {
  draft: Draft;
  named: boolean;
  beside: Pick<Template, 'units' | 'duties'>;
  onChange(draft: Draft): void;
  save(body: Record<string, unknown>): Promise<unknown>;
}) {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const setContent = (part: Partial<DocumentContent>) => set({ content: { ...draft.content, ...part } });
  const { content } = draft;
  const nameOf = (unitId: string) => beside.units.find((one) => one.id === unitId)?.name ?? '';
  async function keep(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await save(bodyOf(draft));
      await client.invalidateQueries({ queryKey: ['preparedness'] });
      void navigate({ to: '/preparedness/$documentId', params: { documentId: draft.id } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="p-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <WordsField
        id="prep-title"
        label={t('prep.documentTitle')}
        value={draft.title}
        most={80}
        onChange={(title) => set({ title })}
      />
      {draft.kind === 'plan-point' ? <PointPart draft={draft} named={named} onChange={onChange} /> : null}
      {content.lines ? (
        <LinesField
          id="prep-lines"
          label={t('prep.lines')}
          lines={content.lines}
          onChange={(lines) => setContent({ lines })}
        />
      ) : null}
      {content.blanks ? (
        <LinesField
          id="prep-blanks"
          label={t('prep.blanksEdit')}
          lines={content.blanks}
          onChange={(blanks) => setContent({ blanks })}
        />
      ) : null}
      {content.tasks ? (
        <TasksEditor
          tasks={content.tasks}
          duties={beside.duties}
          nameOf={nameOf}
          onChange={(tasks) => setContent({ tasks })}
        />
      ) : null}
      {content.risks ? (
        <RisksEditor
          risks={content.risks}
          reviewOn={draft.reviewOn}
          nameOf={nameOf}
          onChange={(risks) => setContent({ risks })}
        />
      ) : null}
      <WordsField
        id="prep-note"
        label={t('prep.note')}
        value={draft.note}
        most={300}
        onChange={(note) => set({ note })}
      />
      <DayField
        id="prep-review"
        label={t('prep.review')}
        value={draft.reviewOn}
        onChange={(reviewOn) => set({ reviewOn })}
      />
      <FormProblem failure={failure} />
      <p className="k-hint">{t('prep.draftHint')}</p>
      <button type="submit" className="k-button k-button-primary" disabled={busy}>
        {t('prep.draft')}
      </button>
    </form>
  );
}

/** `named`: another version of it exists, and its name is what holds the versions together. */
function PointPart({
  draft,
  named,
  onChange,
}: {
  draft: Draft;
  named: boolean;
  onChange(draft: Draft): void;
}) {
  const { t } = useI18n();
  const { content } = draft;
  const setContent = (part: Partial<DocumentContent>) =>
    onChange({ ...draft, content: { ...content, ...part } });
  return (
    <>
      <WordsField
        id="prep-subject"
        disabled={named}
        label={t('prep.subject')}
        hint={t('prep.subjectHint')}
        value={draft.subject}
        most={60}
        onChange={(subject) => onChange({ ...draft, subject })}
      />
      <WordsField
        id="prep-place"
        label={t('prep.risk.place')}
        value={content.place ?? ''}
        most={120}
        onChange={(place) => setContent({ place })}
      />
      <PointField
        id="prep-point"
        value={content.point}
        onChange={(point) => {
          const { point: _before, ...rest } = content;
          onChange({
            ...draft,
            content: point ? { ...rest, point: { lng: point.lng, lat: point.lat } } : rest,
          });
        }}
      />
      <LinesField
        id="prep-signs"
        label={t('prep.signs')}
        lines={content.signs ?? []}
        onChange={(signs) => setContent({ signs })}
      />
      <WordsField
        id="prep-route"
        label={t('prep.routeEdit')}
        value={content.route ?? ''}
        most={200}
        onChange={(route) => setContent({ route })}
      />
    </>
  );
}
