// The desk at night: open calls, worst first, each with the sheet that is read to 120 and the way into its case.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { Reveal, type Revealed } from '../registers/Reveal.tsx';
import { DevicesPart } from './DevicesPart.tsx';
import './calls.css';

type Coded = { code: string; label: string };
type Call = {
  id: string;
  number: string;
  deviceId: string;
  place: string;
  need: Coded;
  state: Coded;
  silent: boolean;
  again: number;
  backs: { at: number; label: string }[];
  since: number;
  due: number | null;
  /** Who sits at the desk of the place now. */
  duty: { area: string; desk: string; leader: string } | null;
};
type Sheet = { line: string; text: string }[];

const EVERY_MS = 5_000;

export function CallsPage() {
  const { t } = useI18n();
  const [side, setSide] = useState<'desk' | 'devices'>('desk');
  return (
    <div className="c-page">
      <h1 className="c-title">{t('calls.title')}</h1>
      <nav className="k-row e-tabs" aria-label={t('calls.sides')}>
        {(['desk', 'devices'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className={`k-button ${one === side ? 'k-button-primary' : ''}`}
            aria-current={one === side ? 'page' : undefined}
            onClick={() => setSide(one)}
          >
            {t(`calls.side.${one}`)}
          </button>
        ))}
      </nav>
      {side === 'desk' ? <Desk /> : <DevicesPart />}
    </div>
  );
}

function Desk() {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['calls'],
    queryFn: ({ signal }) => get<{ items: Call[] }>('/calls/desk', {}, signal),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <p className="k-hint">{t('calls.rule')}</p>
      <Unread found={found} />
      {found.data?.items.length === 0 ? <p className="k-hint">{t('calls.none')}</p> : null}
      {found.data?.items.map((call) => (
        <CallCard key={call.id} call={call} />
      ))}
    </>
  );
}

function CallCard({ call }: { call: Call }) {
  const { t } = useI18n();
  const last = call.backs.at(-1);
  return (
    <article className="c-card c-card-pad c-stack">
      <h2 className="c-heading">
        <Link to="/cases/$caseId" params={{ caseId: call.id }} search={{}}>
          {call.place} · {call.need.label}
        </Link>
      </h2>
      <p className="k-row">
        <StateMark shape={shapeOfState(call.state.code, false)} label={call.state.label} />
        <span>
          {t('calls.since')} <TimeText at={call.since} as="near" />
        </span>
        {call.due === null ? null : (
          <span>
            {t('calls.due')} <TimeText at={call.due} as="near" />
          </span>
        )}
        {call.silent ? <strong>{t('calls.silent')}</strong> : null}
        {call.again > 0 ? <strong>{t('calls.again', { n: call.again })}</strong> : null}
      </p>
      {last ? (
        <p className="k-hint">
          {t('calls.lastBack')} <TimeText at={last.at} as="near" /> {last.label}
        </p>
      ) : null}
      <p className={call.duty ? 'k-hint' : 'k-error'}>
        {call.duty ? t('calls.duty', call.duty) : t('calls.nobodyOnDuty')}
      </p>
      <Neighbours callId={call.id} />
      <ContactSheet call={call} />
    </article>
  );
}

function ContactSheet({ call }: { call: Call }) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const [sheet, setSheet] = useState<Sheet>();
  const [failure, setFailure] = useState<unknown>();
  async function open(): Promise<void> {
    setFailure(undefined);
    try {
      const answer = await post<{ sheet: Sheet }>(
        `/call-devices/${encodeURIComponent(call.deviceId)}/contact`,
        { reason, caseId: call.id },
      );
      setSheet(answer.sheet);
    } catch (error) {
      setFailure(error);
    }
  }
  if (sheet)
    return (
      <table className="c-table">
        <caption>{t('calls.sheet')}</caption>
        <tbody>
          {sheet.map((one) => (
            <tr key={one.line}>
              <th scope="row">{t(`calls.line.${one.line}`)}</th>
              <td>{one.line === 'heard' ? t('calls.silent') : one.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  const id = `call-reason-${call.id}`;
  return (
    <form
      className="c-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <Labelled id={id} label={t('calls.reason')} hint={t('calls.reasonHint')}>
        <input
          id={id}
          className="k-input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button type="submit" className="k-button" disabled={reason.trim().length < 2}>
          {t('calls.open')}
        </button>
      </div>
    </form>
  );
}

type Neighbour = {
  id: string;
  title: string;
  area: { name: string };
  shown: Record<string, string>;
  near: boolean;
  mayReveal: boolean;
};

/** Who near has offered to help; the desk asks them, nobody is sent by a machine. */
function Neighbours({ callId }: { callId: string }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ['call-volunteers', callId],
    enabled: open,
    queryFn: ({ signal }) =>
      get<{ red: boolean; items: Neighbour[] }>(`/calls/${callId}/volunteers`, {}, signal),
  });
  if (!open)
    return (
      <div>
        <button type="button" className="k-button" onClick={() => setOpen(true)}>
          {t('calls.neighbours')}
        </button>
      </div>
    );
  if (!found.data) return <Unread found={found} />;
  if (found.data.red) return <p className="k-error">{t('calls.redNobody')}</p>;
  if (found.data.items.length === 0) return <p className="k-hint">{t('calls.noNeighbours')}</p>;
  return (
    <ul className="c-stack">
      {found.data.items.map((one) => (
        <NeighbourLine key={one.id} one={one} />
      ))}
    </ul>
  );
}

function NeighbourLine({ one }: { one: Neighbour }) {
  const { t } = useI18n();
  const [revealed, setRevealed] = useState<Revealed>();
  const shown = { ...one.shown, ...revealed?.shown };
  return (
    <li>
      <strong>{shown['name'] ?? one.title}</strong> {shown['skills']} {shown['phone']}{' '}
      <span className="k-hint">
        {t(one.near ? 'calls.sameGrid' : 'calls.sameCommunity', { area: one.area.name })}
      </span>
      {one.mayReveal && !revealed ? (
        <Reveal code="volunteers" id={one.id} fields={['name', 'phone']} onRevealed={setRevealed} />
      ) : null}
    </li>
  );
}
