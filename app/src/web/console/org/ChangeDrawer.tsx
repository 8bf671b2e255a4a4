import { useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { ApiProblem, get, post } from '../../kit/api.ts';
import type { FieldOption } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { ChangePreview } from './ChangePreview.tsx';
import {
  CHANGED_KEYS,
  type Change,
  type ChangeKind,
  type ChangePart,
  type ChangePlan,
  type ChangePreviewData,
} from './change-queries.ts';
import { PATHS, type Tree } from './org-queries.ts';

const BoundaryEditor = lazy(() =>
  import('./BoundaryEditor.tsx').then((file) => ({ default: file.BoundaryEditor })),
);

export type ChangeSubject = { tree: Tree; id: string; name: string };

/** Plans a change of one node: what, from which day, and before that what it would move. */
export function ChangeDrawer({ subject, onClose }: { subject: ChangeSubject; onClose(): void }) {
  const { t } = useI18n();
  const { tree } = subject;
  const kinds: ChangeKind[] =
    tree === 'area' ? ['split', 'merge', 'redraw', 'move', 'rename'] : ['merge', 'split', 'move', 'rename'];
  const [kind, setKind] = useState<ChangeKind>(kinds[0] ?? 'rename');
  const [name, setName] = useState(subject.name);
  const [other, setOther] = useState<FieldOption>();
  const [goesOn, setGoesOn] = useState(true);
  const [keep, setKeep] = useState(true);
  const [parts, setParts] = useState<ChangePart[]>([{ name: subject.name }, { name: '' }]);
  const [outline, setOutline] = useState<string>();

  function planOf(): ChangePlan {
    const { id } = subject;
    switch (kind) {
      case 'rename':
        return { kind, tree, id, name: name.trim() };
      case 'move':
        return { kind, tree, id, parentId: other?.value };
      case 'merge':
        return {
          kind,
          tree,
          ids: [id, ...(other ? [other.value] : [])],
          intoId: goesOn ? id : other?.value,
          name: name.trim(),
        };
      case 'split':
        return { kind, tree, id, keep: keep ? 0 : null, parts };
      case 'redraw':
        return { kind, tree, outlines: outline ? [{ id, geometry: JSON.parse(outline) as unknown }] : [] };
    }
  }
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('change.title', { name: subject.name })}
      size={860}
      destroyOnHidden
    >
      <ChangeSteps planOf={planOf} fromAreas={tree === 'area'} onClose={onClose}>
        <Labelled id="change-kind" label={t('change.which')}>
          <select
            id="change-kind"
            className="k-input k-input-short"
            value={kind}
            onChange={(event) => setKind(event.target.value as ChangeKind)}
          >
            {kinds.map((one) => (
              <option key={one} value={one}>
                {t(`change.kind.${one}`)}
              </option>
            ))}
          </select>
        </Labelled>
        {kind === 'move' || kind === 'merge' ? (
          <div className="k-field">
            <span className="k-label">{t(kind === 'move' ? 'change.parent' : 'change.with')}</span>
            <Lookup
              key={kind}
              label={t(kind === 'move' ? 'change.parent' : 'change.with')}
              value={other?.value}
              {...(other ? { valueLabel: other.label } : {})}
              find={async (query, signal) => {
                const found = await get<{ items: { id: string; name: string; levelLabel: string }[] }>(
                  PATHS[tree],
                  { q: query, limit: 20 },
                  signal,
                );
                return found.items
                  .filter((one) => one.id !== subject.id)
                  .map((one) => ({ value: one.id, label: one.name, hint: one.levelLabel }));
              }}
              onChange={(_value, option) => setOther(option)}
            />
          </div>
        ) : null}
        {kind === 'merge' && other ? (
          <fieldset className="k-field">
            <legend className="k-label">{t('change.goesOn')}</legend>
            {[true, false].map((own) => (
              <label key={String(own)} className="k-inline">
                <input
                  type="radio"
                  name="change-goes-on"
                  checked={goesOn === own}
                  onChange={() => setGoesOn(own)}
                />
                {own ? subject.name : other.label}
              </label>
            ))}
          </fieldset>
        ) : null}
        {kind === 'rename' || kind === 'merge' ? (
          <Labelled id="change-name" label={t('change.newName')}>
            <input
              id="change-name"
              className="k-input"
              required
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Labelled>
        ) : null}
        {kind === 'split' ? (
          <SplitParts
            subject={subject}
            keep={keep}
            parts={parts}
            onKeep={setKeep}
            onParts={(next) => setParts(next)}
          />
        ) : null}
        {kind === 'redraw' ? (
          <Suspense fallback={<Loading />}>
            <BoundaryEditor areaId={subject.id} value={outline} onChange={setOutline} />
          </Suspense>
        ) : null}
      </ChangeSteps>
    </Drawer>
  );
}

