// Generating: which area, from when to when.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { post } from '../../kit/api.ts';
import type { Me } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import type { Report, ReportForm } from './queries.ts';

export function GenerateForm({ me, form, onDone }: { me: Me; form: ReportForm; onDone(id: string): void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const commandId = useRef(newCommandId());
  const today = toInputDate(now());
  const [area, setArea] = useState<{ id: string; name: string } | undefined>(me.posts[0]?.area);
  const [period, setPeriod] = useState({ from: `${today.slice(0, 8)}01`, to: today });
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const made = await post<Report>('/reports', {
        commandId: commandId.current,
        templateId: form.id,
        areaId: area?.id,
        ...period,
      });
      await client.invalidateQueries({ queryKey: ['reports', 'made'] });
      onDone(made.id);
    } catch (error) {
      commandId.current = newCommandId();
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="c-form">
      <Labelled id="generate-area" label={t('reports.area')}>
        <Lookup
          id="generate-area"
          value={area?.id}
          {...(area ? { valueLabel: area.name } : {})}
          find={findAreas}
          onChange={(id, option) => id && option && setArea({ id, name: option.label })}
        />
      </Labelled>
      <div className="c-form-row">
        {(['from', 'to'] as const).map((name) => (
          <Labelled key={name} id={`generate-${name}`} label={t(`burden.${name}`)}>
            <input
              id={`generate-${name}`}
              type="date"
              className="k-input"
              max={today}
              value={period[name]}
              onChange={(event) => event.target.value && setPeriod({ ...period, [name]: event.target.value })}
            />
          </Labelled>
        ))}
      </div>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || area === undefined}
        onClick={() => void send()}
      >
        {t('reports.generate')}
      </button>
    </div>
  );
}
