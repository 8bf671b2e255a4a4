// One form for every move of a supply: what may be done with a line, the fields of it, and what the server says when it refuses.
import { useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useEmergencies } from '../emergency/queries.ts';
import {
  type Act,
  actsOf,
  type Draft,
  emptyDraft,
  FIELDS,
  type Field,
  sendAct,
  type Target,
} from './acts.ts';
import { shown } from './amounts.ts';
import { useItems, usePoints } from './queries.ts';
import './stocks.css';

export function StockDrawer({ target, onClose }: { target: Target | undefined; onClose(): void }) {
  const { t } = useI18n();
  return (
    <Drawer
      open={target !== undefined}
      onClose={onClose}
      size={460}
      title={target ? titleOf(target, t('stocks.act.receipt')) : ''}
      destroyOnHidden
    >
      {target ? <StockForm target={target} onDone={onClose} /> : null}
    </Drawer>
  );
}

function titleOf(target: Target, receipt: string): string {
  return target.of === 'point' ? receipt : `${target.itemName} · ${target.lot}`;
}

function StockForm({ target, onDone }: { target: Target; onDone(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const acts = actsOf(target);
  const [act, setAct] = useState<Act>(acts[0] as Act);
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(target));
  const [id, setId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const choose = (next: Act) => {
    setAct(next);
    setId(newCommandId());
    setFailure(undefined);
  };
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const { path, body } = sendAct(target, act, draft, id);
      const answer = await post<{ waits?: boolean }>(path, body, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['stocks'] });
      toast(t(answer.waits === true ? 'stocks.waits' : `stocks.done.${act}`));
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      className="c-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {target.of === 'line' ? (
        <p>
          {target.pointName} · {t('stocks.hasNow', { n: shown(target.onHand), measure: target.measure })}
          {target.reserved > 0 ? ` · ${t('stocks.reservedNow', { n: shown(target.reserved) })}` : ''}
        </p>
      ) : null}
      {target.of === 'line' && target.expired ? <p className="c-effect">{t('stocks.expiredOnly')}</p> : null}
      {acts.length > 1 ? (
        <fieldset className="k-row s-acts" aria-label={t('stocks.what')}>
          {acts.map((one) => (
            <button
              key={one}
              type="button"
              className="k-button"
              aria-pressed={one === act}
              onClick={() => choose(one)}
            >
              {t(`stocks.act.${one}`)}
            </button>
          ))}
        </fieldset>
      ) : null}
      <p className="k-hint">{t(`stocks.actHint.${act}`)}</p>
      {FIELDS[act].map((field) => (
        <StockField
          key={field}
          field={field}
          draft={draft}
          here={target.pointId}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
      ))}
      <FormProblem failure={failure} />
      <button type="submit" className="k-button k-button-primary" disabled={busy}>
        {t(`stocks.send.${act}`)}
      </button>
    </form>
  );
}

function StockField({
  field,
  draft,
  here,
  onChange,
}: {
  field: Field;
  draft: Draft;
  here: string;
  onChange(part: Partial<Draft>): void;
}) {
  const { t } = useI18n();
  const id = `stock-${field}`;
  const label = t(`stocks.field.${field}`);
  const value = draft[field];
  const set = (next: string) => onChange({ [field]: next });
  if (field === 'mode' || field === 'item' || field === 'toPoint' || field === 'emergencyId')
    return (
      <Labelled id={id} label={label}>
        <Choice id={id} field={field} value={value} here={here} onChange={set} />
      </Labelled>
    );
  if ((field === 'supplier' || field === 'verifiedAt') && draft.mode === 'own') return null;
  const day = field === 'expiresOn' || field === 'verifiedOn' || field === 'verifiedAt' || field === 'dueOn';
  const number = field === 'amount' || field === 'seen';
  return (
    <Labelled id={id} label={label}>
      <input
        id={id}
        className="k-input"
        type={day ? 'date' : 'text'}
        inputMode={number ? 'decimal' : undefined}
        maxLength={field === 'reason' ? 200 : 80}
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </Labelled>
  );
}

function Choice({
  id,
  field,
  value,
  here,
  onChange,
}: {
  id: string;
  field: 'mode' | 'item' | 'toPoint' | 'emergencyId';
  value: string;
  here: string;
  onChange(next: string): void;
}) {
  const { t } = useI18n();
  const items = useItems();
  const points = usePoints();
  const emergencies = useEmergencies();
  const options: { value: string; label: string }[] = {
    mode: (['own', 'agreed', 'capacity', 'household'] as const).map((one) => ({
      value: one,
      label: t(`stocks.mode.${one}`),
    })),
    item: (items.data?.items ?? []).map((one) => ({
      value: one.code,
      label: `${one.name}（${one.measure}）`,
    })),
    toPoint: (points.data?.items ?? [])
      .filter((one) => one.id !== here)
      .map((one) => ({ value: one.id, label: one.name })),
    emergencyId: (emergencies.data?.items ?? [])
      .filter((one) => one.endedAt === null)
      .map((one) => ({ value: one.id, label: one.headline })),
  }[field];
  return (
    <select id={id} className="k-input" value={value} onChange={(event) => onChange(event.target.value)}>
      {field === 'mode' ? null : (
        <option value="">{t(field === 'emergencyId' ? 'stocks.noEmergency' : 'stocks.choose')}</option>
      )}
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
