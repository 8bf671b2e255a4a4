// Gathers raw OSM elements and builds features from them: ways from nodes, areas from closed ways, areas with holes from
// multipolygon relations. Coordinates lie in typed arrays (24 bytes a node), so a city fits into memory.
import { classifyArea, classifyLine, classifyPoint } from './classify.ts';
import type { ElementSink, PlaceGeometry, Position, RelationMember, Tags } from './elements.ts';

export type RawFeature = { id: string; tags: Tags; layer: string; class: string; geometry: PlaceGeometry };

export type Collector = {
  sink: ElementSink;
  counts: { nodes: number; ways: number; relations: number; missingNodes: number; openRings: number };
  /** Yields the features once, after the file is read: points, then ways, then relations. */
  features(): Generator<RawFeature>;
};

type HeldWay = { refs: Float64Array; tags: Tags | undefined };

const ignored = new Set(['source', 'created_by', 'note', 'fixme', 'converted_by', 'attribution']);

export function createCollector(): Collector {
  const nodes = createNodeTable();
  const points: { id: number; lng: number; lat: number; tags: Tags }[] = [];
  const ways = new Map<number, HeldWay>();
  const relations: { id: number; members: readonly RelationMember[]; tags: Tags }[] = [];
  const counts = { nodes: 0, ways: 0, relations: 0, missingNodes: 0, openRings: 0 };

  const sink: ElementSink = {
    node(id, lng, lat, tags) {
      counts.nodes += 1;
      nodes.add(id, lng, lat);
      if (tags && hasMeaning(tags)) points.push({ id, lng, lat, tags });
    },
    way(id, refs, tags) {
      counts.ways += 1;
      ways.set(id, { refs: Float64Array.from(refs), tags: tags && hasMeaning(tags) ? tags : undefined });
    },
    relation(id, members, tags) {
      counts.relations += 1;
      if (tags && (tags.type === 'multipolygon' || tags.type === 'boundary'))
        relations.push({ id, members, tags });
    },
  };

  function line(way: HeldWay): Position[] {
    const out: Position[] = [];
    for (const ref of way.refs) {
      const at = nodes.find(ref);
      if (at < 0) {
        counts.missingNodes += 1;
        continue;
      }
      const next: Position = [nodes.lng(at), nodes.lat(at)];
      const last = out[out.length - 1];
      if (!last || last[0] !== next[0] || last[1] !== next[1]) out.push(next);
    }
    return out;
  }

  function* features(): Generator<RawFeature> {
    nodes.settle();
    for (const point of points) {
      const found = classifyPoint(point.tags);
      if (!found) continue;
      yield {
        id: `n${point.id}`,
        tags: point.tags,
        ...found,
        geometry: { type: 'Point', coordinates: [point.lng, point.lat] },
      };
    }
    for (const [id, way] of ways) {
      if (!way.tags) continue;
      const closed = way.refs.length >= 4 && way.refs[0] === way.refs[way.refs.length - 1];
      const asLine = classifyLine(way.tags);
      const asArea = closed && (!asLine || way.tags.area === 'yes') ? classifyArea(way.tags) : undefined;
      const found = asArea ?? asLine;
      if (!found) continue;
      const path = line(way);
      if (asArea) {
        const ring = closeRing(path);
        if (ring)
          yield {
            id: `w${id}`,
            tags: way.tags,
            ...found,
            geometry: { type: 'Polygon', coordinates: [ring] },
          };
      } else if (path.length >= 2) {
        yield { id: `w${id}`, tags: way.tags, ...found, geometry: { type: 'LineString', coordinates: path } };
      }
    }
    for (const relation of relations) {
      if (relation.tags.type !== 'multipolygon') continue;
      const found = classifyArea(relation.tags);
      if (!found) continue;
      const geometry = areaOf(relation.members);
      if (geometry) yield { id: `r${relation.id}`, tags: relation.tags, ...found, geometry };
    }
  }

  function areaOf(members: readonly RelationMember[]): PlaceGeometry | undefined {
    const rings = { outer: [] as Position[][], inner: [] as Position[][] };
    for (const role of ['outer', 'inner'] as const) {
      const parts: Position[][] = [];
      for (const member of members) {
        if (member.type !== 'way' || (member.role === 'inner' ? 'inner' : 'outer') !== role) continue;
        const way = ways.get(member.ref);
        if (way) {
          const path = line(way);
          if (path.length >= 2) parts.push(path);
        } else if (role === 'outer') {
          counts.openRings += 1;
          return undefined;
        }
      }
      const joined = joinRings(parts);
      rings[role] = joined.rings;
      if (joined.open > 0 && role === 'outer') counts.openRings += 1;
    }
    if (rings.outer.length === 0) return undefined;
    const polygons = rings.outer.map((ring) => [ring]);
    for (const hole of rings.inner) {
      const first = hole[0] as Position;
      const home = polygons.find((polygon) => ringHolds(polygon[0] as Position[], first));
      home?.push(hole);
    }
    return polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0] as Position[][] }
      : { type: 'MultiPolygon', coordinates: polygons };
  }

  return { sink, counts, features };
}

