import type { Random } from '../random.ts';
import type { CoverModel } from './cover-model.ts';
import type { Meter } from './work.ts';

/**
 * Row-weighting local search for (weighted, multi-) covering, after Gao, Weise and Li (European J. of Operational Research 246,
 * 2015): drop the least useful site, cover again by swaps; uncovered clients gain weight; a site just moved waits its turn.
 */
export type CoverSearch = {
  readonly best: Uint8Array;
  readonly value: () => number;
  /** Starts from sites in the given order of preference, then removes redundant ones. */
  construct(order: Float64Array): void;
  /** Runs `steps` swaps; true when it found a better cover. */
  run(steps: number, meter: Meter): boolean;
};

export function createCoverSearch(model: CoverModel, random: Random, upper: number): CoverSearch {
  const { clients: n, sites: m, rowStart, rowSite, colStart, colClient, cost, need } = model;
  const inside = new Uint8Array(m);
  const best = new Uint8Array(m);
  const cover = new Int32Array(n);
  const weight = new Float64Array(n).fill(1);
  // What a site inside would lose, or one outside would gain, in weight of clients below their need.
  const score = new Float64Array(m);
  const moved = new Int32Array(m);
  const canAdd = new Uint8Array(m).fill(1);
  const short = new Int32Array(n);
  const shortAt = new Int32Array(n).fill(-1);
  let shortCount = 0;
  let bestValue = upper;
  let value = 0;
  let clock = 1;
  let tabu = -1;
  const list = new Int32Array(m);
  const listAt = new Int32Array(m).fill(-1);
  let listCount = 0;

  function markShort(i: number): void {
    shortAt[i] = shortCount;
    short[shortCount++] = i;
  }
  function unmarkShort(i: number): void {
    const last = short[--shortCount];
    short[shortAt[i]] = last;
    shortAt[last] = shortAt[i];
    shortAt[i] = -1;
  }

  function add(j: number): number {
    inside[j] = 1;
    value += cost[j];
    listAt[j] = listCount;
    list[listCount++] = j;
    let steps = 0;
    let kept = 0;
    for (let k = colStart[j]; k < colStart[j + 1]; k++) {
      const i = colClient[k];
      const had = cover[i]++;
      if (had + 1 === need[i]) unmarkShort(i);
      // Below its need every site counts; at its need those inside are critical; above, nobody is.
      if (had < need[i]) {
        kept += weight[i];
        if (had + 1 === need[i]) {
          for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
            const other = rowSite[e];
            if (inside[other] === 0) score[other] -= weight[i];
          }
          steps += rowStart[i + 1] - rowStart[i];
        }
      } else if (had === need[i]) {
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
          const other = rowSite[e];
          if (inside[other] === 1 && other !== j) score[other] -= weight[i];
        }
        steps += rowStart[i + 1] - rowStart[i];
      }
      canAddRow(i);
    }
    score[j] = kept;
    return steps + 2 * (colStart[j + 1] - colStart[j]);
  }

  function canAddRow(i: number): void {
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) canAdd[rowSite[e]] = 1;
  }

  function remove(j: number): number {
    inside[j] = 0;
    value -= cost[j];
    const last = list[--listCount];
    list[listAt[j]] = last;
    listAt[last] = listAt[j];
    listAt[j] = -1;
    let steps = 0;
    let gain = 0;
    for (let k = colStart[j]; k < colStart[j + 1]; k++) {
      const i = colClient[k];
      const had = cover[i]--;
      if (had === need[i]) {
        markShort(i);
        gain += weight[i];
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
          const other = rowSite[e];
          if (inside[other] === 0 && other !== j) score[other] += weight[i];
        }
        steps += rowStart[i + 1] - rowStart[i];
      } else if (had < need[i]) gain += weight[i];
      else if (had === need[i] + 1) {
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
          const other = rowSite[e];
          if (inside[other] === 1) score[other] += weight[i];
        }
        steps += rowStart[i + 1] - rowStart[i];
      }
      canAddRow(i);
    }
    score[j] = gain;
    canAdd[j] = 0;
    return steps + 2 * (colStart[j + 1] - colStart[j]);
  }

  function reset(): void {
    inside.fill(0);
    cover.fill(0);
    score.fill(0);
    canAdd.fill(1);
    shortAt.fill(-1);
    shortCount = 0;
    listCount = 0;
    value = 0;
    for (let i = 0; i < n; i++) if (need[i] > 0) markShort(i);
    for (let j = 0; j < m; j++) {
      for (let k = colStart[j]; k < colStart[j + 1]; k++)
        if (need[colClient[k]] > 0) score[j] += weight[colClient[k]];
    }
  }

  function keep(): void {
    bestValue = value;
    best.set(inside);
  }

  function construct(order: Float64Array): void {
    reset();
    // Greedy by cost per newly covered weight, `order` (reduced costs) breaking the cost's place.
    while (shortCount > 0) {
      let pick = -1;
      let least = Number.POSITIVE_INFINITY;
      for (let j = 0; j < m; j++) {
        if (inside[j] === 1 || score[j] <= 0) continue;
        const ratio = order[j] > 0 ? order[j] / score[j] : order[j] * score[j];
        if (ratio < least) {
          least = ratio;
          pick = j;
        }
      }
      if (pick < 0) return;
      add(pick);
    }
    const dearest = Array.from(list.subarray(0, listCount)).sort((a, b) => cost[b] - cost[a] || a - b);
    for (const j of dearest) if (score[j] === 0) remove(j);
    if (value < bestValue - 1e-9) keep();
  }

  function leastUseful(): number {
    let pick = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < listCount; k++) {
      const j = list[k];
      if (j === tabu) continue;
      const ratio = score[j] / cost[j];
      if (ratio < least || (ratio === least && moved[j] < moved[pick])) {
        least = ratio;
        pick = j;
      }
    }
    return pick;
  }

  function run(steps: number, meter: Meter): boolean {
    let improved = false;
    for (let t = 0; t < steps; t++) {
      if ((t & 15) === 0 && meter.stop()) break;
      let work = 0;
      while (shortCount === 0) {
        if (value < bestValue - 1e-9) {
          keep();
          improved = true;
        }
        tabu = -1;
        const j = leastUseful();
        if (j < 0) return improved;
        work += remove(j) + listCount;
        moved[j] = clock;
      }
      const out = leastUseful();
      if (out >= 0) {
        work += remove(out) + listCount;
        moved[out] = clock;
      }
      clock++;
      while (shortCount > 0) {
        const i = short[random.int(shortCount)];
        let pick = -1;
        let most = Number.NEGATIVE_INFINITY;
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
          const j = rowSite[e];
          if (inside[j] === 1 || canAdd[j] === 0) continue;
          const ratio = score[j] / cost[j];
          if (ratio > most || (ratio === most && moved[j] < moved[pick])) {
            most = ratio;
            pick = j;
          }
        }
        if (pick < 0 || value + cost[pick] >= bestValue - 1e-9) break;
        work += add(pick);
        moved[pick] = clock;
        tabu = pick;
        for (let k = 0; k < shortCount; k++) {
          const r = short[k];
          weight[r]++;
          for (let e = rowStart[r]; e < rowStart[r + 1]; e++)
            if (inside[rowSite[e]] === 0 || cover[r] <= need[r]) score[rowSite[e]]++;
          work += rowStart[r + 1] - rowStart[r];
        }
      }
      meter.spend(work + 10);
    }
    return improved;
  }

  return { best, value: () => bestValue, construct, run };
}
