// Visit campaigns: which places, which posts, and how far; every number opens its records.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { nearDate, toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { problemWords } from '../../kit/problem-words.ts';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { MyVisits } from '../../visits/MyVisits.tsx';
import { type Campaign, useCampaign, useCampaigns, type VisitState } from '../../visits/queries.ts';
import { PlanHead } from '../PlanHead.tsx';
import { useScope } from '../shell/scope.tsx';

export function VisitsPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const [open, setOpen] = useState<string>();
  const found = useCampaigns();
  return (
    <div className="c-page">
      <h1 className="c-title">{t('visits.title')}</h1>
      <section aria-labelledby="visits-mine">
        <h2 id="visits-mine" className="c-heading">
          {t('visits.mine')}
        </h2>
        <MyVisits />
      </section>
      <section aria-labelledby="visits-campaigns">
        <h2 id="visits-campaigns" className="c-heading">
          {t('visits.campaigns')}
        </h2>
        <Unread found={found} />
        <table className="c-table">
          <tbody>
            {found.data?.items.map((one) => (
              <tr key={one.id}>
                <td>
                  <button
                    type="button"
                    className="k-link"
                    aria-expanded={open === one.id}
                    onClick={() => setOpen(open === one.id ? undefined : one.id)}
                  >
                    {one.title}
                  </button>
                </td>
                <td>{one.areaName}</td>
                <td className="c-nowrap">{t('visits.dates', { from: one.startsOn, to: one.endsOn })}</td>
                <td>{t('visits.totals', { n: one.total, needs: one.needs })}</td>
                <td>{one.closedAt === null ? '' : t('visits.closed')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {open ? <CampaignDetail key={open} id={open} /> : null}
      </section>
      {holdsDuty(me, 'supervise', 'intake') ? <NewCampaign onDone={setOpen} /> : null}
    </div>
  );
}

function CampaignDetail({ id }: { id: string }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [state, setState] = useState<VisitState>();
  const found = useCampaign(id, state);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const campaign = found.data;
  async function close(): Promise<void> {
    try {
      await post(`/visits/campaigns/${encodeURIComponent(id)}/close`, undefined);
      await client.invalidateQueries({ queryKey: ['visits'] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  return (
    <article className="c-card">
      <p>{campaign.purpose}</p>
      <div className="k-row">
        <button type="button" className="k-link" aria-pressed={!state} onClick={() => setState(undefined)}>
          {t('visits.all', { n: campaign.total })}
        </button>
        {campaign.counts.map((one) => (
          <button
            key={one.state}
            type="button"
            className="k-link"
            aria-pressed={state === one.state}
            onClick={() => setState(one.state)}
          >
            {t('visits.count', { state: t(`visits.state.${one.state}`), n: one.n })}
          </button>
        ))}
      </div>
      <table className="c-table">
        <tbody>
          {campaign.targets.map((target) => (
            <tr key={target.id}>
              <td>{target.label}</td>
              <td>{target.areaName}</td>
              <td>{target.post.title}</td>
              <td className="c-nowrap">
                {t(`visits.state.${target.state}`)}
                {target.chosenAt === null ? '' : ` · ${nearDate(t, target.chosenAt, now())}`}
              </td>
              <td>
                {target.caseIds.map((caseId, index) => (
                  <Link key={caseId} to="/cases/$caseId" params={{ caseId }} className="c-case-link">
                    {t('visits.case', { n: index + 1 })}{' '}
                  </Link>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {campaign.mayPlan && campaign.closedAt === null ? (
        <>
          <AddPlaces campaign={campaign} />
          <button type="button" className="k-button" onClick={() => void close()}>
            {t('visits.close')}
          </button>
        </>
      ) : null}
    </article>
  );
}

function AddPlaces({ campaign }: { campaign: Campaign }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [lines, setLines] = useState('');
  const [area, setArea] = useState({ id: campaign.areaId, name: campaign.areaName });
  const [kind, setKind] = useState<'household' | 'firm'>('household');
  const [busy, setBusy] = useState(false);
  const labels = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  async function add(): Promise<void> {
    setBusy(true);
    try {
      const answer = await post<{ added: number; optedOut: number; twice: number }>(
        `/visits/campaigns/${encodeURIComponent(campaign.id)}/targets`,
        { targets: labels.map((label) => ({ id: newCommandId(), kind, label, areaId: area.id })) },
      );
      toast(t('visits.added', answer), { tone: 'good' });
      setLines('');
      await client.invalidateQueries({ queryKey: ['visits'] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="v-form">
      <legend>{t('visits.addPlaces')}</legend>
      <label>
        {t('visits.placesLines')}
        <textarea
          className="k-input"
          rows={4}
          value={lines}
          onChange={(event) => setLines(event.target.value)}
        />
      </label>
      <p className="k-hint">{t('visits.placesOnly')}</p>
      <Lookup
        label={t('visits.area')}
        value={area.id}
        valueLabel={area.name}
        find={findAreas}
        onChange={(value, option) => {
          if (value && option) setArea({ id: value, name: option.label });
        }}
      />
      <label className="k-inline">
        {t('visits.kind')}
        <select
          className="k-input"
          value={kind}
          onChange={(event) => setKind(event.target.value === 'firm' ? 'firm' : 'household')}
        >
          <option value="household">{t('visits.household')}</option>
          <option value="firm">{t('visits.firm')}</option>
        </select>
      </label>
      <button
        type="button"
        className="k-button"
        disabled={busy || labels.length === 0 || labels.length > 300}
        onClick={() => void add()}
      >
        {t('visits.add', { n: labels.length })}
      </button>
    </fieldset>
  );
}

function NewCampaign({ onDone }: { onDone(id: string): void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [draft, setDraft] = useState(() => ({
    id: newCommandId(),
    title: '',
    purpose: '',
    areaId: '',
    startsOn: toInputDate(now()),
    endsOn: toInputDate(now() + 30 * 86_400_000),
  }));
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  async function save(): Promise<void> {
    try {
      await post('/visits/campaigns', { ...draft, policyIds: [] }, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['visits'] });
      onDone(draft.id);
      setDraft({ ...draft, id: newCommandId(), title: '', purpose: '' });
      setFailure(undefined);
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <fieldset className="v-form">
      <legend>{t('visits.new')}</legend>
      <PlanHead
        id="campaign"
        draft={draft}
        labels={{
          title: t('visits.name'),
          area: t('visits.area'),
          from: t('visits.from'),
          until: t('visits.until'),
        }}
        onChange={set}
      />
      <label>
        {t('visits.purpose')}
        <textarea
          className="k-input"
          rows={2}
          maxLength={500}
          value={draft.purpose}
          onChange={(event) => set({ purpose: event.target.value })}
        />
      </label>
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button"
        disabled={!draft.title.trim() || !draft.purpose.trim() || !draft.areaId}
        onClick={() => void save()}
      >
        {t('visits.open')}
      </button>
    </fieldset>
  );
}
