// The code and the last digits that open a case. They never stand in an address: addresses are logged and shared.
export type FollowKey = { code: string; phoneTail?: string };

const KEY = 'renlin.follow';
let current: FollowKey | undefined;

/** A code as people type it from paper: capitals, no spaces or dashes. */
export function cleanCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
}

export function keepFollowKey(key: FollowKey): void {
  current = key;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(key));
  } catch {
    // Kept in memory only.
  }
}

export function findFollowKey(): FollowKey | undefined {
  if (current) return current;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as FollowKey | null;
    return kept?.code ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** A printed receipt may carry the code behind `#`, which no server sees. */
export function codeFromHash(hash: string): string {
  const code = cleanCode(decodeURIComponent(hash.replace(/^#/, '')));
  return code.length >= 8 && code.length <= 20 ? code : '';
}
