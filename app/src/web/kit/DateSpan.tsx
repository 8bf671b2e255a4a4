// From one civil day until another, both as YYYY-MM-DD; '' is an open end.

export function DateSpan({
  from,
  until,
  labels,
  onChange,
}: {
  from: string;
  until: string;
  labels: readonly [from: string, until: string];
  onChange(from: string, until: string): void;
}) {
  const day = (label: string, value: string, change: (value: string) => void) => (
    <label className="k-inline">
      {label}
      <input
        type="date"
        className="k-input k-input-short"
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
  return (
    <div className="k-row">
      {day(labels[0], from, (value) => onChange(value, until))}
      {day(labels[1], until, (value) => onChange(from, value))}
    </div>
  );
}
