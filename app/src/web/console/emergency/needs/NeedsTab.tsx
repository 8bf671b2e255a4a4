// 需求: what is lacking, most urgent first; who is proposed and why; who has how much in hand. The case opens beside the list.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../../kit/api.ts';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { problemWords } from '../../../kit/problem-words.ts';
import { Unread } from '../../../kit/States.tsx';
import { useToast } from '../../../kit/Toast.tsx';
import { useNow } from '../../../kit/use-now.ts';
import { CasePane } from '../../case/CasePane.tsx';
import type { EmergencyView } from '../queries.ts';
import '../emergency.css';
import { NeedForm } from './NeedForm.tsx';
import { NeedLine } from './NeedLine.tsx';
import { inGroup, inOrder, type NeedGroup, needGroups, shownTeams } from './needs-list.ts';
import { type NeedList, useLiveEmergency, useNeeds } from './queries.ts';
import { take } from './take.ts';

export function NeedsTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const now = useNow();
  const search = useSearch({ from: '/emergencies/$emergencyId' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const found = useNeeds(view.id);
  const [filing, setFiling] = useState(false);
  useLiveEmergency(view.id);
  const group = needGroups.find((one) => one === search.state);
  const items = inOrder(found.data?.items ?? [], now).filter((one) =>
    group ? inGroup(one, group, now) : one.closedAt === null,
  );
  const go = (change: {
    state?: string | undefined;
    open?: string | undefined;
    action?: string | undefined;
  }) =>
    void navigate({
      to: '/emergencies/$emergencyId',
      params: { emergencyId: view.id },
      search: { tab: 'needs', state: search.state, open: search.open, ...change },
      replace: true,
    });
  const changed = () => void client.invalidateQueries({ queryKey: ['emergencies', view.id] });
  const open = found.data?.items.find((one) => one.id === search.open);
  return (
    <section className={open ? 'e-pair' : undefined} aria-label={t('emergency.tab.needs')}>
      <div className="c-stack">
        <Unread found={found} />
        <Groups
          list={found.data}
          group={group}
          now={now}
          onGroup={(state) => go({ state, open: undefined })}
        />
        {found.data ? <Decide view={view} list={found.data} onChanged={changed} /> : null}
        {found.data?.mayReport ? (
          <div>
            <button
              type="button"
              className="k-button"
              aria-expanded={filing}
              onClick={() => setFiling(!filing)}
            >
              {t('needs.file')}
            </button>
          </div>
        ) : null}
        {filing ? <NeedForm view={view} onFiled={changed} onClose={() => setFiling(false)} /> : null}
        {found.data && items.length === 0 ? (
          <p className="k-hint">{t(group ? 'needs.noneOfGroup' : 'needs.none')}</p>
        ) : null}
        <ul className="e-needs">
          {items.map((need) => (
            <NeedLine
              key={need.id}
              need={need}
              list={found.data as NeedList}
              open={need.id === search.open}
              onOpen={(action) => go({ open: need.id, action })}
              onChanged={changed}
            />
          ))}
        </ul>
        {found.data && found.data.teams.length > 0 ? <Span list={found.data} /> : null}
      </div>
      {open ? (
        <div className="e-beside c-card">
          <CasePane
            key={open.id}
            caseId={open.id}
            action={search.action}
            onAction={(action) => go({ action })}
            onChanged={changed}
            onClose={() => go({ open: undefined, action: undefined })}
          />
        </div>
      ) : null}
    </section>
  );
}

function Groups({
  list,
  group,
  now,
  onGroup,
}: {
  list: NeedList | undefined;
  group: NeedGroup | undefined;
  now: number;
  onGroup(group: NeedGroup | undefined): void;
}) {
  const { t } = useI18n();
  const count = (one: NeedGroup) => list?.items.filter((need) => inGroup(need, one, now)).length ?? 0;
  const vital = list?.items.filter((need) => need.vital && need.state.code === 'need-open').length ?? 0;
  return (
    <div className="k-row">
      <button
        type="button"
        className="k-link"
        aria-pressed={group === undefined}
        onClick={() => onGroup(undefined)}
      >
        {t('needs.group.all')}
      </button>
      {needGroups.map((one) => (
        <button
          key={one}
          type="button"
          className="k-link"
          aria-pressed={group === one}
          onClick={() => onGroup(one)}
        >
          {t(`needs.group.${one}`, { n: count(one) })}
        </button>
      ))}
      {vital > 0 ? <strong className="e-vital">{t('needs.vitalOpen', { n: vital })}</strong> : null}
    </div>
  );
}

/** The proposal for all needs at once, and taking it whole. */
function Decide({ view, list, onChanged }: { view: EmergencyView; list: NeedList; onChanged(): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [refused, setRefused] = useState<string[]>([]);
  const open = list.items.filter((one) => one.state.code === 'need-open');
  const proposed = open.filter((one) => one.suggested !== null);
  if (!list.mayDecide || open.length === 0) return null;
  async function once(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    setRefused([]);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      onChanged();
    }
  }
  const plan = () =>
    once(async () => {
      const done = await post<{ open: number; suggested: number }>(
        `/emergencies/${view.id}/dispatch-plan`,
        {},
      );
      toast(t('needs.planned', { n: done.suggested, of: done.open }), { tone: 'good' });
    });
  const takeAll = () =>
    once(async () => {
      const left: string[] = [];
      for (const need of proposed) {
        const problem = await take(need);
        if (problem) left.push(`${need.number} ${problemWords(t, problem)}`);
      }
      setRefused(left);
      toast(t('needs.taken', { n: proposed.length - left.length }), { tone: left.length ? 'bad' : 'good' });
    });
  return (
    <div className="c-stack">
      <div className="k-row">
        <button
          type="button"
          className={`k-button ${proposed.length > 0 ? '' : 'k-button-primary'}`}
          disabled={busy}
          onClick={() => void plan()}
        >
          {t(proposed.length > 0 ? 'needs.planAgain' : 'needs.plan', { n: open.length })}
        </button>
        {proposed.length > 0 ? (
          <button type="button" className="k-button" disabled={busy} onClick={() => void takeAll()}>
            {t('needs.takeAll', { n: proposed.length })}
          </button>
        ) : null}
        <span className="k-hint">{t('needs.planHint')}</span>
      </div>
      <FormProblem failure={failure} />
      {refused.map((words) => (
        <p key={words} className="k-error">
          {words}
        </p>
      ))}
    </div>
  );
}

/** 管理幅度: one who leads keeps three to seven in view. */
function Span({ list }: { list: NeedList }) {
  const { t } = useI18n();
  const { shown, more } = shownTeams(list.teams);
  return (
    <section aria-labelledby="needs-span">
      <h2 id="needs-span" className="c-heading">
        {t('needs.span')}
      </h2>
      <p className="k-hint">{t('needs.spanHint', { n: list.span })}</p>
      <ul className="e-span">
        {shown.map((one) => (
          <li key={one.unit}>
            <span>{one.name}</span>
            <span className="k-number">{t('needs.inHand', { n: one.load, of: list.span })}</span>
            <span className={one.load >= list.span ? 'k-error' : 'k-hint'}>
              {one.load >= list.span ? t('needs.full') : one.load === 0 ? t('needs.idle') : ''}
              {one.above ? ` ${t('needs.above')}` : ''}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="k-hint">{t('needs.moreIdle', { n: more })}</p> : null}
    </section>
  );
}
