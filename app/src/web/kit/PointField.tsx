import { useState } from 'react';
import type { Lng, PlaceHit } from './api-types.ts';
import { useI18n } from './i18n.tsx';
import { Lookup } from './Lookup.tsx';
import { findPlaces } from './lookups.ts';

export type PickedPoint = Lng & { address?: string; areaId?: string | null };

/** A place: my position, or found by name. A shell with a map passes `children` to pick on it. */
export function PointField({
  id,
  value,
  onChange,
  describedBy,
  find = findPlaces,
}: {
  id?: string;
  value: Lng | undefined;
  onChange(value: PickedPoint | undefined): void;
  describedBy?: string | undefined;
  find?: (query: string, signal?: AbortSignal) => Promise<PlaceHit[]>;
}) {
  const { t } = useI18n();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [hits, setHits] = useState<ReadonlyMap<string, PlaceHit>>(new Map());
  function locate(): void {
    setBusy(true);
    setFailed(false);
    navigator.geolocation.getCurrentPosition(
      (position) => {
        setBusy(false);
        onChange({ lng: position.coords.longitude, lat: position.coords.latitude });
      },
      () => {
        setBusy(false);
        setFailed(true);
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  }
  return (
    <div className="k-point" aria-describedby={describedBy}>
      <div className="k-row">
        <button type="button" className="k-button" onClick={locate} disabled={busy}>
          {t(busy ? 'kit.form.pointLocating' : 'kit.form.pointHere')}
        </button>
        {value ? (
          <span className="k-hint" role="status">
            {t('kit.form.pointSet', { lng: value.lng.toFixed(5), lat: value.lat.toFixed(5) })}
          </span>
        ) : null}
      </div>
      {failed ? <p role="alert">{t('kit.form.pointFailed')}</p> : null}
      <Lookup
        {...(id ? { id } : {})}
        value={undefined}
        label={t('kit.form.pointSearch')}
        placeholder={t('kit.form.pointSearch')}
        find={async (query, signal) => {
          const found = await find(query, signal);
          const keyed = new Map(found.map((hit) => [`${hit.kind}|${hit.name}|${hit.lng}|${hit.lat}`, hit]));
          setHits(keyed);
          return [...keyed].map(([key, hit]) => ({
            value: key,
            label: hit.name,
            ...(hit.address ? { hint: hit.address } : {}),
          }));
        }}
        onChange={(key) => {
          const hit = key === undefined ? undefined : hits.get(key);
          if (hit)
            onChange({ lng: hit.lng, lat: hit.lat, address: hit.address ?? hit.name, areaId: hit.areaId });
        }}
      />
    </div>
  );
}
