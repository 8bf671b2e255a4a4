// Where to put stations and stores, with the proof of how good the answer is.
import { createSearch } from '@renlin/core/network/search';
import { solveCapacitatedMedian } from '@renlin/core/siting/capacitated';
import { withinRadius } from '@renlin/core/siting/cover';
import { loadMipSolver } from '@renlin/core/siting/exact-mip';
import { solveMaxCover } from '@renlin/core/siting/mclp';
import { solveMedian, weightedCosts } from '@renlin/core/siting/median';
import { coverageFrontier, coverWithin, medianWorstFirst } from '@renlin/core/siting/planning';
import type { CostMatrix, SitePolicy, SitingAnswer, SitingControl } from '@renlin/core/siting/types';
import { gapOf } from '@renlin/core/siting/work';
import { type Client, directionOf, type Facility } from './coverage.ts';
import {
  closeStreets,
  makeSnapper,
  type Spot,
  type StreetInput,
  snapAll,
  streetsOf,
  type WalkProfile,
} from './streets.ts';

export const questions = ['nearest', 'most-covered', 'all-covered', 'with-capacity', 'worst-first'] as const;
export type Question = (typeof questions)[number];

export type SitingTask = {
  kind: 'siting';
  streets: StreetInput;
  profile: WalkProfile;
  question: Question;
  clients: readonly Client[];
  sites: readonly Facility[];
  /** Sites by their id. */
  fixed: readonly string[];
  forbidden: readonly string[];
  existing: readonly string[];
  p: number;
  minutes: number;
  /** Households that a site can serve (`with-capacity`). */
  capacity: number;
  times: number;
  closures: readonly Spot[];
  /** The cost–coverage curve up to so many sites; 0 for none. */
  curve: number;
  seed: number;
  workBudget: number;
};

type Proof = {
  objective: number | null;
  bound: number | null;
  gap: number | null;
  proven: boolean;
  seed: number;
  work: number;
  budget: number;
  stoppedBy: string;
};

export type SitingResult = {
  kind: 'siting';
  status: 'solved' | 'infeasible';
  proof: Proof;
  /** Ids of the open sites. */
  open: string[];
  sites: {
    id: string;
    name: string;
    lng: number;
    lat: number;
    state: 'open' | 'existing' | 'closed' | 'forbidden' | 'no-street';
    households: number;
    buildings: number;
  }[];
  buildings: string[];
  /** Site of each building, −1 where it has none. */
  siteOf: number[];
  seconds: number[];
  uncovered: number[];
  withoutStreet: number[];
  households: { covered: number; total: number; meanSeconds: number; worstSeconds: number };
  curve: { p: number; covered: number; bound: number; proven: boolean }[];
  infeasible: {
    reason: string;
    buildings: string[];
    nearest: { p?: number; minutes?: number; capacity?: number };
  } | null;
  streets: { source: 'graph' | 'map'; vertices: number; edges: number };
};

