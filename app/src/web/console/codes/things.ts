import { get } from '../../kit/api.ts';

export type ThingCategory = { category: string; name: string; count: number };

/** The categories of public things that the map has, with how many there are. */
export async function loadThings(signal?: AbortSignal): Promise<ThingCategory[]> {
  return (await get<{ items: ThingCategory[] }>('/places/things', undefined, signal)).items;
}
