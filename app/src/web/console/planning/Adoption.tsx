// From a plan to the territory: the day, what would move, and only then the change itself.
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ApiProblem, post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { ChangePreview } from '../org/ChangePreview.tsx';
import type { ChangePreviewData } from '../org/change-queries.ts';
import { useRefresh } from './planning-queries.ts';
import type { GridsResult, Run } from './planning-types.ts';

export function Adoption({ run, result }: { run: Run; result: GridsResult }) {
  const { t } = useI18n();
  const toast = useToast();
  const refresh = useRefresh();
  const commandId = useRef(newCommandId());
  const [on, setOn] = useState(toInputDate(now() + 24 * 3_600_000));
  const [names, setNames] = useState<Record<string, string>>({});
  const [seen, setSeen] = useState<{ key: string; found: ChangePreviewData }>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [level, setLevel] = useState<'grid' | 'micro-grid'>('grid');
  const fresh = level === 'grid' ? result.grids.filter((grid) => !grid.continues) : [];
  const given = Object.fromEntries(Object.entries(names).filter(([, name]) => name.trim() !== ''));
  const key = JSON.stringify([run.id, level, given]);
  const preview = seen?.key === key ? seen.found : undefined;
  async function attempt(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem && error.offline)) commandId.current = newCommandId();
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const look = () =>
    attempt(async () => {
      const found = await post<ChangePreviewData>(`/planning/runs/${run.id}/adoption/preview`, {
        names: given,
        level,
      });
      setSeen({ key, found });
    });
  const adopt = () =>
    attempt(async () => {
      const body = { commandId: commandId.current, effectiveOn: on, names: given, level };
      await post(`/planning/runs/${run.id}/adoption`, body, { retries: 3 });
      toast(t('planning.adoptedFor', { date: on }), { tone: 'good' });
      await refresh();
    });
  if (run.changeId)
    return (
      <p>
        {t('planning.isAdopted')} <Link to="/territory">{t('planning.toChanges')}</Link>
      </p>
    );
  return (
    <>
      {result.micro ? (
        <fieldset className="pl-set">
          <legend>{t('planning.adoptWhat')}</legend>
          {(['grid', 'micro-grid'] as const).map((one) => (
            <label key={one} className="c-check">
              <input type="radio" name="level" checked={level === one} onChange={() => setLevel(one)} />
              {t(`planning.adoptLevel.${one}`)}
            </label>
          ))}
        </fieldset>
      ) : null}
      <p className="k-hint">{t(level === 'grid' ? 'planning.adoptLine' : 'planning.adoptMicroLine')}</p>
      <label className="pl-field">
        {t('planning.effectiveOn')}
        <input
          type="date"
          className="k-input k-input-short"
          value={on}
          onChange={(event) => setOn(event.target.value)}
        />
      </label>
      {fresh.length > 0 ? (
        <details>
          <summary>{t('planning.newNames', { n: fresh.length })}</summary>
          {fresh.map((grid) => (
            <label key={grid.code} className="pl-field">
              {grid.code} · {grid.community}
              <input
                className="k-input"
                maxLength={120}
                placeholder={t('planning.namedByRule')}
                value={names[grid.code] ?? ''}
                onChange={(event) => setNames({ ...names, [grid.code]: event.target.value })}
              />
            </label>
          ))}
        </details>
      ) : null}
      <div className="k-row">
        <button type="button" className="k-button" disabled={busy} onClick={() => void look()}>
          {t('planning.lookFirst')}
        </button>
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={busy || !preview || preview.refusal !== null}
          onClick={() => void adopt()}
        >
          {t('planning.adopt', { date: on })}
        </button>
      </div>
      <FormProblem failure={failure} />
      {preview ? <ChangePreview found={preview} fromAreas={false} /> : null}
    </>
  );
}
