import { MapPick as Pick } from '../../capture/MapPick.tsx';
import type { Lng } from '../../kit/api-types.ts';

export function MapPick({ onPick }: { onPick(point: Lng): void }) {
  return (
    <div className="p-map">
      <Pick onPick={onPick} />
    </div>
  );
}
