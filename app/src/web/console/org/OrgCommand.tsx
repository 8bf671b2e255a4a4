import { useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { ApiProblem, call, get } from '../../kit/api.ts';
import type { Field, FieldOption } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import type { FieldValue } from '../../kit/form-values.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import type { OrgAction, OrgNode } from './org-queries.ts';

const BoundaryEditor = lazy(() =>
  import('./BoundaryEditor.tsx').then((file) => ({ default: file.BoundaryEditor })),
);

/** What is changed: where the command goes, and on which node and version. */
export type Target = {
  path: string;
  id: string;
  name: string;
  version: number;
  /** `create` makes a child: its form carries the parent instead of the node's own id. */
  parentForCreate?: boolean;
  extra?: Record<string, unknown>;
};

/** One command of an organisation node: its form, the day from which it holds, and its effect in words before it is saved. */
export function OrgCommand({
  target,
  action,
  initial,
  effect,
  onClose,
}: {
  target: Target;
  action: OrgAction | undefined;
  initial?: Record<string, FieldValue>;
  effect: ReactNode;
  onClose(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const today = toInputDate(now());
  const [on, setOn] = useState(today);
  const [problem, setProblem] = useState<ApiProblem>();
  const [pending, setPending] = useState(false);

  async function save(form: Record<string, unknown>): Promise<void> {
    if (!action) return;
    setPending(true);
    setProblem(undefined);
    const creating = action.name === 'create';
    const value =
      typeof form.geometry === 'string' ? { ...form, geometry: JSON.parse(form.geometry) as unknown } : form;
    try {
      await call('POST', `${target.path}/commands`, {
        retries: 3,
        body: {
          commandId: commandId.current,
          ...(creating ? {} : { id: target.id, baseVersion: target.version }),
          name: action.name,
          ...(on === today ? {} : { effectiveOn: on }),
          form: {
            ...(creating && target.parentForCreate ? { parentId: target.id } : {}),
            ...target.extra,
            ...value,
          },
        },
      });
      commandId.current = newCommandId();
      toast(
        on > today
          ? t('org.savedFrom', { action: action.label, date: on })
          : t('org.saved', { action: action.label }),
        {
          tone: 'good',
        },
      );
      for (const key of ['area', 'areas', 'org-node', 'org-nodes', 'post', 'coverage']) {
        void client.invalidateQueries({ queryKey: [key] });
      }
      onClose();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!error.offline) commandId.current = newCommandId();
      setProblem(error);
    } finally {
      setPending(false);
    }
  }

  return (
    <Drawer
      open={action !== undefined}
      onClose={onClose}
      title={action?.label}
      size={action?.name === 'set-boundary' ? 860 : 480}
      destroyOnHidden
    >
      {action ? (
        <>
          <p className="c-panel-about">
            {target.name} · {t('org.version', { n: target.version })}
          </p>
          <FieldForm
            key={action.name}
            fields={action.form.fields}
            {...(initial ? { initial } : {})}
            submitLabel={action.label}
            tone={action.tone}
            pending={pending}
            problem={problem}
            onSubmit={(form) => void save(form)}
            onCancel={onClose}
            renderControl={(field, value, onChange) => control(field, value, onChange, target)}
          >
            <Labelled id="effective-on" label={t('org.effectiveOn')} hint={t('org.effectiveLine')}>
              <input
                id="effective-on"
                type="date"
                className="k-input k-input-short"
                value={on}
                onChange={(event) => setOn(event.target.value || today)}
              />
            </Labelled>
            <div className="c-effect" role="note">
              {effect}
            </div>
          </FieldForm>
        </>
      ) : null}
    </Drawer>
  );
}

function control(
  field: Field,
  value: FieldValue,
  onChange: (value: FieldValue) => void,
  target: Target,
): ReactNode | undefined {
  if (field.type === 'boundary') {
    return (
      <Suspense fallback={<Loading />}>
        <BoundaryEditor
          areaId={target.id}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
        />
      </Suspense>
    );
  }
  if (field.type === 'building') {
    return <BuildingLookup label={field.label} value={value} onChange={onChange} />;
  }
  if (field.type === 'node') {
    return <NodeLookup path={target.path} label={field.label} value={value} onChange={onChange} />;
  }
  return undefined;
}

function NodeLookup({
  path,
  label,
  value,
  onChange,
}: {
  path: string;
  label: string;
  value: FieldValue;
  onChange(value: FieldValue): void;
}) {
  const [shown, setShown] = useState<FieldOption>();
  return (
    <Lookup
      label={label}
      value={typeof value === 'string' ? value : undefined}
      {...(shown ? { valueLabel: shown.label } : {})}
      find={async (query, signal) => {
        const found = await get<{ items: OrgNode[] }>(path, { q: query, limit: 20 }, signal);
        return found.items.map((node) => ({ value: node.id, label: node.name, hint: node.levelLabel }));
      }}
      onChange={(next, option) => {
        setShown(option);
        onChange(next);
      }}
    />
  );
}

type Place = { kind: string; id: string; name: string | null; address: string | null };

function BuildingLookup({
  label,
  value,
  onChange,
}: {
  label: string;
  value: FieldValue;
  onChange(value: FieldValue): void;
}) {
  const [shown, setShown] = useState<FieldOption>();
  return (
    <Lookup
      label={label}
      value={typeof value === 'string' ? value : undefined}
      {...(shown ? { valueLabel: shown.label } : {})}
      find={async (query, signal) => {
        if (query === '') return [];
        const found = await get<Place[]>('/places/search', { q: query, limit: 30 }, signal);
        return found
          .filter((place) => place.kind === 'building')
          .map((place) => ({
            value: place.id,
            label: place.name ?? place.address ?? place.id,
            ...(place.address ? { hint: place.address } : {}),
          }));
      }}
      onChange={(next, option) => {
        setShown(option);
        onChange(next);
      }}
    />
  );
}
