import type { Lng, StateShape } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';

export function CaseMap({ point }: { point: Lng; shape: StateShape; label: string }) {
  const { t } = useI18n();
  return (
    <p className="k-hint k-number">
      {t('kit.form.pointSet', { lng: point.lng.toFixed(5), lat: point.lat.toFixed(5) })}
    </p>
  );
}
