import { CLOSED, OPEN } from './rows.ts';

/**
 * A covering problem in both directions, in flat arrays, with what reductions have decided. Client i must be covered
 * `need[i]` more times by open sites of its row.
 */
export type CoverModel = {
  readonly clients: number;
  readonly sites: number;
  readonly rowStart: Int32Array;
  readonly rowSite: Int32Array;
  readonly colStart: Int32Array;
  readonly colClient: Int32Array;
  readonly cost: Float64Array;
  readonly need: Int32Array;
  /** Numbers of clients and sites before reduction. */
  readonly clientOrigin: Int32Array;
  readonly siteOrigin: Int32Array;
};

/** Builds the model from rows; `need` defaults to one, costs to one. Rows must be ascending and without repeats. */
export function createCoverModel(
  sites: number,
  rows: readonly ArrayLike<number>[],
  cost: Float64Array,
  need: Int32Array,
  clientOrigin?: Int32Array,
  siteOrigin?: Int32Array,
): CoverModel {
  const clients = rows.length;
  const rowStart = new Int32Array(clients + 1);
  for (let i = 0; i < clients; i++) rowStart[i + 1] = rowStart[i] + rows[i]!.length;
  const rowSite = new Int32Array(rowStart[clients]);
  const colStart = new Int32Array(sites + 1);
  for (let i = 0; i < clients; i++) {
    const row = rows[i]!;
    for (let k = 0; k < row.length; k++) {
      rowSite[rowStart[i] + k] = row[k]!;
      colStart[row[k]! + 1]++;
    }
  }
  for (let j = 0; j < sites; j++) colStart[j + 1] += colStart[j];
  const at = Int32Array.from(colStart);
  const colClient = new Int32Array(rowSite.length);
  for (let i = 0; i < clients; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) colClient[at[rowSite[k]]++] = i;
  }
  return {
    clients,
    sites,
    rowStart,
    rowSite,
    colStart,
    colClient,
    cost,
    need,
    clientOrigin: clientOrigin ?? Int32Array.from({ length: clients }, (_, i) => i),
    siteOrigin: siteOrigin ?? Int32Array.from({ length: sites }, (_, j) => j),
  };
}

/**
 * What is left after decisions and dominance, with the same optimum up to the cost of opened sites (`spent`):
 * closed sites vanish, open ones serve their clients, a client whose row contains another's is implied by it, a site whose clients are
 * a subset of a no dearer site's is useless (single cover only), a client with just enough sites opens them all.
 * `state` (over the sites of `model`) is completed in place. Returns null when a client cannot be covered.
 */
export function reduceCover(
  model: CoverModel,
  state: Uint8Array,
): { model: CoverModel; spent: number } | null {
  const { clients, sites, rowStart, rowSite, colStart, colClient, cost } = model;
  const need = Int32Array.from(model.need);
  const alive = new Uint8Array(clients).fill(1);
  const size = new Int32Array(clients);
  let spent = 0;
  let single = true;
  for (let i = 0; i < clients; i++) if (need[i] > 1) single = false;
  const settled = new Uint8Array(sites);

  const openSite = (j: number): void => {
    state[j] = OPEN;
    settled[j] = 1;
    spent += cost[j];
    for (let k = colStart[j]; k < colStart[j + 1]; k++) {
      const i = colClient[k];
      if (alive[i] === 1 && --need[i] <= 0) alive[i] = 0;
    }
  };
  for (let j = 0; j < sites; j++) if (state[j] === OPEN) openSite(j);
  for (let i = 0; i < clients; i++) if (need[i] <= 0) alive[i] = 0;

  const inRow = new Int32Array(sites).fill(-1);
  const inColumn = new Int32Array(clients).fill(-1);
  for (let changed = true; changed; ) {
    changed = false;
    for (let i = 0; i < clients; i++) {
      if (alive[i] === 0) continue;
      size[i] = 0;
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) if (state[rowSite[k]] === 0) size[i]++;
      if (size[i] < need[i]) return null;
      if (size[i] > need[i]) continue;
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) if (state[rowSite[k]] === 0) openSite(rowSite[k]);
      changed = true;
    }
    // Rows: drop every client whose row contains the row of another with at least the same need.
    for (let i = 0; i < clients; i++) {
      if (alive[i] === 0) continue;
      let rarest = -1;
      for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
        const j = rowSite[k];
        if (state[j] !== 0) continue;
        inRow[j] = i;
        if (rarest < 0 || colStart[j + 1] - colStart[j] < colStart[rarest + 1] - colStart[rarest]) rarest = j;
      }
      if (rarest < 0) continue;
      for (let k = colStart[rarest]; k < colStart[rarest + 1]; k++) {
        const other = colClient[k];
        if (other === i || alive[other] === 0 || size[other] < size[i] || need[other] > need[i]) continue;
        let common = 0;
        for (let e = rowStart[other]; e < rowStart[other + 1]; e++) {
          const j = rowSite[e];
          if (state[j] === 0 && inRow[j] === i) common++;
        }
        if (common < size[i]) continue;
        alive[other] = 0;
        changed = true;
      }
    }
    if (single) {
      for (let j = 0; j < sites; j++) {
        if (state[j] !== 0) continue;
        let count = 0;
        let scarcest = -1;
        for (let k = colStart[j]; k < colStart[j + 1]; k++) {
          const i = colClient[k];
          if (alive[i] === 0) continue;
          count++;
          inColumn[i] = j;
          if (scarcest < 0 || size[i] < size[scarcest]) scarcest = i;
        }
        if (count === 0) {
          state[j] = CLOSED;
          changed = true;
          continue;
        }
        for (let e = rowStart[scarcest]; e < rowStart[scarcest + 1]; e++) {
          const other = rowSite[e];
          if (other === j || state[other] !== 0 || cost[other] > cost[j]) continue;
          let common = 0;
          for (let k = colStart[other]; k < colStart[other + 1]; k++) {
            const i = colClient[k];
            if (alive[i] === 1 && inColumn[i] === j) common++;
          }
          if (common < count) continue;
          state[j] = CLOSED;
          changed = true;
          break;
        }
      }
    }
  }
  const number = new Int32Array(sites).fill(-1);
  const siteOrigin: number[] = [];
  for (let j = 0; j < sites; j++) {
    if (state[j] !== 0) continue;
    number[j] = siteOrigin.length;
    siteOrigin.push(j);
  }
  const rows: number[][] = [];
  const clientOrigin: number[] = [];
  for (let i = 0; i < clients; i++) {
    if (alive[i] === 0) continue;
    const row: number[] = [];
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++)
      if (number[rowSite[k]] >= 0) row.push(number[rowSite[k]]);
    rows.push(row);
    clientOrigin.push(i);
  }
  const reduced = createCoverModel(
    siteOrigin.length,
    rows,
    Float64Array.from(siteOrigin, (j) => cost[j]),
    Int32Array.from(clientOrigin, (i) => need[i]),
    Int32Array.from(clientOrigin),
    Int32Array.from(siteOrigin),
  );
  return { model: reduced, spent };
}
