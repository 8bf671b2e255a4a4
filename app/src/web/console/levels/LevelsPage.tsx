// 各级响应做什么: who is called, how soon they answer, whether ordinary work waits, which counts point to a level. A change is a new version;
// what runs keeps the version with which its level began.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { actionLevels, risks } from '../../../kernel/emergency.ts';
import { get, put } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useScope } from '../shell/scope.tsx';
import '../emergency/emergency.css';
import { Hint } from './Hint.tsx';
import { LevelPart } from './LevelPart.tsx';
import { change, cleaned, faultsOf, type LevelSet } from './levels-draft.ts';

export type Found = {
  risk: string;
  from: string;
  areaId: string | null;
  version: number;
  content: LevelSet;
  duties: { code: string; label: string }[];
};

export function LevelsPage() {
  const { t } = useI18n();
  const { risk = 'any' } = useSearch({ from: '/emergency-levels' });
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: ['emergency-levels', risk],
    queryFn: ({ signal }) => get<Found>(`/emergency-levels/${encodeURIComponent(risk)}`, {}, signal),
  });
  return (
    <div className="c-page">
      <h1 className="c-title">{t('levels.title')}</h1>
      <p className="k-hint">{t('levels.line')}</p>
      <Labelled id="levels-risk" label={t('emergency.risk')}>
        <select
          id="levels-risk"
          className="k-input e-narrow"
          value={risk}
          onChange={(event) =>
            void navigate({ to: '/emergency-levels', search: { risk: event.target.value }, replace: true })
          }
        >
          <option value="any">{t('levels.any')}</option>
          {risks.map((one) => (
            <option key={one} value={one}>
              {t(`emergency.risk.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <Unread found={found} />
      {found.data ? <Editor key={`${risk}/${found.data.version}`} found={found.data} /> : null}
    </div>
  );
}

function Editor({ found }: { found: Found }) {
  const { t } = useI18n();
  const { me } = useScope();
  const toast = useToast();
  const client = useQueryClient();
  const [draft, setDraft] = useState(found.content);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const may = holdsDuty(me, 'manage-catalogue');
  const faults = faultsOf(draft);
  const same = JSON.stringify(draft) === JSON.stringify(found.content);
  // What is shown may be the set for every risk, or the preset: the first version of this risk begins from it.
  const own = found.from === found.risk ? found.version : 0;
  async function publish(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await put(`/emergency-levels/${encodeURIComponent(found.risk)}`, {
        baseVersion: own,
        note: note.trim(),
        content: cleaned(draft),
      });
      toast(t('levels.published', { n: own + 1 }), { tone: 'good' });
      await client.invalidateQueries({ queryKey: ['emergency-levels'] });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="c-stack">
      <p role="status">
        {found.from === 'preset'
          ? t('levels.preset')
          : t(found.from === found.risk ? 'levels.version' : 'levels.fromAny', { n: found.version })}
      </p>
      <Hint risk={found.risk} content={found.content} />
      {actionLevels.map((level) => (
        <LevelPart
          key={level}
          level={level}
          content={draft[level]}
          duties={found.duties}
          may={may}
          onChange={(part) => setDraft((before) => change(before, level, part))}
        />
      ))}
      {may ? (
        <fieldset className="e-form">
          <legend>{t('levels.publish')}</legend>
          <p className="k-hint">{t('levels.publishHint')}</p>
          {faults.map((one) => (
            <p key={`${one.level} ${one.what} ${one.name}`} className="k-error">
              {t(`levels.fault.${one.what}`, { level: t(`levels.level.${one.level}`), name: one.name })}
            </p>
          ))}
          <Labelled id="levels-note" label={t('levels.note')}>
            <input
              id="levels-note"
              className="k-input"
              maxLength={300}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </Labelled>
          <FormProblem failure={failure} />
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy || same || faults.length > 0 || note.trim().length < 2}
            onClick={() => void publish()}
          >
            {t('levels.publishNow', { n: own + 1 })}
          </button>
        </fieldset>
      ) : (
        <p className="k-hint">{t('levels.readOnly')}</p>
      )}
    </div>
  );
}
