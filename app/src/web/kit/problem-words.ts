// What to say about a failure: the server's own sentence when it has one, ours when nothing came back.
import { ApiProblem } from './api.ts';
import type { Translate } from './i18n.tsx';

export function problemWords(t: Translate, error: unknown): string {
  if (error instanceof ApiProblem) {
    if (error.offline) return t('kit.problem.network.offline');
    if (error.title && error.title !== error.code)
      return error.detail ? `${error.title} ${error.detail}` : error.title;
    return t('kit.problem.other', { code: error.code });
  }
  return t('kit.problem.other', { code: error instanceof Error ? error.name : 'unknown' });
}
