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
};
type Sheet = { line: string; text: string }[];

const EVERY_MS = 5_000;

export function CallsPage() {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['calls'],
    queryFn: ({ signal }) => get<{ items: Call[] }>('/calls/desk', {}, signal),
    refetchInterval: EVERY_MS,
  });
  return (
    <div className="c-page">
      <h1 className="c-title">{t('calls.title')}</h1>
      <p className="k-hint">{t('calls.rule')}</p>
      <Unread found={found} />
      {found.data?.items.length === 0 ? <p className="k-hint">{t('calls.none')}</p> : null}
      {found.data?.items.map((call) => (
        <CallCard key={call.id} call={call} />
      ))}
    </div>
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
