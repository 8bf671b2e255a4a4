// What a printed code on a thing or in a stairwell opens: which place it is and what is being dealt with there. Everybody sees what the
// public map shows; staff see what they may see anyway.
import type { Actor } from '../../kernel/actor.ts';
import { problem } from '../../kernel/problem.ts';
import { scopeOf } from '../../platform/db/db.ts';
import { findAssetByCode } from '../places/public.ts';
import { listPlacedCases } from './open-data.ts';
import { rowsOf } from './queue.ts';
import type { Asking, CasesParts } from './service.ts';
import { listNear } from './store.ts';

/** What lies so near to a code is shown with it, on the phone's copy too. */
export const SPOT_NEAR_METRES = 40;
const METRES_PER_DEGREE = 111_320;
const MOST = 20;

export type SpotAsked = { asset: string } | { lng: number; lat: number };

export async function spotOf(parts: CasesParts, asking: Asking, asked: SpotAsked) {
  const { actor, locale } = asking;
  const { district } = actor;
  const place = await placeOf(parts, actor, asked);
  const areas = await parts.ports.locate(district, place.lng, place.lat);
  if (areas.length === 0) throw problem('cases.spot-outside', {});
  const box = around(place);
  const near = await listPlacedCases(
    parts,
    district,
    locale,
    { open: true, boxes: [box] },
    { limit: MOST, after: undefined },
  );
  const staff = actor.kind === 'staff';
  const own = staff
    ? await rowsOf(parts, asking, await parts.db.read(scopeOf(actor), (tx) => listNear(tx, '', box, MOST)))
    : [];
  return {
    place: {
      ...place,
      address: place.address || (await parts.ports.addressAt(district, place.lng, place.lat)),
      areas: areas.map(({ id, name, level }) => ({ id, name, level })),
    },
    cases: near.cases.map(({ id, number, categoryLabel, stateLabel, filedAt, joined }) => ({
      id,
      number,
      category: categoryLabel,
      state: stateLabel,
      filedAt,
      joined,
    })),
    staff,
    own,
  };
}

async function placeOf(parts: CasesParts, actor: Actor, asked: SpotAsked) {
  if (!('asset' in asked)) return { ...asked, name: null, address: '', asset: null };
  const asset = await parts.db.read(scopeOf(actor), (tx) => findAssetByCode(tx, asked.asset));
  if (!asset) throw problem('cases.spot-unknown', {});
  const { name, address, lng, lat } = asset;
  return { name, address: address ?? '', lng, lat, asset: asked.asset };
}

function around({ lng, lat }: { lng: number; lat: number }) {
  const high = SPOT_NEAR_METRES / METRES_PER_DEGREE;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  return { west: lng - wide, south: lat - high, east: lng + wide, north: lat + high };
}