function SplitParts({
  subject,
  keep,
  parts,
  onKeep,
  onParts,
}: {
  subject: ChangeSubject;
  keep: boolean;
  parts: readonly ChangePart[];
  onKeep(keep: boolean): void;
  onParts(parts: ChangePart[]): void;
}) {
  const { t } = useI18n();
  const [drawing, setDrawing] = useState<number>();
  const set = (index: number, part: Partial<ChangePart>) =>
    onParts(parts.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <fieldset className="k-field">
      <legend className="k-label">{t('change.parts')}</legend>
      <label className="k-inline">
        <input type="checkbox" checked={keep} onChange={(event) => onKeep(event.target.checked)} />
        {t('change.keep', { name: subject.name })}
      </label>
      {parts.map((part, index) => (
        <div key={index}>
          <div className="k-row">
            <input
              className="k-input"
              required
              maxLength={120}
              aria-label={t('change.partName', { n: index + 1 })}
              placeholder={t('change.partName', { n: index + 1 })}
              value={part.name}
              onChange={(event) => set(index, { name: event.target.value })}
            />
            {subject.tree === 'area' ? (
              <button
                type="button"
                className="k-button"
                aria-expanded={drawing === index}
                onClick={() => setDrawing(drawing === index ? undefined : index)}
              >
                {t(part.geometry ? 'change.drawn' : 'change.draw')}
              </button>
            ) : null}
            {parts.length > 2 ? (
              <button
                type="button"
                className="k-button"
                onClick={() => onParts(parts.filter((_, at) => at !== index))}
              >
                {t('change.dropPart', { n: index + 1 })}
              </button>
            ) : null}
          </div>
          {drawing === index ? (
            <Suspense fallback={<Loading />}>
              <BoundaryEditor
                areaId={subject.id}
                value={undefined}
                onChange={(text) =>
                  set(index, { geometry: text ? (JSON.parse(text) as unknown) : undefined })
                }
              />
            </Suspense>
          ) : null}
        </div>
      ))}
      {parts.length < 12 ? (
        <button type="button" className="k-button" onClick={() => onParts([...parts, { name: '' }])}>
          {t('change.addPart')}
        </button>
      ) : null}
    </fieldset>
  );
}

/** The steps that every change shares: day and reason, the preview, and only then the plan itself. */
export function ChangeSteps({
  planOf,
  fromAreas,
  reverses,
  children,
  onClose,
}: {
  planOf(): ChangePlan;
  fromAreas: boolean;
  reverses?: string;
  children?: React.ReactNode;
  onClose(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const today = toInputDate(now());
  const [on, setOn] = useState(today);
  const [note, setNote] = useState('');
  const [seen, setSeen] = useState<{ key: string; found: ChangePreviewData }>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const plan = planOf();
  const key = JSON.stringify(plan);
  const current = seen?.key === key ? seen.found : undefined;

  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!error.offline) commandId.current = newCommandId();
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const look = () =>
    attempt(async () => {
      setSeen({ key, found: await post<ChangePreviewData>('/org/changes/preview', { plan }) });
    });
  const save = () =>
    attempt(async () => {
      const saved = await post<Change>(
        '/org/changes',
        {
          commandId: commandId.current,
          plan,
          effectiveOn: on,
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(reverses ? { reverses } : {}),
        },
        { retries: 3 },
      );
      for (const one of CHANGED_KEYS) void client.invalidateQueries({ queryKey: [one] });
      toast(saved.state === 'done' ? t('change.done') : t('change.plannedFor', { date: saved.effectiveOn }), {
        tone: 'good',
      });
      onClose();
    });
  return (
    <form
      className="k-form"
      onSubmit={(event) => {
        event.preventDefault();
        void (current && !current.refusal ? save() : look());
      }}
    >
      <FormProblem failure={failure} />
      {children}
      <Labelled id="change-on" label={t('org.effectiveOn')} hint={t('change.dateLine')}>
        <input
          id="change-on"
          type="date"
          className="k-input k-input-short"
          min={today}
          value={on}
          onChange={(event) => setOn(event.target.value || today)}
        />
      </Labelled>
      <Labelled id="change-note" label={t('change.note')}>
        <input
          id="change-note"
          className="k-input"
          maxLength={400}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Labelled>
      {current ? <ChangePreview found={current} fromAreas={fromAreas} /> : null}
      <div className="k-form-foot">
        <button type="submit" className="k-button k-button-primary" disabled={busy}>
          {current && !current.refusal
            ? t(on > today ? 'change.planIt' : 'change.doIt', { date: on })
            : t('change.preview')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('kit.cancel')}
        </button>
      </div>
    </form>
  );
}
