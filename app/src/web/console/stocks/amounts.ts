// Amounts in words: at most `digits` decimals, thousands apart.
export function shown(amount: number, digits = 3): string {
  return new Intl.NumberFormat('zh-CN', { maximumFractionDigits: digits }).format(amount);
}
