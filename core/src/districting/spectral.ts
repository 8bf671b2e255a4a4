import type { DistrictGraph } from './graph.ts';

/**
 * Lower limit of the cut for any k districts with at least `lower` people each, contiguous or not (W. Donath, A. Hoffman 1973, with
 * weights): with L the Laplacian and D the populations, cut ≥ ½ · lower · (sum of the k smallest eigenvalues of L relative to D).
 * D is raised by 1 % of the mean so that empty units stay finite, which keeps the limit valid. O(n³); rounding is covered by a
 * margin of 1e-9 of the largest eigenvalue.
 */
export function spectralBound(graph: DistrictGraph, k: number, lower: number, byBorder: boolean): number {
  const { size: n, first, to, border, population } = graph;
  const raise = Math.max(1e-9, (0.01 * population.reduce((sum, p) => sum + p, 0)) / n);
  const scale = Float64Array.from(population, (p) => 1 / Math.sqrt(p + raise));
  const a = new Float64Array(n * n);
  for (let v = 0; v < n; v++) {
    for (let i = first[v]; i < first[v + 1]; i++) {
      const w = byBorder ? border[i] : 1;
      a[v * n + v] += w * scale[v] * scale[v];
      a[v * n + to[i]] -= w * scale[v] * scale[to[i]];
    }
  }
  const { diagonal, beside } = tridiagonal(a, n);
  let largest = 0;
  for (let i = 0; i < n; i++) {
    largest = Math.max(largest, Math.abs(diagonal[i]) + Math.abs(beside[i]) + Math.abs(beside[i + 1] ?? 0));
  }
  let sum = 0;
  for (let i = 0; i < Math.min(k, n); i++)
    sum += Math.max(0, eigenvalue(diagonal, beside, i, largest) - 1e-9 * largest);
  return 0.5 * lower * sum;
}

/** Householder's reduction of a symmetric matrix (row-major, destroyed). `beside[i]` links i − 1 and i. O(n³). */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; beside: Float64Array } {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const u = new Float64Array(n);
  const p = new Float64Array(n);
  for (let i = n - 1; i >= 1; i--) {
    // Row i is reduced to one entry left of the diagonal.
    let norm = 0;
    for (let j = 0; j < i; j++) norm += a[i * n + j] * a[i * n + j];
    norm = Math.sqrt(norm);
    diagonal[i] = a[i * n + i];
    const edge = a[i * n + i - 1];
    const alpha = edge > 0 ? -norm : norm;
    beside[i] = alpha;
    const h = norm * norm - edge * alpha;
    if (h === 0) {
      beside[i] = edge;
      continue;
    }
    for (let j = 0; j < i; j++) u[j] = a[i * n + j];
    u[i - 1] -= alpha;
    let dot = 0;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let c = 0; c < i; c++) sum += a[j * n + c] * u[c];
      p[j] = sum / h;
      dot += u[j] * p[j];
    }
    const half = dot / (2 * h);
    for (let j = 0; j < i; j++) p[j] -= half * u[j];
    for (let j = 0; j < i; j++) {
      const uj = u[j];
      const pj = p[j];
      for (let c = 0; c < i; c++) a[j * n + c] -= uj * p[c] + pj * u[c];
    }
  }
  diagonal[0] = a[0];
  return { diagonal, beside };
}

/** The eigenvalue of rank `index` (0 = smallest) by bisection with Sturm counts; from below. */
function eigenvalue(diagonal: Float64Array, beside: Float64Array, index: number, largest: number): number {
  let low = -2 * largest;
  let high = 2 * largest;
  for (let step = 0; step < 100 && high - low > 1e-13 * largest; step++) {
    const middle = (low + high) / 2;
    let below = 0;
    let q = 1;
    for (let i = 0; i < diagonal.length; i++) {
      const b = i === 0 ? 0 : beside[i];
      q = diagonal[i] - middle - (b * b) / (Math.abs(q) < 1e-300 ? 1e-300 : q);
      if (q < 0) below++;
    }
    if (below > index) high = middle;
    else low = middle;
  }
  return low;
}
