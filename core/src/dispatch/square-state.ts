/**
 * A partial assignment of a square, complete problem and the column prices that hold it: every assigned pair is the cheapest of its
 * row, cost − price, which makes the whole optimal once every row has a column.
 */
export interface SquareState {
  readonly n: number;
  /** Row-major, all finite. */
  readonly costs: Float64Array | Int32Array;
  readonly price: Float64Array;
  /** −1 = none. */
  readonly columnOf: Int32Array;
  readonly rowOf: Int32Array;
}

/** Turns the pairs along a path round, from its free column back to the row where it began. */
export function flip({ columnOf, rowOf }: SquareState, parent: Int32Array, start: number, end: number): void {
  for (let j = end; ; ) {
    const i = parent[j];
    rowOf[j] = i;
    const next = columnOf[i];
    columnOf[i] = j;
    if (i === start) return;
    j = next;
  }
}
