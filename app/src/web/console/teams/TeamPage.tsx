// One team: what holds, its people with their certificates (masked), what is out with it.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useLines } from '../stocks/queries.ts';
import { Holds } from './Holds.tsx';
import { type Equipment, useTeam, type TeamPage as View } from './queries.ts';
import './teams.css';

export function TeamPage() {
  const { t } = useI18n();
  const { teamId } = useParams({ from: '/teams/$teamId' });
  const found = useTeam(teamId);
  if (found.isPending) return <Loading />;
  if (found.isError && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const view = found.data;
  if (!view) return null;
  return (
    <div className="c-page">
      <p className="c-crumbs">
        <Link to="/teams">{t('nav.teams')}</Link>
      </p>
      <h1 className="c-title">{view.name}</h1>
      <div className="c-card c-card-pad c-stack">
        <p>
          {view.sort.label} · {view.area.name} · {view.skillsShown}
        </p>
        <p>
          {t('teams.column.leader')} {view.leader}
          {view.musterPoint ? ` · ${t('teams.column.muster')} ${view.musterPoint}` : ''}
        </p>
        <p className="k-row">
          <span>
            {t('teams.insured')} <Holds {...view.insured} />
          </span>
          <span>
            {t('teams.trained')} <Holds {...view.trained} />
          </span>
        </p>
        {view.redFaults.length > 0 ? <p className="k-hint">{t('teams.indoorsAtRed')}</p> : null}
        <p>
          <Link to="/registers/$register" params={{ register: 'teams' }} search={{ record: view.id }}>
            {t('teams.edit')}
          </Link>
        </p>
      </div>
      <People view={view} />
      <Out view={view} />
    </div>
  );
}

function People({ view }: { view: View }) {
  const { t } = useI18n();
  return (
    <section className="c-stack" aria-labelledby="team-people">
      <h2 id="team-people" className="c-heading">
        {t('teams.members', { n: view.people.length })}
      </h2>
      {view.people.length === 0 ? (
        <p className="k-hint">
          <Link to="/registers/$register" params={{ register: 'team-members' }}>
            {t('teams.membersNone')}
          </Link>
        </p>
      ) : (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <tbody>
              {view.people.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Link
                      to="/registers/$register"
                      params={{ register: 'volunteers' }}
                      search={{ record: one.volunteer }}
                    >
                      {one.name}
                    </Link>
                  </th>
                  <td>{one.does}</td>
                  <td>
                    {one.certificates.length === 0 ? (
                      <span className="k-hint">{t('teams.noCertificate')}</span>
                    ) : null}
                    {one.certificates.map((certificate) => (
                      <span key={certificate.id} className="t-below">
                        {certificate.kind} <Holds standing={certificate.standing} until={certificate.until} />
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type Act = { kind: 'issue' } | { kind: 'return'; of: Equipment };

function Out({ view }: { view: View }) {
  const { t } = useI18n();
  const [act, setAct] = useState<Act>();
  return (
    <section className="c-stack" aria-labelledby="team-out">
      <h2 id="team-out" className="c-heading">
        {t('teams.equipment')}
      </h2>
      {view.equipment.length === 0 ? <p className="k-hint">{t('teams.equipmentNone')}</p> : null}
      {view.equipment.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <tbody>
              {view.equipment.map((one) => (
                <tr key={one.lotId}>
                  <th scope="row">
                    {one.itemName} {one.lot}
                  </th>
                  <td className="c-nowrap">
                    {one.amount} {one.measure}
                  </td>
                  <td>
                    {t('teams.from', { point: one.pointName })} <TimeText at={one.since} as="near" />
                  </td>
                  <td>
                    <button
                      type="button"
                      className="k-button"
                      onClick={() => setAct({ kind: 'return', of: one })}
                    >
                      {t('teams.giveBack')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {act ? (
        <Move
          key={act.kind === 'return' ? act.of.lotId : 'issue'}
          teamId={view.id}
          areaId={view.area.id}
          act={act}
          onClose={() => setAct(undefined)}
        />
      ) : (
        <div>
          <button type="button" className="k-button" onClick={() => setAct({ kind: 'issue' })}>
            {t('teams.issue')}
          </button>
        </div>
      )}
    </section>
  );
}

function Move({
  teamId,
  areaId,
  act,
  onClose,
}: {
  teamId: string;
  areaId: string;
  act: Act;
  onClose(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const lines = useLines({ areaId });
  const [id] = useState(newCommandId);
  const [line, setLine] = useState('');
  const [amount, setAmount] = useState(act.kind === 'return' ? String(act.of.amount) : '1');
  const [lacking, setLacking] = useState('');
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const choices = (lines.data?.items ?? []).filter((one) => !one.expired && one.onHand > 0);
  async function send(): Promise<void> {
    setFailure(undefined);
    const [pointId, lotId] = act.kind === 'return' ? [act.of.pointId, act.of.lotId] : line.split(' ');
    try {
      await post(`/teams/${encodeURIComponent(teamId)}/equipment`, {
        id,
        pointId,
        lotId,
        kind: act.kind,
        amount: Number(amount),
        reason,
        ...(lacking === '' ? {} : { lacking: Number(lacking) }),
      });
      toast(t(`teams.moved.${act.kind}`), { tone: 'good' });
      await client.invalidateQueries({ queryKey: ['teams'] });
      await client.invalidateQueries({ queryKey: ['stocks'] });
      onClose();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{act.kind === 'issue' ? t('teams.issue') : `${t('teams.giveBack')} ${act.of.itemName}`}</legend>
      {act.kind === 'issue' ? (
        <Labelled id="equipment-line" label={t('teams.form.what')}>
          <select
            id="equipment-line"
            className="k-input"
            value={line}
            onChange={(event) => setLine(event.target.value)}
          >
            <option value="" disabled>
              {t('emergency.choose')}
            </option>
            {choices.map((one) => (
              <option key={`${one.pointId} ${one.id}`} value={`${one.pointId} ${one.id}`}>
                {one.itemName} {one.lot} · {one.pointName} · {one.onHand} {one.measure}
              </option>
            ))}
          </select>
        </Labelled>
      ) : null}
      <Labelled id="equipment-amount" label={t('teams.form.amount')}>
        <input
          id="equipment-amount"
          className="k-input"
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
        />
      </Labelled>
      {act.kind === 'return' ? (
        <Labelled id="equipment-lacking" label={t('teams.form.lacking')} hint={t('teams.form.lackingHint')}>
          <input
            id="equipment-lacking"
            className="k-input"
            inputMode="decimal"
            value={lacking}
            onChange={(event) => setLacking(event.target.value)}
          />
        </Labelled>
      ) : null}
      <Labelled id="equipment-reason" label={t('teams.form.reason')}>
        <input
          id="equipment-reason"
          className="k-input"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={reason.trim() === '' || (act.kind === 'issue' && line === '')}
          onClick={() => void send()}
        >
          {t(act.kind === 'issue' ? 'teams.issue' : 'teams.giveBack')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('teams.form.cancel')}
        </button>
      </div>
    </fieldset>
  );
}
