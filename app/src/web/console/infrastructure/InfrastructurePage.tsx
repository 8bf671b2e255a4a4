// Emergency infrastructure: what is lacking by which standard and what is being done about it, then what there is and when it was looked at.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import type { StateShape } from '../../kit/api-types.ts';
import { shapeOfState } from '../../kit/case-states.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import '../teams/teams.css';

type Coded = { code: string; label: string };
type Item = {
  id: string;
  name: string;
  area: { id: string; name: string };
  kind: Coded;
  condition: Coded;
  address: string;
  pieces: number;
  inspectedOn: string | null;
  inspectBy: string | null;
  inspectionDue: boolean;
};
type Gap = {
  rule: { id: string; name: string; source: string };
  kind: Coded;
  place: { id: string; name: string };
  need: number;
  sound: number;
  unsound: number;
  lacking: number;
  retrofit: { id: string; number: string } | null;
};
type Retrofit = {
  id: string;
  number: string;
  headline: string;
  state: Coded;
  budget: { fen: number; source: string } | null;
};
type Survey = { items: Item[]; gaps: Gap[]; retrofits: Retrofit[] };

const CONDITION: Readonly<Record<string, StateShape>> = {
  sound: 'done',
  worn: 'soon',
  broken: 'late',
  missing: 'late',
};

export function InfrastructurePage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const areaId = area?.id ?? me.posts[0]?.area.id;
  const found = useQuery({
    queryKey: ['infrastructure', areaId ?? ''],
    queryFn: ({ signal }) => get<Survey>('/infrastructure', { areaId }, signal),
  });
  return (
    <div className="c-page">
      <header>
        <h1 className="c-title">{t('infrastructure.title')}</h1>
        <p className="k-hint">{t('infrastructure.line')}</p>
      </header>
      <Unread found={found} />
      {found.data ? (
        <>
          <Gaps survey={found.data} />
          <Retrofits items={found.data.retrofits} />
          <Items items={found.data.items} />
        </>
      ) : null}
    </div>
  );
}

