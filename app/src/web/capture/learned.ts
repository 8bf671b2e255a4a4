// What closed cases taught about categories, kept on this phone: it works without a network, and can be switched off.
import type { RankedModel } from '@renlin/core/text/ranked';
import { get } from '../kit/api.ts';

const KEY = 'renlin.category-model';
const OFF = 'renlin.category-model-off';

type Kept = { version: number; model: RankedModel };

function readKept(): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Kept | null;
    return kept?.model?.format === 1 ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** The newest model that can be had: the server's, or without it the one on this phone. */
export async function loadLearned(signal?: AbortSignal): Promise<RankedModel | null> {
  const kept = readKept();
  try {
    const answer = await get<{ version: number; model: RankedModel | null }>(
      '/suggestions/categories',
      { have: kept?.version },
      signal,
    );
    if (!answer.model) return answer.version === 0 ? null : (kept?.model ?? null);
    try {
      localStorage.setItem(KEY, JSON.stringify({ version: answer.version, model: answer.model }));
    } catch {
      // Without room it is fetched again next time.
    }
    return answer.model;
  } catch (error) {
    if (kept) return kept.model;
    throw error;
  }
}

export function learningOff(): boolean {
  try {
    return localStorage.getItem(OFF) === '1';
  } catch {
    return false;
  }
}

export function switchLearning(off: boolean): void {
  try {
    if (off) localStorage.setItem(OFF, '1');
    else localStorage.removeItem(OFF);
  } catch {
    // Then it holds for this page.
  }
}
