/**
 * Elementary functions built from IEEE-754 `+ − × ÷ √` alone.
 *
 * ECMAScript leaves `Math.exp`, `Math.log` and friends implementation-defined, so the same seed could give other bytes on
 * another engine. A simulation result carries its seed as a promise that anyone can run it again; these functions keep it.
 */

const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const buffer = new DataView(new ArrayBuffer(8));

/** 2^k for −1022 ≤ k ≤ 1023, exact. */
function powerOfTwo(k: number): number {
  buffer.setUint32(0, (k + 1023) << 20);
  buffer.setUint32(4, 0);
  return buffer.getFloat64(0);
}

/**
 * Natural logarithm; relative error ≤ 2 ulp. `log(0) = −∞`, negative → NaN.
 * Method: x = 2^k·m with m in [√½, √2), then the odd series of atanh((m−1)/(m+1)).
 */
export function log(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    k = -54;
  }
  buffer.setFloat64(0, x);
  const high = buffer.getUint32(0);
  k += (high >>> 20) - 1023;
  buffer.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = buffer.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  // |s| ≤ 0.1716, so twelve terms leave a remainder below 1e-19.
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = z * (sum + 1 / n);
  const r = 2 * s;
  return k * LN2_HI + (r + (r * sum + k * LN2_LO));
}

/** e^x; relative error ≤ 2 ulp; overflows to ∞ above 709.78 and underflows to 0 below −745. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const k = Math.round(x * Math.LOG2E);
  const r = x - k * LN2_HI - k * LN2_LO;
  let sum = 1;
  // |r| ≤ 0.3466: r^18/18! is below 1e-24.
  for (let n = 17; n >= 1; n--) sum = 1 + (r / n) * sum;
  if (k < -1021) return sum * powerOfTwo(k + 60) * powerOfTwo(-60);
  if (k > 1022) return sum * powerOfTwo(k - 1) * 2;
  return sum * powerOfTwo(k);
}

/** x², exact to the last bit (the power operator is left to the engine). */
export const square = (x: number): number => x * x;

/** x^y for x ≥ 0 through exp(y·log x). */
export function power(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  return exp(y * log(x));
}

/** cos(x) for |x| ≤ 2π, absolute error ≤ 1e-15 (enough for recovery shapes and short distances). */
export function cosine(x: number): number {
  const turns = Math.round(x / (2 * Math.PI));
  let r = Math.abs(x - turns * 2 * Math.PI);
  let sign = 1;
  if (r > Math.PI / 2) {
    r = Math.PI - r;
    sign = -1;
  }
  const z = r * r;
  let sum = 1;
  for (let n = 20; n >= 2; n -= 2) sum = 1 - (z / (n * (n - 1))) * sum;
  return sign * sum;
}

const SQRT_2PI = 2.5066282746310002;

/**
 * Standard normal distribution function; absolute error ≤ 1e-15.
 * Series for |z| < 5 (all terms positive, so no cancellation), continued fraction in the tails.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return z;
  const a = Math.abs(z);
  if (a > 39) return z > 0 ? 1 : 0;
  const density = exp((-a * a) / 2) / SQRT_2PI;
  let upper: number;
  if (a < 3) {
    let term = a;
    let sum = a;
    for (let n = 3; term > sum * 1e-17; n += 2) {
      term *= (a * a) / n;
      sum += term;
    }
    upper = 0.5 - density * sum;
  } else {
    let fraction = a;
    for (let n = 120; n >= 1; n--) fraction = a + n / fraction;
    upper = density / fraction;
  }
  return z > 0 ? 1 - upper : upper;
}

/**
 * Inverse of `normalCdf` for 0 < p < 1 (0 → −∞, 1 → ∞, otherwise NaN).
 * Rational start (Abramowitz & Stegun 26.2.23), then Halley steps until the change is below 1e-15.
 */
export function normalQuantile(p: number): number {
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  if (!(p > 0 && p < 1)) return Number.NaN;
  const tail = p < 0.5 ? p : 1 - p;
  const t = Math.sqrt(-2 * log(tail));
  let z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 8; step++) {
    // work in the lower tail, where the distribution function keeps its relative accuracy
    const error = tail - normalCdf(-z);
    const u = -error * SQRT_2PI * exp((z * z) / 2);
    const change = u / (1 - (z * u) / 2);
    z += change;
    if (Math.abs(change) < 1e-15 * Math.max(1, z)) break;
  }
  return p < 0.5 ? -z : z;
}

/** Two-sided Student t quantile t with P(|T| ≤ t) = level, `df ≥ 1`; absolute error ≤ 1e-9. */
export function studentQuantile(level: number, df: number): number {
  if (!(level > 0 && level < 1) || !(df >= 1)) return Number.NaN;
  if (df > 1e6) return normalQuantile((1 + level) / 2);
  let low = 0;
  let high = 2;
  while (studentCentral(high, df) < level && high < 1e9) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (studentCentral(middle, df) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| ≤ t) by the finite trigonometric sums for integer degrees of freedom (Abramowitz & Stegun 26.7.3–4). */
function studentCentral(t: number, df: number): number {
  const n = Math.round(df);
  if (n > 400) {
    // Cornish–Fisher style variance correction; error below 1e-7 from here on, and only interval widths use it.
    const g = t * (1 - 1 / (4 * n));
    return 2 * normalCdf(g / Math.sqrt(1 + (t * t) / (2 * n))) - 1;
  }
  const c2 = n / (n + t * t);
  const s = Math.sqrt(1 - c2);
  if (n === 1) return (2 * arctangent(t)) / Math.PI;
  if (n % 2 === 1) {
    const c = Math.sqrt(c2);
    let term = c;
    let sum = c;
    for (let k = 2; k <= n - 3; k += 2) {
      term *= (c2 * k) / (k + 1);
      sum += term;
    }
    return (2 / Math.PI) * (arctangent(t / Math.sqrt(n)) + s * sum);
  }
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= n - 3; k += 2) {
    term *= (c2 * k) / (k + 1);
    sum += term;
  }
  return s * sum;
}

/** atan(x) for x ≥ 0 by two half-angle reductions and the series. */
function arctangent(x: number): number {
  if (x > 1) return Math.PI / 2 - arctangent(1 / x);
  let reduced = x;
  for (let k = 0; k < 3; k++) reduced /= 1 + Math.sqrt(1 + reduced * reduced);
  const z = reduced * reduced;
  let sum = 0;
  for (let n = 25; n >= 1; n -= 2) sum = 1 / n - z * sum;
  return 8 * reduced * sum;
}
