// Where a case is. A point is looked up in the territory; Chinese phones often give GCJ-02, which lies some 500 m off.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { toWgs84 } from '../places/public.ts';
import type { FileBody } from './contract.ts';
import type { AreaFact, CasesPorts } from './ports.ts';

export type Place = { area: AreaFact; point: { lng: number; lat: number } | null; address: string };

/** The place of a filing. Throws when there is none, or when it lies outside the district. */
export async function placeOf(ports: CasesPorts, actor: Actor, body: FileBody): Promise<Place> {
  if (body.point) {
    const point =
      body.point.system === 'gcj02' ? fromGcj02(body.point) : { lng: body.point.lng, lat: body.point.lat };
    const chain = await ports.locate(actor.district, point.lng, point.lat);
    const area = chain.at(-1);
    if (!area) throw await outside(ports, actor, point);
    return {
      area,
      point,
      address: body.address ?? (await ports.addressAt(actor.district, point.lng, point.lat)),
    };
  }
  if (body.areaId) {
    const area = (await ports.areaChain(actor.district, body.areaId)).at(-1);
    if (!area) throw problem('cases.place-outside', {}, [{ path: 'areaId', code: 'place-outside' }]);
    return { area, point: null, address: body.address ?? '' };
  }
  throw problem('cases.place-required', {}, [{ path: 'point', code: 'place-required' }]);
}

/** Says whether the point would lie inside if it were GCJ-02: the commonest reason for "outside". */
async function outside(ports: CasesPorts, actor: Actor, point: { lng: number; lat: number }) {
  const shifted = fromGcj02(point);
  const inside = (await ports.locate(actor.district, shifted.lng, shifted.lat)).length > 0;
  const code = inside ? 'cases.place-maybe-gcj02' : 'cases.place-outside';
  return problem(code, { lng: point.lng, lat: point.lat }, [
    { path: 'point', code: code.slice('cases.'.length) },
  ]);
}

function fromGcj02(point: { lng: number; lat: number }): { lng: number; lat: number } {
  return toWgs84({ ...point, system: 'gcj02' });
}
