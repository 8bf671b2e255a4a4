import { FLAG_KIND, NEED_RULES } from './need-rules.ts';
import { exp } from './portable-math.ts';
import { DRAW, EVENT, fragility } from './replication-kinds.ts';
import type { Handles, RunContext } from './run-context.ts';
import { NEED_CLASSES } from './scenario-kinds.ts';
import { createShelterBook, type ShelterBook } from './shelter-book.ts';

/** Who is hit, displaced, sheltered, and home again. */
export interface Population extends Handles<'RETURN'> {
  /** Intensity of the hazard by grid, 0…1. */
  readonly intensity: Float64Array;
  /** 1 for a household away from home. */
  readonly displaced: Uint8Array;
  /** People away from home by grid. */
  readonly displacedPeople: Float64Array;
  readonly sheltered: ShelterBook['totals'];
  /** Whether a household has such a member: counts per grid by a keyed draw, for nobody's real household is in the model. */
  flagged(household: number, grid: number, kind: keyof typeof FLAG_KIND): boolean;
  /** The hazard in a grid is now `value` strong. O(households of the grid) when it rises, O(1) when it falls. */
  hit(grid: number, value: number, now: number): void;
  /** Streets changed: the nearest shelter may be another. */
  streetsChanged(): void;
}

export function createPopulation(run: RunContext): Population {
  const { d, input, keyed, story } = run;
  const intensity = new Float64Array(d.grids);
  const displaced = new Uint8Array(d.firstHousehold[d.grids]);
  const displacedPeople = new Float64Array(d.grids);
  const shelters = createShelterBook(d, run.ideal('shelters'));
  let sheltersFull = false;

  function flagged(h: number, g: number, kind: keyof typeof FLAG_KIND): boolean {
    const grid = input.grids[g];
    const members = grid[kind];
    return members > 0 && keyed.uniform(DRAW.FLAG, h, FLAG_KIND[kind]) * grid.households < members;
  }

  function seekShelter(g: number, people: number, now: number): void {
    const found = shelters.seek(g, people, run.phase);
    run.sampler.wanted(now, people, found);
    if (found >= people || sheltersFull) return;
    sheltersFull = true;
    if (story.open()) story.tell({ minute: now, kind: 'shelter-full', grid: input.grids[g].id });
  }

  function displace(h: number, g: number, people: number, now: number): void {
    displaced[h] = 1;
    displacedPeople[g] += people;
    seekShelter(g, people, now);
    const vulnerable = flagged(h, g, 'elderly') || flagged(h, g, 'chronic');
    for (let c = 0; c < NEED_CLASSES.length; c++) {
      const rule = NEED_RULES[NEED_CLASSES[c]];
      const chance = vulnerable ? rule.displacedVulnerable : rule.displaced;
      if (chance > 0 && keyed.uniform(DRAW.NEED, h, c) < chance)
        run.call(now + 60 * keyed.exponential(rule.delayHours, DRAW.DELAY, h, c), g, h, c, vulnerable);
    }
  }

  return {
    intensity,
    displaced,
    displacedPeople,
    sheltered: shelters.totals,
    flagged,
    hit(g, value, now) {
      const before = intensity[g];
      intensity[g] = value;
      if (value === 0 && displacedPeople[g] > 0) {
        const hours = input.hazard.returnMedianHours * exp(0.5 * keyed.normal(DRAW.RETURN, g));
        run.push(now + 60 * hours, EVENT.RETURN, g);
      }
      if (value <= before) return;
      const grid = input.grids[g];
      const share = fragility(value, input.hazard.displacementMedian, input.hazard.displacementSigma);
      if (share < 1e-9 || grid.households === 0) return;
      if (story.open()) story.tell({ minute: now, kind: 'grid-hit', grid: grid.id, amount: value });
      const size = grid.people / grid.households;
      for (let h = d.firstHousehold[g]; h < d.firstHousehold[g + 1]; h++)
        if (!displaced[h] && keyed.uniform(DRAW.HOUSE, h) < share) displace(h, g, size, now);
    },
    streetsChanged: () => shelters.forget(),
    /** The people of a grid go home once it is clean; a new flood in between keeps them away. */
    RETURN(g) {
      if (intensity[g] > 0) return;
      displacedPeople[g] = 0;
      displaced.fill(0, d.firstHousehold[g], d.firstHousehold[g + 1]);
      shelters.release(g);
      sheltersFull = false;
    },
  };
}
