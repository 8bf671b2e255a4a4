import type { Lng } from '../../kit/api-types.ts';
import { PointField } from '../../kit/PointField.tsx';

export function PointPicker({
  value,
  onChange,
}: {
  value: Lng | undefined;
  onChange(point: Lng | undefined): void;
}) {
  return <PointField value={value} onChange={onChange} />;
}
