// The code of a link for the button: behind the #, so that it never reaches a log; kept, so that the icon on the home screen works.
const KEYS = { page: 'renlin.call-code', helper: 'renlin.call-helper-code' } as const;

export function callCode(which: keyof typeof KEYS): string {
  const given = location.hash.slice(1);
  try {
    if (given !== '') localStorage.setItem(KEYS[which], given);
    return given || (localStorage.getItem(KEYS[which]) ?? '');
  } catch {
    return given;
  }
}
