// Shelters: open or not, counted at the door, room left. Whoever keeps one opens, counts and closes it here.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type Shelter, useShelters } from './queries.ts';
import { DrillForm, ShelterForm } from './ShelterForm.tsx';

export function Shelters({ onChanged }: { onChanged(): void }) {
  const { t } = useI18n();
  const found = useShelters();
  const [chosen, setChosen] = useState<string>();
  const [form, setForm] = useState<{ id: string; what: 'edit' | 'drill' }>();
  const ask = (id: string, what: 'edit' | 'drill') =>
    setForm(form?.id === id && form.what === what ? undefined : { id, what });
  const formOf = found.data?.items.find((one) => one.id === form?.id);
  const done = () => {
    setForm(undefined);
    onChanged();
  };
  return (
    <section className="tr-tab" aria-labelledby="transfers-shelters">
      <h2 id="transfers-shelters" className="c-heading">
        {t('shelters.title')}
      </h2>
      <Unread found={found} />
      {found.data?.items.length === 0 ? <p className="k-hint">{t('shelters.none')}</p> : null}
      {found.data && found.data.items.length > 0 ? (
        <div className="tr-wide">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('shelters.name')}</th>
                <th scope="col">{t('shelters.open')}</th>
                <th scope="col">{t('shelters.inside')}</th>
                <th scope="col">{t('shelters.room')}</th>
                <th scope="col">{t('shelters.drilled')}</th>
                <th scope="col">{t('shelters.keeper')}</th>
                <th scope="col">{t('shelters.do')}</th>
              </tr>
            </thead>
            <tbody>
              {found.data.items.map((one) => (
                <tr key={one.id}>
                  <td>
                    {one.name}
                    <span className="k-hint">
                      {' '}
                      {one.areaName}
                      {one.stepFree ? ` · ${t('shelters.stepFree')}` : ''}
                    </span>
                  </td>
                  <td className="c-nowrap">
                    {one.open ? t('shelters.isOpen') : t('shelters.canOpen', { n: one.conversionMinutes })}
                  </td>
                  <td className="c-nowrap">
                    {one.countedAt === null ? (
                      t('shelters.notCounted')
                    ) : (
                      <>
                        {t('shelters.people', { n: one.inside, of: one.capacity })}{' '}
                        <TimeText at={one.countedAt} as="near" />
                      </>
                    )}
                    {one.over > 0 ? (
                      <span className="k-error"> {t('shelters.over', { n: one.over })}</span>
                    ) : null}
                  </td>
                  <td className="c-nowrap">{one.room}</td>
                  <td>
                    {one.drilledOn === null ? (
                      <span className="k-error">{t('shelters.neverDrilled')}</span>
                    ) : (
                      <>
                        {t('shelters.drilledIn', { on: one.drilledOn, n: one.drilledMinutes ?? 0 })}
                        {(one.drilledMinutes ?? 0) > one.conversionMinutes ? (
                          <span className="k-error">
                            {' '}
                            {t('shelters.slower', { n: (one.drilledMinutes ?? 0) - one.conversionMinutes })}
                          </span>
                        ) : null}
                      </>
                    )}
                  </td>
                  <td>
                    {one.keeperUnit} {one.keeperTitle}
                  </td>
                  <td className="c-nowrap">
                    {one.mine ? (
                      <button
                        type="button"
                        className="k-link"
                        aria-expanded={chosen === one.id}
                        onClick={() => setChosen(chosen === one.id ? undefined : one.id)}
                      >
                        {one.open ? t('shelters.count') : t('shelters.openIt')}
                      </button>
                    ) : null}
                    {one.mine ? (
                      <>
                        {' '}
                        <button type="button" className="k-link" onClick={() => ask(one.id, 'drill')}>
                          {t('shelters.drill')}
                        </button>{' '}
                        <button type="button" className="k-link" onClick={() => ask(one.id, 'edit')}>
                          {t('shelters.editIt')}
                        </button>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {found.data?.items
        .filter((one) => one.id === chosen)
        .map((one) => (
          <Handle key={`${one.id}/${one.open}`} one={one} onChanged={onChanged} />
        ))}
      {formOf && form?.what === 'edit' ? (
        <ShelterForm key={formOf.id} shelter={formOf} onDone={done} onCancel={() => setForm(undefined)} />
      ) : null}
      {formOf && form?.what === 'drill' ? <DrillForm key={formOf.id} shelter={formOf} onDone={done} /> : null}
    </section>
  );
}

function Handle({ one, onChanged }: { one: Shelter; onChanged(): void }) {
  const { t } = useI18n();
  const [why, setWhy] = useState('');
  const [kind, setKind] = useState('in');
  const [people, setPeople] = useState('');
  const [care, setCare] = useState('0');
  const [id, setId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(path: string, body: Record<string, unknown>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/shelters/${one.id}/${path}`, { ...body, at: now() }, { retries: 2 });
      setId(newCommandId());
      setPeople('');
      setCare('0');
      onChanged();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{one.name}</legend>
      {one.open ? (
        <>
          <Labelled id="shelter-kind" label={t('shelters.kind')}>
            <select
              id="shelter-kind"
              className="k-input"
              value={kind}
              onChange={(event) => setKind(event.target.value)}
            >
              {['in', 'out', 'count'].map((code) => (
                <option key={code} value={code}>
                  {t(`shelters.kind.${code}`)}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled id="shelter-people" label={t('shelters.howMany')}>
            <input
              id="shelter-people"
              className="k-input"
              inputMode="numeric"
              value={people}
              onChange={(event) => setPeople(event.target.value)}
            />
          </Labelled>
          <Labelled id="shelter-care" label={t('shelters.care')}>
            <input
              id="shelter-care"
              className="k-input"
              inputMode="numeric"
              value={care}
              onChange={(event) => setCare(event.target.value)}
            />
          </Labelled>
          <FormProblem failure={failure} />
          <div className="k-row">
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={busy || !/^\d+$/.test(people) || !/^\d+$/.test(care)}
              onClick={() => void send('counts', { id, kind, people: Number(people), care: Number(care) })}
            >
              {t('shelters.record')}
            </button>
            <button type="button" className="k-button" disabled={busy} onClick={() => void send('close', {})}>
              {t('shelters.close')}
            </button>
          </div>
        </>
      ) : (
        <>
          <Labelled id="shelter-why" label={t('shelters.why')}>
            <input
              id="shelter-why"
              className="k-input"
              maxLength={200}
              value={why}
              onChange={(event) => setWhy(event.target.value)}
            />
          </Labelled>
          <FormProblem failure={failure} />
          <button
            type="button"
            className="k-button k-button-primary"
            disabled={busy || why.trim().length < 2}
            onClick={() => void send('open', { id, why })}
          >
            {t('shelters.openIt')}
          </button>
        </>
      )}
    </fieldset>
  );
}
