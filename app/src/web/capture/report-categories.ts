import { get } from '../kit/api.ts';
import type { ReportCategory } from './categories.ts';

type Item = {
  code: string;
  label: string;
  parentLabel?: string;
  group?: string | null;
  kinds?: string[];
  publicThing?: boolean;
  dispute?: boolean;
};

/** The smallest categories that anybody may choose from, in the order of the district's list. */
export async function loadReportCategories(signal?: AbortSignal): Promise<ReportCategory[]> {
  const answer = await get<{ items: Item[] }>('/public/categories', undefined, signal);
  return answer.items.map((item) => ({
    code: item.code,
    label: item.label,
    group: item.parentLabel || item.group || '',
    kinds: item.kinds ?? [],
    publicThing: item.publicThing ?? false,
    dispute: item.dispute ?? false,
  }));
}
