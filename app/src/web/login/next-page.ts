import type { Me } from '../kit/api-types.ts';

/** Where to go after signing in: the page that sent us here (only a path of this site), else the home of the role. */
export function nextPage(search: string, me: Pick<Me, 'home'>): string {
  const wanted = new URLSearchParams(search).get('next') ?? '';
  // `//host` and `/\host` leave the site.
  if (/^\/(console|field)(\/|\?|$)/.test(wanted) && !wanted.includes('\\')) return wanted;
  return me.home === 'field' ? '/field' : '/console';
}
