// What everything that is planned begins with: its name, its area, and from which day until which.
import { DateSpan } from '../kit/DateSpan.tsx';
import { Labelled } from '../kit/Labelled.tsx';
import { Lookup } from '../kit/Lookup.tsx';
import { findAreas } from '../kit/lookups.ts';

export type Planned = { title: string; areaId: string; startsOn: string; endsOn: string };

/** `id` begins the ids of its fields. */
export function PlanHead({
  id,
  draft,
  labels,
  onChange,
}: {
  id: string;
  draft: Planned;
  labels: { title: string; area: string; from: string; until: string };
  onChange(part: Partial<Planned>): void;
}) {
  return (
    <>
      <Labelled id={`${id}-title`} label={labels.title}>
        <input
          id={`${id}-title`}
          className="k-input"
          required
          maxLength={60}
          value={draft.title}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Labelled>
      <Labelled id={`${id}-area`} label={labels.area}>
        <Lookup
          id={`${id}-area`}
          value={draft.areaId || undefined}
          find={findAreas}
          onChange={(value) => onChange({ areaId: value ?? '' })}
        />
      </Labelled>
      <DateSpan
        from={draft.startsOn}
        until={draft.endsOn}
        labels={[labels.from, labels.until]}
        onChange={(startsOn, endsOn) => onChange({ startsOn, endsOn })}
      />
    </>
  );
}
