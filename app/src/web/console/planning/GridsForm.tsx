// What is asked of household grids: the band, how much of today stays, which lines part grids, and what is a grid of its own.
import { useI18n } from '../../kit/i18n.tsx';
import { strengthOf } from './overlay.ts';
import {
  BARRIERS,
  type GridsInput,
  type Ground,
  type Group,
  type Strength,
  WEIGHTS,
  type Weight,
} from './planning-types.ts';
import { ShortList } from './ShortList.tsx';

const STRENGTHS: readonly Strength[] = ['hard', 3, 1, 'open'];
const wordOf = (strength: Strength): string =>
  strength === 'hard' || strength === 'open'
    ? strength
    : strength === 0
      ? 'open'
      : strength >= 2
        ? 'strong'
        : 'weak';

/** The grids of today are taken as they are. */
const AS_TODAY = 'as-today';

type Props = {
  input: GridsInput;
  ground: Ground;
  line: string | undefined;
  picked: string | undefined;
  drawing: boolean;
  onLine(id: string | undefined): void;
  onDraw(): void;
  onChange(input: GridsInput): void;
};

export function GridsForm(props: Props) {
  const { input, ground, onChange } = props;
  const { t } = useI18n();
  const number = (key: 'lower' | 'upper' | 'target' | 'estimate' | 'micro', min: number, max: number) => (
    <label>
      {t(`planning.${key}`)}
      <input
        type="number"
        className="k-input k-input-short"
        min={min}
        max={max}
        value={input[key] ?? ''}
        onChange={(event) => {
          const { [key]: _, ...rest } = input;
          onChange(
            (event.target.value === '' ? rest : { ...rest, [key]: event.target.valueAsNumber }) as GridsInput,
          );
        }}
      />
    </label>
  );
  return (
    <>
      <fieldset className="pl-set">
        <legend>{t('planning.band')}</legend>
        <div className="pl-row">
          {number('lower', 1, 10_000)}
          {number('upper', 1, 10_000)}
          {number('target', 1, 10_000)}
        </div>
        {ground.withoutHouseholds > 0 ? <div className="pl-row">{number('estimate', 10, 1000)}</div> : null}
      </fieldset>
      <label className="pl-field">
        {t('planning.stability')}
        <select
          className="k-input"
          value={input.asToday ? AS_TODAY : input.stability}
          onChange={({ target }) => {
            const { asToday: _, ...rest } = input;
            onChange(
              target.value === AS_TODAY
                ? { ...rest, asToday: true }
                : { ...rest, stability: Number(target.value) },
            );
          }}
        >
          {[0, 0.5, 2, 10].map((weight) => (
            <option key={weight} value={weight}>
              {t(`planning.stability.${weight}`)}
            </option>
          ))}
          {ground.grids.length > 0 ? (
            <option value={AS_TODAY}>{t('planning.stability.as-today')}</option>
          ) : null}
        </select>
      </label>
      {input.asToday ? null : <Weights {...props} />}
      <div className="pl-row">{number('micro', 10, 300)}</div>
      <fieldset className="pl-set">
        <legend>{t('planning.barriers')}</legend>
        {BARRIERS.map((kind) => (
          <StrengthRow
            key={kind}
            label={t(`planning.barrier.${kind}`)}
            count={ground.barriers.filter((line) => line.kind === kind).length}
            value={input.barriers[kind] ?? 'open'}
            onChange={(strength) => onChange({ ...input, barriers: { ...input.barriers, [kind]: strength } })}
          />
        ))}
        <p className="k-hint">{t('planning.barrierHint')}</p>
        <OneLine {...props} />
        <ShortList
          title={t('planning.lineByLine')}
          items={ground.barriers}
          keyOf={(one) => one.id}
          wordsOf={(one) => `${one.name ?? ''} ${t(`planning.barrier.${one.kind}`)}`}
          row={(one) => (
            <StrengthRow
              label={`${one.name ?? t('planning.nameless')} · ${t(`planning.barrier.${one.kind}`)}`}
              value={strengthOf(input, one)}
              onFocus={() => props.onLine(one.id)}
              onChange={(strength) => onChange({ ...input, lines: { ...input.lines, [one.id]: strength } })}
            />
          )}
        />
        {(input.drawn ?? []).map((one, i) => (
          <div key={`${one.name}${i}`} className="pl-row pl-row-end">
            <StrengthRow
              label={one.name}
              value={one.strength}
              onChange={(strength) =>
                onChange({
                  ...input,
                  drawn: (input.drawn ?? []).map((old, at) => (at === i ? { ...old, strength } : old)),
                })
              }
            />
            <button
              type="button"
              className="k-button k-button-quiet"
              onClick={() => onChange({ ...input, drawn: (input.drawn ?? []).filter((_, at) => at !== i) })}
            >
              {t('planning.drop')}
            </button>
          </div>
        ))}
        <button type="button" className="k-button" aria-pressed={props.drawing} onClick={props.onDraw}>
          {t(props.drawing ? 'planning.drawStop' : 'planning.draw')}
        </button>
      </fieldset>
      <Groups {...props} which="exclusive" />
      <Groups {...props} which="villages" />
    </>
  );
}

const COUNTS = [0, 1, 3, 8] as const;

