import { fileUrl } from './api.ts';

/** Any number of some: one box each, in the order in which they were ticked. Stands in a fieldset or a group with a name. */
export function CheckOptions<V extends string>({
  options,
  chosen,
  onChange,
  className = 'k-choice',
}: {
  options: readonly { value: V; label: string; picture?: string }[];
  chosen: readonly V[];
  onChange: (chosen: V[]) => void;
  className?: string;
}) {
  return options.map(({ value, label, picture }) => (
    <label key={value} className={className}>
      <input
        type="checkbox"
        checked={chosen.includes(value)}
        onChange={(event) =>
          onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
        }
      />
      {picture ? <img className="k-choice-picture" src={fileUrl(picture, 'thumb')} alt="" /> : null}
      <span>{label}</span>
    </label>
  ));
}
