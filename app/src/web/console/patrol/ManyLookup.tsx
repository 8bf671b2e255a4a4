import { useState } from 'react';
import type { FieldOption } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { type FindOptions, Lookup } from '../../kit/Lookup.tsx';

/** Several of what a search finds: each chosen one is listed with a button that takes it out again. */
export function ManyLookup({
  id,
  chosen,
  find,
  onChange,
}: {
  id: string;
  chosen: readonly FieldOption[];
  find: FindOptions;
  onChange(chosen: FieldOption[]): void;
}) {
  const { t } = useI18n();
  const [turn, setTurn] = useState(0);
  return (
    <>
      {chosen.length > 0 ? (
        <ul className="c-tags">
          {chosen.map((one) => (
            <li key={one.value} className="c-tag">
              {one.label}{' '}
              <button
                type="button"
                className="k-link"
                aria-label={t('patrol.takeOut', { name: one.label })}
                onClick={() => onChange(chosen.filter((other) => other !== one))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Lookup
        key={turn}
        id={id}
        value={undefined}
        find={find}
        onChange={(value, option) => {
          if (value === undefined || !option) return;
          if (!chosen.some((one) => one.value === value)) onChange([...chosen, option]);
          setTurn(turn + 1);
        }}
      />
    </>
  );
}
