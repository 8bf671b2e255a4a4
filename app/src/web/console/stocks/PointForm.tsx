// A new stock point: where it is, who keeps it by post, when somebody is there, whether neighbours may see it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import type { Lng } from '../../kit/api-types.ts';
import { newCommandId } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { PointField } from '../../kit/PointField.tsx';
import { AreaField } from '../emergency/AreaRisk.tsx';
import { useScope } from '../shell/scope.tsx';

type Post = { id: string; title: string; unit: { name: string }; area: { name: string } };

export function PointForm({ onDone }: { onDone(): void }) {
  const { t } = useI18n();
  const { me, area } = useScope();
  const client = useQueryClient();
  const navigate = useNavigate();
  const home = area ?? me.posts[0]?.area;
  const [id] = useState(newCommandId);
  const [place, setPlace] = useState({ areaId: home?.id ?? '', areaName: home?.name ?? '' });
  const [words, setWords] = useState({ name: '', address: '', opening: '' });
  const [point, setPoint] = useState<Lng>();
  const [keeperPost, setKeeper] = useState('');
  const [shared, setShared] = useState(true);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const posts = useQuery({
    queryKey: ['stocks', 'keepers', place.areaId],
    enabled: place.areaId !== '',
    queryFn: ({ signal }) => get<{ items: Post[] }>('/posts', { area: place.areaId, limit: 500 }, signal),
  });
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const body = { id, areaId: place.areaId, ...words, ...(point ? { point } : {}), keeperPost, shared };
      await post('/stocks/points', body, { retries: 2 });
      await client.invalidateQueries({ queryKey: ['stocks'] });
      void navigate({ to: '/stocks/$pointId', params: { pointId: id } });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  const field = (name: keyof typeof words, most: number) => (
    <Labelled id={`point-${name}`} label={t(`stocks.point.${name}`)}>
      <input
        id={`point-${name}`}
        className="k-input"
        maxLength={most}
        value={words[name]}
        onChange={(event) => setWords({ ...words, [name]: event.target.value })}
      />
    </Labelled>
  );
  return (
    <form
      className="e-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>{t('stocks.addPoint')}</h3>
      {field('name', 60)}
      <AreaField value={place} onChange={setPlace} />
      {field('address', 120)}
      <PointField
        id="point-where"
        value={point}
        onChange={(picked) => setPoint(picked ? { lng: picked.lng, lat: picked.lat } : undefined)}
      />
      <Labelled id="point-keeper" label={t('stocks.point.keeper')} hint={t('stocks.point.keeperHint')}>
        <select
          id="point-keeper"
          className="k-input"
          value={keeperPost}
          onChange={(event) => setKeeper(event.target.value)}
        >
          <option value="">{t('stocks.choose')}</option>
          {(posts.data?.items ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.title} · {one.area.name} · {one.unit.name}
            </option>
          ))}
        </select>
      </Labelled>
      {field('opening', 120)}
      <label className="k-choice">
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
        <span>{t('stocks.point.shared')}</span>
      </label>
      <FormProblem failure={failure} />
      <div className="k-row">
        <button type="submit" className="k-button k-button-primary" disabled={busy || keeperPost === ''}>
          {t('stocks.addPointSend')}
        </button>
        <button type="button" className="k-button" onClick={onDone}>
          {t('stocks.cancel')}
        </button>
      </div>
    </form>
  );
}
