// Who is meant by a transfer: masked, opened for a written reason in the register that holds them. Somebody whom no register knows is written
// down for this emergency alone. Of a home that refuses nothing but the address and the hazard is shown.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { Reveal, type Revealed } from '../registers/Reveal.tsx';
import type { Transfer } from './queries.ts';

type Person = {
  id: string;
  title: string;
  register: string;
  registerLabel: string;
  mayReveal: boolean;
  shown: Record<string, string>;
};
type People = { refused: boolean; hidden: number; items: Person[] };

/** What whoever stands at the door must know; of each register those that it has. */
const FIELDS = ['name', 'phone', 'needs', 'circumstance', 'helper', 'helperPhone', 'kin', 'kinPhone'];
const NEEDS = ['carry', 'transport', 'power', 'medicine', 'water', 'infant', 'shelter'];

export function TransferPeople({ one, running }: { one: Transfer; running: boolean }) {
  const { t } = useI18n();
  const [adding, setAdding] = useState(false);
  const found = useQuery({
    queryKey: ['transfer-people', one.id, one.state],
    queryFn: ({ signal }) => get<People>(`/transfers/${one.id}/people`, {}, signal),
  });
  if (!found.data) return <Unread found={found} />;
  const { refused, hidden, items } = found.data;
  if (refused) return <p>{t('transfers.refusedHome', { why: one.why })}</p>;
  return (
    <div className="tr-people">
      {items.length === 0 ? <p className="k-hint">{t('transfers.nobodyNamed')}</p> : null}
      {items.map((person) => (
        <PersonLine key={person.id} person={person} />
      ))}
      {hidden > 0 ? <p className="k-hint">{t('transfers.hiddenPeople', { n: hidden })}</p> : null}
      {running && one.closedAt === null ? (
        adding ? (
          <AddPerson transferId={one.id} onDone={() => setAdding(false)} />
        ) : (
          <button type="button" className="k-button" onClick={() => setAdding(true)}>
            {t('transfers.addPerson')}
          </button>
        )
      ) : null}
    </div>
  );
}

function PersonLine({ person }: { person: Person }) {
  const { t } = useI18n();
  const [revealed, setRevealed] = useState<Revealed>();
  const shown = { ...person.shown, ...revealed?.shown };
  const fields = FIELDS.filter((code) => person.shown[code]);
  return (
    <div>
      <p>
        <strong>{shown['name']}</strong>{' '}
        {fields
          .filter((code) => code !== 'name')
          .map((code) => shown[code])
          .join(' · ')}
        <span className="k-hint"> {person.registerLabel}</span>
      </p>
      {revealed ? (
        <p className="k-hint">{t('transfers.revealedBy', { name: revealed.watermark.name })}</p>
      ) : person.mayReveal ? (
        <Reveal code={person.register} id={person.id} fields={fields} onRevealed={setRevealed} />
      ) : null}
    </div>
  );
}

function AddPerson({ transferId, onDone }: { transferId: string; onDone(): void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [id] = useState(newCommandId);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [needs, setNeeds] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setFailure(undefined);
    try {
      await post(`/transfers/${transferId}/people`, { id, name, needs, ...(phone ? { phone } : {}) });
      await client.invalidateQueries({ queryKey: ['transfer-people', transferId] });
      onDone();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('transfers.addPerson')}</legend>
      <p className="k-hint">{t('transfers.addPersonHint')}</p>
      <Labelled id="person-name" label={t('transfers.personName')}>
        <input
          id="person-name"
          className="k-input"
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Labelled>
      <Labelled id="person-phone" label={t('transfers.personPhone')}>
        <input
          id="person-phone"
          className="k-input"
          inputMode="tel"
          maxLength={20}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </Labelled>
      <fieldset className="k-field">
        <legend className="k-label">{t('transfers.personNeeds')}</legend>
        <div className="k-row">
          {NEEDS.map((code) => (
            <label key={code} className="k-inline">
              <input
                type="checkbox"
                checked={needs.includes(code)}
                onChange={(event) =>
                  setNeeds(event.target.checked ? [...needs, code] : needs.filter((one) => one !== code))
                }
              />
              {t(`transfers.need.${code}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={name.trim() === '' || needs.length === 0}
          onClick={() => void send()}
        >
          {t('transfers.addPersonNow')}
        </button>
        <button type="button" className="k-button" onClick={onDone}>
          {t('reg.cancel')}
        </button>
      </div>
    </fieldset>
  );
}
