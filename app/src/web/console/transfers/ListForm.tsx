// Puts buildings and doors on the list: one line each, so that a prepared list is pasted as it is.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import type { EmergencyView } from '../emergency/queries.ts';
import { type Line, readLines } from './lines.ts';
import { ShelterChoice } from './PlanForm.tsx';
import { useShelters } from './queries.ts';

type Answer = { items: { id: string; number?: string; problem?: { message: string } }[] };

export function ListForm({ view, onChanged }: { view: EmergencyView; onChanged(): void }) {
  const { t } = useI18n();
  const shelters = useShelters();
  const [area, setArea] = useState({ id: view.area.id, name: view.area.name });
  const [text, setText] = useState('');
  const [why, setWhy] = useState('');
  const [shelterId, setShelterId] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const [added, setAdded] = useState(0);
  // Ids stay with their lines, so that a list sent twice is one list.
  const [ids] = useState(() => new Map<string, string>());
  const lines = readLines(text);
  const wrong = lines.find((one) => one.fault);
  const idOf = (line: Line) => {
    const id = ids.get(line.text) ?? newCommandId();
    ids.set(line.text, id);
    return id;
  };
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    setRefused([]);
    setAdded(0);
    try {
      const sent = lines.map((line) => ({ line, id: idOf(line) }));
      const answer = await post<Answer>(
        `/emergencies/${view.id}/transfers`,
        {
          entries: sent.map(({ line, id }) => ({
            id,
            areaId: area.id,
            address: line.address,
            people: line.people,
            needHelp: line.needHelp,
            why,
            ...(shelterId ? { shelterId } : {}),
          })),
        },
        { retries: 2 },
      );
      const left = answer.items.filter((one) => one.problem);
      setAdded(answer.items.length - left.length);
      setRefused(
        left.map(
          (one) =>
            `${sent.find((each) => each.id === one.id)?.line.address ?? ''}：${one.problem?.message ?? ''}`,
        ),
      );
      // What was refused stays for another shelter.
      setText(
        sent
          .filter(({ id }) => left.some((one) => one.id === id))
          .map(({ line }) => line.text)
          .join('\n'),
      );
      onChanged();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('transfers.add')}</legend>
      <Labelled id="transfers-area" label={t('transfers.area')}>
        <Lookup
          id="transfers-area"
          value={area.id || undefined}
          valueLabel={area.name}
          find={findAreas}
          onChange={(id, option) => setArea({ id: id ?? '', name: option?.label ?? '' })}
        />
      </Labelled>
      <Labelled id="transfers-lines" label={t('transfers.lines')} hint={t('transfers.linesHint')}>
        <textarea
          id="transfers-lines"
          className="k-input"
          rows={5}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      {wrong ? <p className="k-error">{t('transfers.lineWrong', { line: wrong.text })}</p> : null}
      <Labelled id="transfers-why" label={t('transfers.why')}>
        <input
          id="transfers-why"
          className="k-input"
          maxLength={200}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
        />
      </Labelled>
      <Labelled id="transfers-shelter" label={t('transfers.where')}>
        <ShelterChoice
          id="transfers-shelter"
          items={shelters.data?.items}
          value={shelterId}
          onChange={setShelterId}
        />
      </Labelled>
      <FormProblem failure={failure} />
      {added > 0 ? <p role="status">{t('transfers.added', { n: added })}</p> : null}
      {refused.length > 0 ? (
        <ul className="k-error" role="alert">
          {refused.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      ) : null}
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={
          busy || lines.length === 0 || wrong !== undefined || area.id === '' || why.trim().length < 2
        }
        onClick={() => void send()}
      >
        {t('transfers.addLines', { n: lines.length })}
      </button>
    </fieldset>
  );
}
