/** A case for each kind and state among the chosen, those that most of them are in first: they say what may be done together. */
export function samplesOf(
  rows: readonly { id: string; kind: string; state: { code: string } }[],
  most: number,
): string[] {
  return [...Map.groupBy(rows, ({ kind, state }) => `${kind} ${state.code}`).values()]
    .sort((a, b) => b.length - a.length)
    .flatMap(([first]) => (first ? [first.id] : []))
    .slice(0, most);
}
