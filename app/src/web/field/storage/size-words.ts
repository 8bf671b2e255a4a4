/** Bytes as people read them: whole kB below one MB, one digit of MB or GB above. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  const [value, unit] = bytes < 1_000_000_000 ? [bytes / 1_000_000, 'MB'] : [bytes / 1_000_000_000, 'GB'];
  return `${value.toFixed(1)} ${unit}`;
}