export type SitingWatch = {
  shouldStop(): boolean;
  progress(phase: string, objective: number | null, bound: number | null): void;
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Throws RangeError when the input contradicts itself, naming the field. */
export async function computeSiting(task: SitingTask, watch: SitingWatch): Promise<SitingResult> {
  const open = streetsOf(task.streets, task.profile);
  const snapper = makeSnapper(open);
  const { graph } = closeStreets(open, snapper, task.closures);
  const clientSnaps = snapAll(snapper, task.clients);
  const siteSnaps = snapAll(snapper, task.sites);
  const usable = task.sites.flatMap((site, i) => (siteSnaps[i] ? [{ site, snap: siteSnaps[i], i }] : []));
  const asked = task.clients.flatMap((client, i) =>
    clientSnaps[i] ? [{ client, snap: clientSnaps[i], i }] : [],
  );
  if (usable.length === 0) throw new RangeError('sites: none has a street near it');
  if (asked.length === 0) throw new RangeError('buildings: none has a street near it');
  const matrix: CostMatrix = {
    clients: asked.length,
    sites: usable.length,
    cost: new Float64Array(asked.length * usable.length).fill(Number.POSITIVE_INFINITY),
  };
  const search = createSearch(graph);
  usable.forEach(({ snap }, j) => {
    search.run([snap], DAY_MS, directionOf(task.profile));
    asked.forEach((one, i) => {
      const time = search.timeOf(one.snap);
      if (time >= 0) matrix.cost[i * usable.length + j] = Math.round(time / 1000);
    });
    if (j % 10 === 0) watch.progress('matrix', j, usable.length);
  });
  const number = new Map(usable.map(({ site }, j) => [site.id, j]));
  const list = (ids: readonly string[]) => ids.flatMap((id) => number.get(id) ?? []);
  const existing = list(task.existing);
  const fixed = list(task.fixed).filter((j) => !existing.includes(j));
  const policy: SitePolicy = { fixed, existing, forbidden: list(task.forbidden) };
  const weight = asked.map(({ client }) => client.households);
  const control: SitingControl = {
    seed: task.seed,
    workBudget: task.workBudget,
    shouldStop: watch.shouldStop,
    onProgress: ({ phase, objective, bound }) => watch.progress(phase, finite(objective), finite(bound)),
  };
  const problem = { task, matrix, weight, policy, radius: task.minutes * 60 };
  const answer = await solve(problem, control);
  const curve = task.curve > 0 ? curveOf(problem, control) : [];
  return {
    ...resultOf(answer),
    streets: { source: task.streets.from, vertices: graph.vertexCount, edges: graph.edgeCount },
  };

  function resultOf(found: SitingAnswer): Omit<SitingResult, 'streets'> {
    const opened = new Set(found.sites);
    const siteOf: number[] = task.clients.map(() => -1);
    const seconds: number[] = task.clients.map(() => -1);
    asked.forEach(({ i }, k) => {
      const given = found.assignment[k] ?? -1;
      const best = given >= 0 ? given : nearestOpen(k, opened);
      if (best < 0) return;
      siteOf[i] = usable[best]?.i as number;
      seconds[i] = matrix.cost[k * usable.length + best] as number;
    });
    const served = task.sites.map(() => ({ households: 0, buildings: 0 }));
    siteOf.forEach((site, i) => {
      const at = served[site];
      if (!at) return;
      at.households += task.clients[i]?.households ?? 0;
      at.buildings += 1;
    });
    const radius = task.minutes * 60;
    const uncovered = seconds.flatMap((time, i) => (time < 0 || time > radius ? [i] : []));
    const lacking = new Set(uncovered);
    const total = task.clients.reduce((sum, one) => sum + one.households, 0);
    const reached = task.clients.reduce(
      (sum, one, i) => sum + ((seconds[i] as number) >= 0 ? one.households : 0),
      0,
    );
    const walked = task.clients.reduce(
      (sum, one, i) => sum + Math.max(0, seconds[i] as number) * one.households,
      0,
    );
    const { infeasible } = found;
    return {
      kind: 'siting',
      status: found.status,
      proof: {
        objective: finite(found.objective),
        bound: finite(found.bound),
        gap: finite(found.gap),
        proven: found.proven,
        seed: found.seed,
        work: found.work.used,
        budget: task.workBudget,
        stoppedBy: found.work.stoppedBy,
      },
      open: found.sites.flatMap((j) => usable[j]?.site.id ?? []),
      sites: task.sites.map(({ id, name, lng, lat }, i) => {
        const j = number.get(id);
        return {
          id,
          name,
          lng,
          lat,
          state:
            j === undefined
              ? ('no-street' as const)
              : existing.includes(j)
                ? ('existing' as const)
                : opened.has(j)
                  ? ('open' as const)
                  : task.forbidden.includes(id)
                    ? ('forbidden' as const)
                    : ('closed' as const),
          households: served[i]?.households ?? 0,
          buildings: served[i]?.buildings ?? 0,
        };
      }),
      buildings: task.clients.map((one) => one.id),
      siteOf,
      seconds,
      uncovered,
      withoutStreet: clientSnaps.flatMap((snap, i) => (snap ? [] : [i])),
      households: {
        covered: task.clients.reduce((sum, one, i) => sum + (lacking.has(i) ? 0 : one.households), 0),
        total,
        meanSeconds: reached === 0 ? 0 : walked / reached,
        worstSeconds: Math.max(0, ...seconds),
      },
      curve,
      infeasible: infeasible
        ? {
            reason: infeasible.reason,
            buildings: infeasible.clients.slice(0, 200).flatMap((k) => asked[k]?.client.id ?? []),
            nearest: {
              ...(infeasible.nearest.p === undefined ? {} : { p: infeasible.nearest.p }),
              ...(infeasible.nearest.radius === undefined
                ? {}
                : { minutes: Math.ceil(infeasible.nearest.radius / 6) / 10 }),
              ...(infeasible.nearest.capacity === undefined ? {} : { capacity: infeasible.nearest.capacity }),
            },
          }
        : null,
    };
  }

  function nearestOpen(client: number, opened: ReadonlySet<number>): number {
    let best = -1;
    for (const j of opened) {
      const cost = matrix.cost[client * usable.length + j] as number;
      if (
        Number.isFinite(cost) &&
        (best < 0 || cost < (matrix.cost[client * usable.length + best] as number))
      )
        best = j;
    }
    return best;
  }
}

const DAY_MS = 24 * 3_600_000;

type Given = { task: SitingTask; matrix: CostMatrix; weight: number[]; policy: SitePolicy; radius: number };

async function solve(
  { task, matrix, weight, policy, radius }: Given,
  control: SitingControl,
): Promise<SitingAnswer> {
  const { p } = task;
  switch (task.question) {
    case 'nearest':
      return solveMedian({ ...policy, matrix: weightedCosts(matrix, weight), p }, control);
    case 'most-covered':
      return bounded(
        solveMaxCover(
          {
            ...policy,
            clients: matrix.clients,
            sites: matrix.sites,
            coveredBy: withinRadius(matrix, radius),
            weight,
            p,
          },
          control,
        ),
        weight,
      );
    case 'all-covered':
      return coverWithin({ ...policy, matrix, radius, times: task.times }, control, await loadMipSolver());
    case 'with-capacity':
      return solveCapacitatedMedian(
        {
          ...policy,
          matrix: weightedCosts(matrix, weight),
          demand: Float64Array.from(weight),
          capacity: new Float64Array(matrix.sites).fill(task.capacity),
          p,
        },
        await loadMipSolver(),
        control,
      );
    case 'worst-first': {
      const { answer, proven } = medianWorstFirst(
        { ...policy, matrix, p, weight },
        control,
        await loadMipSolver(),
      );
      return { ...answer, proven };
    }
  }
}

/** Nobody covers more than everybody. */
function bounded(answer: SitingAnswer, weight: readonly number[]): SitingAnswer {
  const all = weight.reduce((sum, one) => sum + one, 0);
  if (answer.status !== 'solved' || answer.bound <= all) return answer;
  return { ...answer, bound: all, gap: gapOf(answer.objective, all), proven: answer.objective >= all };
}

/** Whom the standing sites cover. */
function coveredToday({ matrix, weight, policy, radius }: Given): number {
  const standing = policy.existing ?? [];
  return weight.reduce(
    (sum, one, k) =>
      standing.some((j) => (matrix.cost[k * matrix.sites + j] as number) <= radius) ? sum + one : sum,
    0,
  );
}

function curveOf(given: Given, control: SitingControl): SitingResult['curve'] {
  const { task, matrix, weight, policy, radius } = given;
  const least = policy.fixed?.length ?? 0;
  const most = Math.min(
    task.curve,
    matrix.sites - (policy.existing?.length ?? 0) - (policy.forbidden?.length ?? 0),
  );
  const counts = Array.from({ length: Math.max(0, most - least + 1) }, (_, k) => least + k).filter(
    (p) => p > 0,
  );
  const points = coverageFrontier(
    {
      ...policy,
      clients: matrix.clients,
      sites: matrix.sites,
      coveredBy: withinRadius(matrix, radius),
      weight,
    },
    counts,
    control,
  );
  const today = coveredToday(given);
  const curve = points.flatMap(({ p, answer: found }) => {
    const answer = bounded(found, weight);
    return answer.status === 'solved'
      ? [{ p, covered: answer.objective, bound: answer.bound, proven: answer.proven }]
      : [];
  });
  // The curve begins with what stands.
  return (policy.existing ?? []).length === 0
    ? curve
    : [{ p: 0, covered: today, bound: today, proven: true }, ...curve];
}
