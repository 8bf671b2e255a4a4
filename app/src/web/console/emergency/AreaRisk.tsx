// The head of every form about an emergency: which place, and which risk.
import { useId } from 'react';
import { risks } from '../../../kernel/emergency.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';

export type Place = { areaId: string; areaName: string };

export function AreaField({ value, onChange }: { value: Place; onChange(place: Place): void }) {
  const { t } = useI18n();
  const id = useId();
  return (
    <Labelled id={id} label={t('emergency.area')}>
      <Lookup
        id={id}
        value={value.areaId || undefined}
        valueLabel={value.areaName}
        find={findAreas}
        onChange={(areaId, option) => onChange({ areaId: areaId ?? '', areaName: option?.label ?? '' })}
      />
    </Labelled>
  );
}

/** `any`: a list may speak of every risk at once. */
export function RiskField<R extends string>({
  id,
  value,
  any = false,
  onChange,
}: {
  id: string;
  value: R | '';
  any?: boolean;
  onChange(risk: R): void;
}) {
  const { t } = useI18n();
  return (
    <Labelled id={id} label={t('emergency.risk')}>
      <select
        id={id}
        className="k-input"
        value={value}
        onChange={(event) => onChange(event.target.value as R)}
      >
        <option value="" disabled>
          {t('emergency.choose')}
        </option>
        {[...(any ? ['any'] : []), ...risks].map((risk) => (
          <option key={risk} value={risk}>
            {t(`emergency.risk.${risk}`)}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
