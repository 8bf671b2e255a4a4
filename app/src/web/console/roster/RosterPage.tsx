// 值班带班: who sits at the desk now, the week, the hours in which nobody does, and the hand-over.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { fromInputDateTime, toInputDateTime } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';

type Shift = {
  id: string;
  beginsAt: number;
  endsAt: number;
  deskPost: string;
  deskTitle: string;
  deskUnit: string;
  leaderPost: string;
  leaderTitle: string;
  leaderUnit: string;
  handedOverAt: number | null;
  handOver: string | null;
};
type Roster = { items: Shift[]; gaps: { from: number; to: number }[]; now: Shift | null };

const HOUR_MS = 3_600_000;
const SHIFT_HOURS = 12;
const PLANNING = ['command', 'intake', 'dispatch'];

export function RosterPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const mine = me.posts[0]?.area;
  const [place, setPlace] = useState(area ?? mine);
  const client = useQueryClient();
  const key = ['roster', place?.id ?? ''];
  const found = useQuery({
    queryKey: key,
    enabled: place !== undefined,
    queryFn: ({ signal }) => get<Roster>('/roster', { areaId: place?.id }, signal),
  });
  const changed = () => void client.invalidateQueries({ queryKey: key });
  const plans = me.posts.some((one) => one.duties.some((duty) => PLANNING.includes(duty)));
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.roster')}</h1>
      <Labelled id="roster-area" label={t('roster.area')}>
        <Lookup
          id="roster-area"
          value={place?.id}
          {...(place ? { valueLabel: place.name } : {})}
          find={findAreas}
          onChange={(id, option) => setPlace(id && option ? { id, name: option.label } : undefined)}
        />
      </Labelled>
      <Unread found={found} />
      {found.data ? <Now roster={found.data} /> : null}
      {found.data ? <Week roster={found.data} posts={me.posts} onChanged={changed} /> : null}
      {place && plans ? (
        <Plan key={place.id} areaId={place.id} roster={found.data} onChanged={changed} />
      ) : null}
    </div>
  );
}

function Now({ roster }: { roster: Roster }) {
  const { t } = useI18n();
  const { now: shift } = roster;
  return (
    <>
      <p role="status">
        {shift
          ? t('roster.now', {
              desk: `${shift.deskUnit} ${shift.deskTitle}`,
              leader: `${shift.leaderUnit} ${shift.leaderTitle}`,
            })
          : t('roster.nobody')}
      </p>
      {roster.gaps.length > 0 ? (
        <section aria-labelledby="roster-gaps">
          <h2 id="roster-gaps" className="c-heading">
            {t('roster.gaps')}
          </h2>
          <div className="k-error">
            {roster.gaps.map((gap) => (
              <p key={gap.from}>
                <TimeText at={gap.from} as="exact" /> — <TimeText at={gap.to} as="exact" />
              </p>
            ))}
          </div>
        </section>
      ) : null}
    </>
  );
}

function Week({
  roster,
  posts,
  onChanged,
}: {
  roster: Roster;
  posts: readonly { postId: string }[];
  onChanged(): void;
}) {
  const { t } = useI18n();
  if (roster.items.length === 0) return <p className="k-hint">{t('roster.none')}</p>;
  const on = (one: Shift) => posts.some(({ postId }) => [one.deskPost, one.leaderPost].includes(postId));
  return (
    <table className="c-table">
      <thead>
        <tr>
          <th scope="col">{t('roster.when')}</th>
          <th scope="col">{t('roster.desk')}</th>
          <th scope="col">{t('roster.leader')}</th>
          <th scope="col">{t('roster.handOver')}</th>
        </tr>
      </thead>
      <tbody>
        {roster.items.map((one) => (
          <tr key={one.id}>
            <td>
              <TimeText at={one.beginsAt} as="exact" /> — <TimeText at={one.endsAt} as="exact" />
            </td>
            <td>
              {one.deskUnit} {one.deskTitle}
            </td>
            <td>
              {one.leaderUnit} {one.leaderTitle}
            </td>
            <td>
              {one.handOver ??
                (on(one) && one.beginsAt <= now() ? <HandOver id={one.id} onChanged={onChanged} /> : '—')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HandOver({ id, onChanged }: { id: string; onChanged(): void }) {
  const { t } = useI18n();
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/roster/shifts/${id}/hand-over`, { words });
      onChanged();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className="k-row">
      <input
        className="k-input"
        aria-label={t('roster.handOverWords')}
        placeholder={t('roster.handOverWords')}
        maxLength={1000}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <button
        type="button"
        className="k-button"
        disabled={busy || words.trim().length < 2}
        onClick={() => void send()}
      >
        {t('roster.handOver')}
      </button>
      <FormProblem failure={failure} />
    </div>
  );
}

type Post = { id: string; title: string; unit: { name: string }; area: { name: string } };

function Plan({
  areaId,
  roster,
  onChanged,
}: {
  areaId: string;
  roster: Roster | undefined;
  onChanged(): void;
}) {
  const { t } = useI18n();
  const posts = useQuery({
    queryKey: ['roster-posts', areaId],
    queryFn: ({ signal }) => get<{ items: Post[] }>('/posts', { area: areaId, limit: 500 }, signal),
  });
  const [id, setId] = useState(newCommandId);
  const [begins, setBegins] = useState<number>();
  const [ends, setEnds] = useState<number>();
  const [deskPost, setDesk] = useState('');
  const [leaderPost, setLeader] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  // The first hour in which nobody sits is what is planned next.
  const beginsAt = begins ?? roster?.gaps[0]?.from ?? now();
  const endsAt = ends ?? beginsAt + SHIFT_HOURS * HOUR_MS;
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post('/roster/shifts', { id, areaId, beginsAt, endsAt, deskPost, leaderPost }, { retries: 2 });
      setId(newCommandId());
      setBegins(undefined);
      setEnds(undefined);
      onChanged();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const choices = (value: string, set: (next: string) => void, name: string, label: string) => (
    <Labelled id={name} label={label}>
      <select id={name} className="k-input" value={value} onChange={(event) => set(event.target.value)}>
        <option value="" disabled>
          {t('emergency.choose')}
        </option>
        {posts.data?.items.map((one) => (
          <option key={one.id} value={one.id}>
            {one.title} · {one.area.name} · {one.unit.name}
          </option>
        ))}
      </select>
    </Labelled>
  );
  return (
    <fieldset className="e-form">
      <legend>{t('roster.plan')}</legend>
      <Labelled id="roster-begins" label={t('roster.begins')}>
        <input
          id="roster-begins"
          className="k-input"
          type="datetime-local"
          value={toInputDateTime(beginsAt)}
          onChange={(event) => setBegins(fromInputDateTime(event.target.value))}
        />
      </Labelled>
      <Labelled id="roster-ends" label={t('roster.ends')}>
        <input
          id="roster-ends"
          className="k-input"
          type="datetime-local"
          value={toInputDateTime(endsAt)}
          onChange={(event) => setEnds(fromInputDateTime(event.target.value))}
        />
      </Labelled>
      {choices(deskPost, setDesk, 'roster-desk', t('roster.desk'))}
      {choices(leaderPost, setLeader, 'roster-leader', t('roster.leader'))}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button k-button-primary"
        disabled={busy || deskPost === '' || leaderPost === ''}
        onClick={() => void send()}
      >
        {t('roster.planOne')}
      </button>
    </fieldset>
  );
}