/** What borders are drawn for, each against the others; the band always comes first. */
function Weights({ input, onChange }: Props) {
  const { t } = useI18n();
  return (
    <fieldset className="pl-set">
      <legend>{t('planning.weights')}</legend>
      {(Object.keys(WEIGHTS) as Weight[]).map((weight) => {
        const value = input.weights?.[weight] ?? WEIGHTS[weight];
        const choices = COUNTS.some((one) => one === value) ? COUNTS : [...COUNTS, value];
        return (
          <label key={weight} className="pl-strength">
            <span>{t(`planning.weight.${weight}`)}</span>
            <select
              className="k-input"
              value={value}
              onChange={({ target }) =>
                onChange({ ...input, weights: { ...input.weights, [weight]: Number(target.value) } })
              }
            >
              {choices.map((one) => (
                <option key={one} value={one}>
                  {COUNTS.some((known) => known === one) ? t(`planning.counts.${one}`) : one}
                </option>
              ))}
            </select>
          </label>
        );
      })}
      <label className="pl-strength">
        <span>{t('planning.workBy')}</span>
        <select
          className="k-input"
          value={input.workBy ?? 'households'}
          onChange={({ target }) =>
            onChange({ ...input, workBy: target.value as NonNullable<GridsInput['workBy']> })
          }
        >
          <option value="households">{t('planning.balanceBy.households')}</option>
          <option value="both">{t('planning.workBy.both')}</option>
        </select>
      </label>
      <p className="k-hint">{t('planning.weightsLine')}</p>
    </fieldset>
  );
}

function StrengthRow({
  label,
  count,
  value,
  onFocus,
  onChange,
}: {
  label: string;
  count?: number;
  value: Strength;
  onFocus?(): void;
  onChange(strength: Strength): void;
}) {
  const { t } = useI18n();
  const known = STRENGTHS.some((one) => one === value);
  return (
    <label className="pl-strength">
      <span>
        {label}
        {count === undefined ? '' : <span className="k-hint k-number"> {count}</span>}
      </span>
      <select
        className="k-input"
        value={String(value)}
        onFocus={onFocus}
        onChange={(event) => {
          const text = event.target.value;
          onChange(text === 'hard' || text === 'open' ? text : Number(text));
        }}
      >
        {[...STRENGTHS, ...(known ? [] : [value])].map((one) => (
          <option key={String(one)} value={String(one)}>
            {t(`planning.strength.${wordOf(one)}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The line that was clicked on the map: it may differ from its kind. */
function OneLine({ input, ground, line, onLine, onChange }: Props) {
  const { t } = useI18n();
  const found = ground.barriers.find((one) => one.id === line);
  const changed = Object.keys(input.lines ?? {}).length;
  if (!found) return changed > 0 ? <p>{t('planning.linesChanged', { n: changed })}</p> : null;
  return (
    <div className="pl-picked">
      <StrengthRow
        label={`${found.name ?? t('planning.nameless')} · ${t(`planning.barrier.${found.kind}`)}`}
        value={strengthOf(input, found)}
        onChange={(strength) => onChange({ ...input, lines: { ...input.lines, [found.id]: strength } })}
      />
      <button type="button" className="k-button k-button-quiet" onClick={() => onLine(undefined)}>
        {t('planning.closeLine')}
      </button>
    </div>
  );
}

/** Buildings that are a grid of their own, whatever their households. */
function Groups({ input, ground, picked, which, onChange }: Props & { which: 'exclusive' | 'villages' }) {
  const { t } = useI18n();
  const groups: readonly Group[] = input[which] ?? [];
  const row = ground.buildings.rows.find(([id]) => id === picked);
  const set = (next: Group[]) => onChange({ ...input, [which]: next });
  const add = (index: number) => {
    if (!row) return;
    const without = groups.map((one) => ({ ...one, buildings: one.buildings.filter((id) => id !== row[0]) }));
    const next =
      index < 0
        ? [
            ...without,
            { name: row[1] || `${t(`planning.${which}`)}${groups.length + 1}`, buildings: [row[0]] },
          ]
        : without.map((one, at) => (at === index ? { ...one, buildings: [...one.buildings, row[0]] } : one));
    set(next.filter((one) => one.buildings.length > 0));
  };
  return (
    <fieldset className="pl-set">
      <legend>{t(`planning.${which}`)}</legend>
      <p className="k-hint">{t(`planning.${which}Line`)}</p>
      {groups.map((group, i) => (
        <div key={i} className="pl-row pl-row-end">
          <input
            className="k-input"
            aria-label={t('planning.groupName')}
            maxLength={40}
            value={group.name}
            onChange={(event) =>
              set(groups.map((one, at) => (at === i ? { ...one, name: event.target.value } : one)))
            }
          />
          <span className="k-hint">{t('planning.buildingsN', { n: group.buildings.length })}</span>
          {row ? (
            <button type="button" className="k-button" onClick={() => add(i)}>
              {t('planning.addPicked')}
            </button>
          ) : null}
          <button
            type="button"
            className="k-button k-button-quiet"
            onClick={() => set(groups.filter((_, at) => at !== i))}
          >
            {t('planning.drop')}
          </button>
        </div>
      ))}
      <button type="button" className="k-button" disabled={!row} onClick={() => add(-1)}>
        {row ? t('planning.newGroup', { name: row[1] || row[0] }) : t('planning.pickBuilding')}
      </button>
    </fieldset>
  );
}
