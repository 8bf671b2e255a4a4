// What everything that is planned begins with: its name, its area, and from which day until which.
import { DateSpan } from '../kit/DateSpan.tsx';
import { Lookup } from '../kit/Lookup.tsx';
import { findAreas } from '../kit/lookups.ts';

export type Planned = { title: string; areaId: string; startsOn: string; endsOn: string };

export function PlanHead({
  draft,
  labels,
  onChange,
}: {
  draft: Planned;
  labels: { title: string; area: string; from: string; until: string };
  onChange(part: Partial<Planned>): void;
}) {
  return (
    <>
      <label>
        {labels.title}
        <input
          className="k-input"
          maxLength={60}
          value={draft.title}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </label>
      <Lookup
        label={labels.area}
        placeholder={labels.area}
        value={draft.areaId || undefined}
        find={findAreas}
        onChange={(value) => onChange({ areaId: value ?? '' })}
      />
      <DateSpan
        from={draft.startsOn}
        until={draft.endsOn}
        labels={[labels.from, labels.until]}
        onChange={(startsOn, endsOn) => onChange({ startsOn, endsOn })}
      />
    </>
  );
}