function Gaps({ survey }: { survey: Survey }) {
  const { t } = useI18n();
  const { me } = useScope();
  const may = holdsDuty(me, 'intake', 'dispatch', 'command');
  const [opened, setOpened] = useState<string>();
  const lacking = survey.gaps.filter((one) => one.lacking > 0);
  const met = survey.gaps.length - lacking.length;
  return (
    <section className="c-stack" aria-labelledby="infrastructure-gaps">
      <h2 id="infrastructure-gaps" className="c-heading">
        {t('infrastructure.gaps', { n: lacking.length })}
      </h2>
      {survey.gaps.length === 0 ? (
        <Empty title={t('infrastructure.noRules')}>
          <Link to="/registers/$register" params={{ register: 'infrastructure-rules' }}>
            {t('infrastructure.noRulesLine')}
          </Link>
        </Empty>
      ) : (
        <p className="k-hint">
          {t('infrastructure.met', { n: met })}{' '}
          <Link to="/registers/$register" params={{ register: 'infrastructure-rules' }}>
            {t('infrastructure.rules')}
          </Link>
        </p>
      )}
      {lacking.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('infrastructure.column.lacking')}</th>
                <th scope="col">{t('infrastructure.column.place')}</th>
                <th scope="col">{t('infrastructure.column.need')}</th>
                <th scope="col">{t('infrastructure.column.rule')}</th>
                <th scope="col">{t('infrastructure.column.done')}</th>
              </tr>
            </thead>
            <tbody>
              {lacking.map((gap) => {
                const key = `${gap.rule.id} ${gap.place.id}`;
                return (
                  <tr key={key}>
                    <th scope="row">
                      {gap.kind.label} {t('infrastructure.lacking', { n: gap.lacking })}
                    </th>
                    <td>{gap.place.name}</td>
                    <td className="c-nowrap">
                      {t('infrastructure.counted', { need: gap.need, sound: gap.sound })}
                      {gap.unsound > 0 ? (
                        <span className="k-hint t-below">
                          {t('infrastructure.unsound', { n: gap.unsound })}
                        </span>
                      ) : null}
                    </td>
                    <td>
                      {gap.rule.name}
                      <span className="k-hint t-below">{gap.rule.source}</span>
                    </td>
                    <td>
                      {gap.retrofit ? (
                        <Link to="/cases/$caseId" params={{ caseId: gap.retrofit.id }}>
                          {gap.retrofit.number}
                        </Link>
                      ) : opened === key ? (
                        <Open gap={gap} onClose={() => setOpened(undefined)} />
                      ) : may ? (
                        <button type="button" className="k-button" onClick={() => setOpened(key)}>
                          {t('infrastructure.open')}
                        </button>
                      ) : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function Open({ gap, onClose }: { gap: Gap; onClose(): void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [commandId] = useState(newCommandId);
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setFailure(undefined);
    try {
      await post(
        '/infrastructure/retrofits',
        { commandId, ruleId: gap.rule.id, areaId: gap.place.id, text },
        { retries: 2 },
      );
      await client.invalidateQueries({ queryKey: ['infrastructure'] });
      onClose();
    } catch (error) {
      setFailure(error);
    }
  }
  const id = `retrofit-${gap.rule.id}-${gap.place.id}`;
  return (
    <div className="c-stack">
      <Labelled id={id} label={t('infrastructure.why')}>
        <textarea
          id={id}
          className="k-input"
          rows={2}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={text.trim().length < 5}
          onClick={() => void send()}
        >
          {t('infrastructure.send')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('teams.form.cancel')}
        </button>
      </div>
    </div>
  );
}

function Retrofits({ items }: { items: readonly Retrofit[] }) {
  const { t } = useI18n();
  return (
    <section className="c-stack" aria-labelledby="infrastructure-retrofits">
      <h2 id="infrastructure-retrofits" className="c-heading">
        {t('infrastructure.retrofits')}
      </h2>
      {items.length === 0 ? (
        <p className="k-hint">{t('infrastructure.retrofitsNone')}</p>
      ) : (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                      {one.headline}
                    </Link>
                    <span className="k-hint"> {one.number}</span>
                  </th>
                  <td className="c-nowrap">
                    <StateMark shape={shapeOfState(one.state.code, false)} label={one.state.label} />
                  </td>
                  <td>
                    {one.budget
                      ? t('infrastructure.budget', {
                          yuan: Math.round(one.budget.fen / 100).toLocaleString('zh-CN'),
                          source: one.budget.source,
                        })
                      : ''}
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

function Items({ items }: { items: readonly Item[] }) {
  const { t } = useI18n();
  const bad = (one: Item) => one.condition.code !== 'sound' || one.inspectionDue;
  const ordered = [...items].sort((a, b) => Number(bad(b)) - Number(bad(a)));
  return (
    <section className="c-stack" aria-labelledby="infrastructure-items">
      <h2 id="infrastructure-items" className="c-heading">
        {t('infrastructure.items', { n: items.length })}
      </h2>
      {items.length === 0 ? (
        <Empty title={t('infrastructure.none')}>
          <Link to="/registers/$register" params={{ register: 'infrastructure' }}>
            {t('infrastructure.noneLine')}
          </Link>
        </Empty>
      ) : (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('infrastructure.column.item')}</th>
                <th scope="col">{t('infrastructure.column.kind')}</th>
                <th scope="col">{t('infrastructure.column.place')}</th>
                <th scope="col">{t('infrastructure.column.condition')}</th>
                <th scope="col">{t('infrastructure.column.inspected')}</th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    <Link
                      to="/registers/$register"
                      params={{ register: 'infrastructure' }}
                      search={{ record: one.id }}
                    >
                      {one.name}
                    </Link>
                  </th>
                  <td className="c-nowrap">
                    {one.kind.label}
                    {one.pieces > 1 ? ` × ${one.pieces}` : ''}
                  </td>
                  <td>
                    {one.area.name} {one.address}
                  </td>
                  <td className="c-nowrap">
                    <StateMark shape={CONDITION[one.condition.code] ?? 'todo'} label={one.condition.label} />
                  </td>
                  <td className="c-nowrap">
                    {one.inspectedOn ?? t('infrastructure.never')}
                    {one.inspectionDue ? (
                      <span className="t-below">
                        <StateMark
                          shape="late"
                          label={t('infrastructure.due', { day: one.inspectBy ?? '' })}
                        />
                      </span>
                    ) : null}
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
