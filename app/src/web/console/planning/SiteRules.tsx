// Which of the candidate sites must be used and which must not: every one in a list, the one clicked on the map first.
import { useI18n } from '../../kit/i18n.tsx';
import { placeWord } from './place-words.ts';
import type { Corner, Ground, PlaceChoice, SitingInput } from './planning-types.ts';
import { ShortList } from './ShortList.tsx';

export type Candidate = { id: string; name: string; kind: string; at: Corner };

/** The places that a choice means, each once; those without a name by what they are. */
export function candidatesOf(ground: Ground, choice: PlaceChoice): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const [id, name, source, kind, lng, lat] of ground.places.rows)
    if (choice[source]?.includes(kind)) found.set(id, { id, name, kind, at: [lng, lat] });
  for (const [id, name, kind, lng, lat] of ground.buildings.rows)
    if (choice.buildings?.includes(kind)) found.set(id, { id, name, kind, at: [lng, lat] });
  for (const { id, name, lng, lat } of choice.spots ?? [])
    found.set(id, { id, name, kind: '', at: [lng, lat] });
  return [...found.values()];
}

const RULES = ['free', 'fixed', 'forbidden'] as const;
export type Rule = (typeof RULES)[number];

export function ruleOf(input: SitingInput, id: string): Rule {
  return input.fixed?.includes(id) ? 'fixed' : input.forbidden?.includes(id) ? 'forbidden' : 'free';
}

function withRule(input: SitingInput, id: string, rule: Rule): SitingInput {
  const without = (list: string[] | undefined) => (list ?? []).filter((one) => one !== id);
  return {
    ...input,
    fixed: [...without(input.fixed), ...(rule === 'fixed' ? [id] : [])],
    forbidden: [...without(input.forbidden), ...(rule === 'forbidden' ? [id] : [])],
  };
}

export function SiteRules({
  input,
  ground,
  picked,
  onPick,
  onChange,
}: {
  input: SitingInput;
  ground: Ground;
  picked: string | undefined;
  onPick(id: string): void;
  onChange(input: SitingInput): void;
}) {
  const { t } = useI18n();
  const all = candidatesOf(ground, input.sites);
  const known = new Map(all.map((one) => [one.id, one]));
  const ruled = [...(input.fixed ?? []), ...(input.forbidden ?? [])];
  const first = [...new Set([...(picked && known.has(picked) ? [picked] : []), ...ruled])];
  const wordsOf = (id: string) => {
    const one = known.get(id);
    if (!one) return t('planning.siteGone', { id });
    return one.kind ? `${one.name || one.id} · ${placeWord(t, one.kind)}` : one.name;
  };
  const row = (id: string) => (
    <label className="pl-strength">
      <span>{wordsOf(id)}</span>
      <select
        className="k-input"
        value={ruleOf(input, id)}
        onFocus={() => onPick(id)}
        onChange={(event) => onChange(withRule(input, id, event.target.value as Rule))}
      >
        {RULES.map((one) => (
          <option key={one} value={one}>
            {t(`planning.rule.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <fieldset className="pl-set">
      <legend>{t('planning.rules')}</legend>
      <p className="k-hint">{t('planning.rulesLine')}</p>
      {first.map((id) => (
        <div key={id}>{row(id)}</div>
      ))}
      <ShortList
        title={t('planning.everySite')}
        items={all.filter((one) => !ruled.includes(one.id))}
        keyOf={(one) => one.id}
        wordsOf={(one) => wordsOf(one.id)}
        row={(one) => row(one.id)}
      />
    </fieldset>
  );
}