function hasMeaning(tags: Tags): boolean {
  for (const key in tags) if (!ignored.has(key)) return true;
  return false;
}

/** A closed ring of at least three corners, or undefined. */
export function closeRing(path: Position[]): Position[] | undefined {
  const first = path[0];
  const last = path[path.length - 1];
  if (!first || !last) return undefined;
  const ring =
    first[0] === last[0] && first[1] === last[1] ? path : [...path, [first[0], first[1]] as Position];
  return ring.length >= 4 ? ring : undefined;
}

/** Joins line parts end to end into closed rings. Greedy over shared end points; O(n) with a map. */
export function joinRings(parts: readonly Position[][]): { rings: Position[][]; open: number } {
  const rings: Position[][] = [];
  const ends = new Map<string, Set<number>>();
  const key = (p: Position) => `${p[0]},${p[1]}`;
  const left = new Set<number>();
  const endsOf = (part: Position[]) => [part[0] as Position, part[part.length - 1] as Position] as const;
  parts.forEach((part, index) => {
    const [a, b] = endsOf(part);
    if (key(a) === key(b)) {
      if (part.length >= 4) rings.push(part);
      return;
    }
    left.add(index);
    for (const end of [a, b]) {
      const set = ends.get(key(end)) ?? new Set();
      set.add(index);
      ends.set(key(end), set);
    }
  });
  let open = 0;
  for (const start of [...left]) {
    if (!left.has(start)) continue;
    left.delete(start);
    const ring = [...(parts[start] as Position[])];
    for (;;) {
      const head = ring[0] as Position;
      const tail = ring[ring.length - 1] as Position;
      if (key(head) === key(tail)) {
        if (ring.length >= 4) rings.push(ring);
        break;
      }
      const next = [...(ends.get(key(tail)) ?? [])].find((index) => left.has(index));
      if (next === undefined) {
        open += 1;
        break;
      }
      left.delete(next);
      const part = parts[next] as Position[];
      const forward = key(part[0] as Position) === key(tail);
      ring.push(...(forward ? part.slice(1) : part.slice(0, -1).reverse()));
    }
  }
  return { rings, open };
}

/** Even-odd test; a point on the edge may go either way. O(n). */
export function ringHolds(ring: readonly Position[], point: Position): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = ring[i] as Position;
    const b = ring[j] as Position;
    if (a[1] > point[1] !== b[1] > point[1]) {
      const x = ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0];
      if (point[0] < x) inside = !inside;
    }
  }
  return inside;
}

/** Node coordinates by id. Files are nearly always sorted by id, so the sort is usually skipped; lookups are binary searches. */
function createNodeTable() {
  let ids = new Float64Array(1 << 16);
  let coordinates = new Float64Array(1 << 17);
  let size = 0;
  let sorted = true;
  return {
    add(id: number, lng: number, lat: number) {
      if (size === ids.length) {
        const moreIds = new Float64Array(size * 2);
        moreIds.set(ids);
        ids = moreIds;
        const moreCoordinates = new Float64Array(size * 4);
        moreCoordinates.set(coordinates);
        coordinates = moreCoordinates;
      }
      if (size > 0 && (ids[size - 1] as number) > id) sorted = false;
      ids[size] = id;
      coordinates[size * 2] = lng;
      coordinates[size * 2 + 1] = lat;
      size += 1;
    },
    settle() {
      if (sorted) return;
      const order = Uint32Array.from({ length: size }, (_, i) => i).sort(
        (a, b) => (ids[a] as number) - (ids[b] as number),
      );
      const nextIds = new Float64Array(size);
      const next = new Float64Array(size * 2);
      order.forEach((from, to) => {
        nextIds[to] = ids[from] as number;
        next[to * 2] = coordinates[from * 2] as number;
        next[to * 2 + 1] = coordinates[from * 2 + 1] as number;
      });
      ids = nextIds;
      coordinates = next;
      sorted = true;
    },
    find(id: number): number {
      let low = 0;
      let high = size - 1;
      while (low <= high) {
        const middle = (low + high) >>> 1;
        const value = ids[middle] as number;
        if (value === id) return middle;
        if (value < id) low = middle + 1;
        else high = middle - 1;
      }
      return -1;
    },
    lng: (at: number) => coordinates[at * 2] as number,
    lat: (at: number) => coordinates[at * 2 + 1] as number,
  };
}
