export type PublicPoint = {
  id: string;
  number: string;
  lng: number;
  lat: number;
  category: { code: string; label: string };
  state: { code: string; label: string };
  late: boolean;
  joined: number;
  areaName: string;
};

/** Public things exactly; everything else as cells that hold at least `k` cases. */
export type PublicMap = {
  points: PublicPoint[];
  cells: { ring: [number, number][]; count: number }[];
  k: number;
  at: number;
};
