// The stock points near the own posts: from the server, and from the copy on the phone. What the book says is not among it: who counts
// writes down what they see.
import { get } from '../../kit/api.ts';
import { useReading } from '../queries.ts';

export type NearLine = {
  id: string;
  item: string;
  lot: string;
  itemName: string;
  measure: string;
  expiresOn: string | null;
  expired: boolean;
  unverified: boolean;
};
export type NearPoint = {
  id: string;
  name: string;
  address: string;
  opening: string;
  keeper: string;
  lines: NearLine[];
  items: { code: string; name: string; measure: string }[];
};

export function useNearPoints() {
  return useReading<NearPoint[]>({
    queryKey: ['stocks', 'near'],
    ask: async (signal) => (await get<{ items: NearPoint[] }>('/stocks/near', undefined, signal)).items,
    copy: async ({ replica }) =>
      ((await replica.find('stocks'))?.payload as { items: NearPoint[] } | undefined)?.items,
  });
}
