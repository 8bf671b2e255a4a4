/** An amount as it was typed, in full-width digits too; undefined for nothing, for words, for less than nothing. */
export function numberTyped(text: string): number | undefined {
  const bare = text.normalize('NFKC').replace(/[\s,]/g, '');
  if (!/^\d+(\.\d{1,3})?$/.test(bare)) return undefined;
  return Number(bare);
}
