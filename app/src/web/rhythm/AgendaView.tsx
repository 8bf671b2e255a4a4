// 碰头会 and 网格工作例会: what to talk about, made from the records when the page opens. Fits one sheet; nothing is written down but
// what is decided, and that on the case itself.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { post } from '../kit/api.ts';
import { ClockText } from '../kit/ClockBar.tsx';
import { newCommandId, now } from '../kit/clock.ts';
import { exactDate } from '../kit/dates.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { StateMark } from '../kit/StateMark.tsx';
import { Empty, Unread } from '../kit/States.tsx';
import { useToast } from '../kit/Toast.tsx';
import { type Agenda, type AgendaItem, useAgenda } from './queries.ts';
import './rhythm.css';

type Props = {
  /** What a shell offers at a line: the way to decide about its case. */
  decide(item: AgendaItem): ReactNode;
};

export function AgendaView({ decide }: Props) {
  const { t } = useI18n();
  const [kind, setKind] = useState<'huddle' | 'grid'>('huddle');
  const [area, setArea] = useState<string>();
  const [whole, setWhole] = useState(false);
  const found = useAgenda(kind, area, whole ? 100 : undefined);
  return (
    <div className="r-agenda">
      <div className="k-row r-no-print">
        <fieldset className="r-kinds">
          <legend className="k-visually-hidden">{t('rhythm.kind')}</legend>
          {(['huddle', 'grid'] as const).map((value) => (
            <button
              key={value}
              type="button"
              className="k-button"
              aria-pressed={kind === value}
              onClick={() => setKind(value)}
            >
              {t(`rhythm.${value}`)}
            </button>
          ))}
        </fieldset>
        {found.data ? <AreaChoice agenda={found.data} onArea={setArea} /> : null}
        <label className="r-check">
          <input type="checkbox" checked={whole} onChange={(event) => setWhole(event.target.checked)} />
          {t('rhythm.whole')}
        </label>
      </div>
      <Unread found={found} />
      {found.data ? <AgendaSheet agenda={found.data} decide={decide} onArea={setArea} /> : null}
    </div>
  );
}

function AreaChoice({ agenda, onArea }: { agenda: Agenda; onArea(id: string): void }) {
  const { t } = useI18n();
  const options = [...agenda.areas, ...agenda.below, agenda.area];
  const known = [...new Map(options.map((one) => [one.id, one.name]))];
  return (
    <label className="r-check">
      {t('rhythm.area')}
      <select
        className="k-input k-input-short"
        value={agenda.area.id}
        onChange={(event) => onArea(event.target.value)}
      >
        {known.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function AgendaSheet({ agenda, decide, onArea }: Props & { agenda: Agenda; onArea(id: string): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const empty = agenda.sections.every((section) => section.total === 0) && agenda.handovers.length === 0;
  async function held(): Promise<void> {
    setBusy(true);
    try {
      await post(
        '/rhythm/meetings',
        { commandId: newCommandId(), kind: agenda.kind, areaId: agenda.area.id },
        { retries: 2 },
      );
      toast(t('rhythm.heldDone'), { tone: 'good' });
      await client.invalidateQueries({ queryKey: ['agenda'] });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <p>
        <strong>{t(`rhythm.${agenda.kind}`)}</strong> <strong>{agenda.area.names.slice(-2).join(' ')}</strong>{' '}
        <span className="k-hint">
          {t(agenda.lastMeetingAt === null ? 'rhythm.sinceUsual' : 'rhythm.since', {
            since: exactDate(t, agenda.since, now()),
            at: exactDate(t, agenda.at, now()),
          })}
        </span>
      </p>
      <div className="k-row r-no-print">
        <button type="button" className="k-button" onClick={() => print()}>
          {t('rhythm.print')}
        </button>
        <button type="button" className="k-button" disabled={busy} onClick={() => void held()}>
          {t('rhythm.held')}
        </button>
        <span className="k-hint">{t('rhythm.noMinutes')}</span>
      </div>
      {agenda.below.length > 0 ? (
        <ul className="r-agenda-below">
          {agenda.below.map((one) => (
            <li key={one.id}>
              <button type="button" className="k-link" onClick={() => onArea(one.id)}>
                {one.name}
              </button>{' '}
              <span className="k-hint">
                {t('rhythm.below', { open: one.open, late: one.late, n: one.fresh })}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {empty ? <Empty title={t('rhythm.nothing')}>{t('rhythm.nothingLine')}</Empty> : null}
      {agenda.sections.map((section) =>
        section.total === 0 ? null : (
          <section key={section.name} className="r-agenda-section" aria-labelledby={`agenda-${section.name}`}>
            <h2 id={`agenda-${section.name}`}>
              {t('rhythm.sectionHead', { name: section.label, n: section.total })}
            </h2>
            <table className="r-table">
              <tbody>
                {section.items.map((item) => (
                  <AgendaLine key={item.id} item={item} decide={decide} />
                ))}
              </tbody>
            </table>
            {section.total > section.items.length ? (
              <p className="k-hint">{t('rhythm.more', { n: section.total - section.items.length })}</p>
            ) : null}
          </section>
        ),
      )}
      {agenda.handovers.length > 0 ? (
        <section className="r-agenda-section" aria-labelledby="agenda-handovers">
          <h2 id="agenda-handovers">{t('rhythm.handovers')}</h2>
          <ul>
            {agenda.handovers.map((one) => (
              <li key={one.id}>
                <Link to="/handover" search={{ note: one.id }} className="r-case-link">
                  {t(one.toPost === null ? 'rhythm.handoverNobody' : 'rhythm.handoverTo', {
                    post: one.post,
                    area: one.areaName,
                    to: one.toPost,
                    n: one.cases,
                  })}
                </Link>{' '}
                <span className="k-hint">
                  {t(one.receivedAt === null ? 'handover.notReceived' : 'handover.received')}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function AgendaLine({ item, decide }: Props & { item: AgendaItem }) {
  const { t } = useI18n();
  return (
    <tr>
      <td className="r-nowrap">
        <StateMark shape={item.state.shape} label={item.state.label} />
      </td>
      <td>
        <Link to="/cases/$caseId" params={{ caseId: item.id }} className="r-case-link">
          {item.headline}
        </Link>{' '}
        <span className="k-hint">
          {item.number} · {item.areaName}
          {item.fresh ? ` · ${t('rhythm.fresh')}` : ''}
          {item.handed ? ` · ${t('rhythm.handed')}` : ''}
        </span>
      </td>
      <td>{item.holder?.unitName ?? t('rhythm.noHolder')}</td>
      <td className="r-nowrap">{item.clock ? <ClockText clock={item.clock} withDue /> : null}</td>
      <td className="r-agenda-decide r-no-print">{decide(item)}</td>
    </tr>
  );
}
