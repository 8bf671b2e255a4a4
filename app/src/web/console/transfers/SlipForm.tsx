// A paper slip is typed in afterwards: its serial is scanned, the time is the one on the paper. A second copy is said to be double.
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import type { Entry } from './queries.ts';

type Slip = {
  slip: { id: string; part: 'call' | 'arrival'; firstPrintedAt: number };
  transfer: { address: string; number: string; people: number; shelter: string | null };
  first: Entry | null;
};
type Answer = { double: boolean; first: Entry | null };

const SERIAL = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const OUTCOMES = { call: ['notified', 'refused', 'out-of-reach'], arrival: ['arrived'] } as const;

export function SlipForm({ onChanged }: { onChanged(): void }) {
  const { t } = useI18n();
  const [serial, setSerial] = useState('');
  const [found, setFound] = useState<Slip>();
  const [failure, setFailure] = useState<unknown>();
  const [answer, setAnswer] = useState<Answer>();
  async function find(text: string): Promise<void> {
    setSerial(text);
    const id = SERIAL.exec(text)?.[0]?.toLowerCase();
    setFound(undefined);
    setAnswer(undefined);
    setFailure(undefined);
    if (!id) return;
    try {
      setFound(await get<Slip>(`/transfer-slips/${id}`));
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('transfers.enterSlip')}</legend>
      <Labelled id="slip-serial" label={t('transfers.serial')} hint={t('transfers.serialHint')}>
        <input
          id="slip-serial"
          className="k-input"
          autoComplete="off"
          value={serial}
          onChange={(event) => void find(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      {found ? (
        <Fill
          key={found.slip.id}
          found={found}
          onEntered={(given) => {
            setAnswer(given);
            setSerial('');
            setFound(undefined);
            onChanged();
          }}
        />
      ) : null}
      {answer ? (
        <p role="status" className={answer.double ? 'k-error' : ''}>
          {answer.double ? t('transfers.wasDouble') : t('transfers.entered')}
          {answer.double && answer.first ? <Stands first={answer.first} /> : null}
        </p>
      ) : null}
    </fieldset>
  );
}

function Stands({ first }: { first: Entry }) {
  const { t } = useI18n();
  return (
    <>
      {' '}
      {t('transfers.stands')} {t(`transfers.outcome.${first.outcome}`)}{' '}
      <TimeText at={first.occurredAt} as="near" />
    </>
  );
}

function Fill({ found, onEntered }: { found: Slip; onEntered(answer: Answer): void }) {
  const { t } = useI18n();
  const { slip, transfer, first } = found;
  const outcomes: readonly string[] = OUTCOMES[slip.part];
  const [id] = useState(newCommandId);
  const [outcome, setOutcome] = useState(outcomes[0] ?? '');
  const [how, setHow] = useState('in-person');
  const [at, setAt] = useState<number>();
  const [people, setPeople] = useState('');
  const [where, setWhere] = useState(transfer.shelter ?? '');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      onEntered(
        await post<Answer>(
          `/transfer-slips/${slip.id}/entries`,
          {
            id,
            outcome,
            occurredAt: at,
            note,
            ...(outcome === 'notified' ? { how } : {}),
            ...(outcome === 'arrived' ? { people: Number(people), where } : {}),
          },
          { retries: 2 },
        ),
      );
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }
  return (
    <>
      <p>
        <strong>{transfer.address}</strong> {transfer.number} · {t(`transfers.part.${slip.part}`)}
      </p>
      {first ? (
        <p className="k-error">
          {t('transfers.already')}
          <Stands first={first} />
        </p>
      ) : null}
      <Labelled id="slip-outcome" label={t('transfers.outcome')}>
        <select
          id="slip-outcome"
          className="k-input"
          value={outcome}
          onChange={(event) => setOutcome(event.target.value)}
        >
          {outcomes.map((one) => (
            <option key={one} value={one}>
              {t(`transfers.outcome.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      {outcome === 'notified' ? (
        <Labelled id="slip-how" label={t('transfers.how')}>
          <select
            id="slip-how"
            className="k-input"
            value={how}
            onChange={(event) => setHow(event.target.value)}
          >
            {['in-person', 'phone', 'loudspeaker-answered'].map((one) => (
              <option key={one} value={one}>
                {t(`transfers.how.${one}`)}
              </option>
            ))}
          </select>
        </Labelled>
      ) : null}
      <Labelled id="slip-at" label={t('transfers.slipTime')} hint={t('transfers.slipTimeHint')}>
        <input
          id="slip-at"
          className="k-input"
          type="datetime-local"
          min={toInputDateTime(slip.firstPrintedAt)}
          value={at === undefined ? '' : toInputDateTime(at)}
          onChange={(event) => setAt(fromInputDateTime(event.target.value))}
        />
      </Labelled>
      {outcome === 'arrived' ? (
        <>
          <Labelled id="slip-people" label={t('transfers.countedPeople')}>
            <input
              id="slip-people"
              className="k-input"
              inputMode="numeric"
              value={people}
              onChange={(event) => setPeople(event.target.value)}
            />
          </Labelled>
          <Labelled id="slip-where" label={t('transfers.where')}>
            <input
              id="slip-where"
              className="k-input"
              maxLength={80}
              value={where}
              onChange={(event) => setWhere(event.target.value)}
            />
          </Labelled>
        </>
      ) : null}
      <Labelled id="slip-note" label={t('transfers.note')}>
        <input
          id="slip-note"
          className="k-input"
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || at === undefined || (outcome === 'arrived' && !/^\d+$/.test(people))}
        onClick={() => void send()}
      >
        {t('transfers.enter')}
      </button>
    </>
  );
}
