// Codes that this phone used lately, newest first.
const KEY = 'renlin.categories';
const MOST = 12;

export function readRecent(): string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(kept)
      ? kept.filter((one): one is string => typeof one === 'string').slice(0, MOST)
      : [];
  } catch {
    return [];
  }
}

export function remember(code: string): void {
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify([code, ...readRecent().filter((one) => one !== code)].slice(0, MOST)),
    );
  } catch {
    // Without storage the chips follow the words alone.
  }
}
