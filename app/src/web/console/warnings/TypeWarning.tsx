// A warning written off by hand: from the paper, the telephone or the screen of the weather service.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Risk } from '../../../kernel/emergency.ts';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { AreaField, RiskField } from '../emergency/AreaRisk.tsx';
import { useScope } from '../shell/scope.tsx';
import type { Colour } from './queries.ts';

const COLOURS: readonly Colour[] = ['blue', 'yellow', 'orange', 'red'];
const TIMES = ['sentAt', 'from', 'until'] as const;
const DAY_MS = 86_400_000;

type Draft = {
  id: string;
  colour: Colour | '';
  event: string;
  risk: Risk | '';
  issuer: string;
  documentNumber: string;
  sentAt: string;
  from: string;
  until: string;
  text: string;
  instruction: string;
  areaId: string;
  areaName: string;
};

function emptyDraft(area: { id: string; name: string } | undefined): Draft {
  const at = now();
  return {
    id: newCommandId(),
    colour: '',
    event: '',
    risk: '',
    issuer: '',
    documentNumber: '',
    sentAt: toInputDateTime(at),
    from: toInputDateTime(at),
    until: toInputDateTime(at + DAY_MS),
    text: '',
    instruction: '',
    areaId: area?.id ?? '',
    areaName: area?.name ?? '',
  };
}

export function TypeWarning() {
  const { t } = useI18n();
  const { me } = useScope();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => emptyDraft(me.posts[0]?.area));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const { areaId, areaName: _, ...rest } = draft;
      const times = Object.fromEntries(TIMES.map((name) => [name, fromInputDateTime(draft[name])]));
      const written = await post<{ id: string }>(
        '/warnings',
        { ...rest, ...times, areas: [areaId] },
        { retries: 2 },
      );
      await client.invalidateQueries({ queryKey: ['warnings'] });
      void navigate({ to: '/warnings/$warningId', params: { warningId: written.id } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const words = (name: 'event' | 'issuer' | 'documentNumber', most: number) => (
    <Labelled id={`warning-${name}`} label={t(`warning.${name}`)}>
      <input
        id={`warning-${name}`}
        className="k-input"
        maxLength={most}
        value={draft[name]}
        onChange={(event) => set({ [name]: event.target.value })}
      />
    </Labelled>
  );
  const complete = draft.colour !== '' && draft.risk !== '' && draft.areaId !== '';
  return (
    <fieldset className="e-form">
      <legend>{t('warning.type')}</legend>
      <Labelled id="warning-colour" label={t('warning.colour')}>
        <select
          id="warning-colour"
          className="k-input"
          value={draft.colour}
          onChange={(event) => set({ colour: event.target.value as Colour })}
        >
          <option value="" disabled>
            {t('emergency.choose')}
          </option>
          {COLOURS.map((one) => (
            <option key={one} value={one}>
              {t(`warning.colour.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      {words('event', 60)}
      <RiskField id="warning-risk" value={draft.risk} onChange={(risk: Risk) => set({ risk })} />
      {words('issuer', 80)}
      {words('documentNumber', 80)}
      <AreaField value={draft} onChange={set} />
      {TIMES.map((name) => (
        <Labelled key={name} id={`warning-${name}`} label={t(`warning.${name}`)}>
          <input
            id={`warning-${name}`}
            type="datetime-local"
            className="k-input"
            value={draft[name]}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        </Labelled>
      ))}
      {(['text', 'instruction'] as const).map((name) => (
        <Labelled key={name} id={`warning-${name}`} label={t(`warning.${name}`)}>
          <textarea
            id={`warning-${name}`}
            className="k-input"
            rows={3}
            maxLength={2000}
            value={draft[name]}
            onChange={(event) => set({ [name]: event.target.value })}
          />
        </Labelled>
      ))}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || !complete}
        onClick={() => void send()}
      >
        {t('warning.typeNow')}
      </button>
    </fieldset>
  );
}
