/**
 * The one predicate all others rest on: on which side of a–b does c lie? A floating-point filter answers nearly
 * always; when rounding could decide, the determinant is evaluated exactly with expansions (J. R. Shewchuk 1997), so
 * that shared borders and vertices are judged the same from both sides.
 */
const FILTER = (3 + 16 * 2 ** -53) * 2 ** -53;
const SPLITTER = 134_217_729;

/** > 0: c left of a→b; < 0: right; 0: exactly on the line. */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const determinant = left - right;
  const bound = FILTER * (Math.abs(left) + Math.abs(right));
  if (Math.abs(determinant) > bound) return determinant;
  return exactSign(ax, ay, bx, by, cx, cy);
}

/** Sign of ax·by − ay·bx + bx·cy − by·cx + cx·ay − cy·ax, exactly: six products, each split into high and low part. */
function exactSign(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const expansion: number[] = [];
  addProduct(expansion, ax, by);
  addProduct(expansion, -ay, bx);
  addProduct(expansion, bx, cy);
  addProduct(expansion, -by, cx);
  addProduct(expansion, cx, ay);
  addProduct(expansion, -cy, ax);
  // Components never overlap and grow in magnitude, so the last one that is not zero carries the sign.
  for (let i = expansion.length - 1; i >= 0; i--) if (expansion[i] !== 0) return Math.sign(expansion[i]);
  return 0;
}

function addProduct(expansion: number[], a: number, b: number): void {
  const product = a * b;
  const aHigh = SPLITTER * a - (SPLITTER * a - a);
  const aLow = a - aHigh;
  const bHigh = SPLITTER * b - (SPLITTER * b - b);
  const bLow = b - bHigh;
  grow(expansion, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow));
  grow(expansion, product);
}

/** Grow-expansion with Knuth's two-sum. */
function grow(expansion: number[], value: number): void {
  let carry = value;
  for (let i = 0; i < expansion.length; i++) {
    const sum = carry + expansion[i];
    const virtual = sum - carry;
    expansion[i] = carry - (sum - virtual) + (expansion[i] - virtual);
    carry = sum;
  }
  expansion.push(carry);
}

/** True when c, known to be on the line a–b, lies on the closed segment. */
export function withinSegment(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): boolean {
  return Math.min(ax, bx) <= cx && cx <= Math.max(ax, bx) && Math.min(ay, by) <= cy && cy <= Math.max(ay, by);
}
