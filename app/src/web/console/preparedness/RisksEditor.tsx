// The lines of a risk list: what may happen where, how likely and how grave, what follows from it, and who keeps it in hand.
import { CheckOptions } from '../../kit/CheckOptions.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findUnits } from '../../kit/lookups.ts';
import { PointField } from '../../kit/PointField.tsx';
import { ChoiceField, DayField, LinesField, WordsField } from './DraftFields.tsx';
import { emptyRisk } from './draft.ts';
import type { RiskItem } from './queries.ts';

const CATEGORIES = ['production', 'fire', 'disease', 'natural'] as const;
const STEPS = [1, 2, 3, 4, 5];

export function RisksEditor({
  risks,
  reviewOn,
  nameOf,
  onChange,
}: {
  risks: readonly RiskItem[];
  reviewOn: string;
  nameOf(unitId: string): string;
  onChange(risks: RiskItem[]): void;
}) {
  const { t } = useI18n();
  return (
    <div className="c-stack">
      {risks.map((risk, index) => (
        <RiskCard
          key={risk.code}
          risk={risk}
          n={index + 1}
          others={risks.filter((one) => one.code !== risk.code && one.name !== '')}
          nameOf={nameOf}
          onChange={(next) => onChange(risks.map((one) => (one.code === risk.code ? next : one)))}
          onRemove={() => onChange(risks.filter((one) => one.code !== risk.code))}
        />
      ))}
      <button
        type="button"
        className="k-button"
        onClick={() => onChange([...risks, emptyRisk(risks, reviewOn)])}
      >
        {t('prep.addRisk')}
      </button>
    </div>
  );
}

function RiskCard({
  risk,
  n,
  others,
  nameOf,
  onChange,
  onRemove,
}: {
  risk: RiskItem;
  n: number;
  others: readonly RiskItem[];
  nameOf(unitId: string): string;
  onChange(risk: RiskItem): void;
  onRemove(): void;
}) {
  const { t } = useI18n();
  const set = (part: Partial<RiskItem>) => onChange({ ...risk, ...part });
  const id = (part: string) => `${risk.code}-${part}`;
  const steps = (what: 'likelihood' | 'impact') =>
    STEPS.map((step) => ({ code: String(step), label: `${step} · ${t(`prep.${what}.${step}`)}` }));
  const words = (part: 'name' | 'place' | 'scale' | 'form' | 'evolution', most: number) => (
    <WordsField
      id={id(part)}
      label={t(`prep.risk.${part}`)}
      value={risk[part]}
      most={most}
      onChange={(value) => set({ [part]: value })}
    />
  );
  return (
    <fieldset className="p-card">
      <legend>{t('prep.riskN', { n })}</legend>
      <div className="p-row">
        {words('name', 60)}
        <ChoiceField
          id={id('category')}
          label={t('prep.risk.category')}
          value={risk.category}
          options={CATEGORIES.map((code) => ({ code, label: t(`prep.category.${code}`) }))}
          onChange={(category) => set({ category: category as RiskItem['category'] })}
        />
      </div>
      <div className="p-row">
        <ChoiceField
          id={id('likelihood')}
          label={t('prep.risk.likelihood')}
          value={String(risk.likelihood)}
          options={steps('likelihood')}
          onChange={(value) => set({ likelihood: Number(value) })}
        />
        <ChoiceField
          id={id('impact')}
          label={t('prep.risk.impact')}
          value={String(risk.impact)}
          options={steps('impact')}
          onChange={(value) => set({ impact: Number(value) })}
        />
      </div>
      {words('place', 120)}
      <PointField
        id={id('point')}
        value={risk.point}
        onChange={(point) => {
          const { point: _before, ...rest } = risk;
          onChange(point ? { ...rest, point: { lng: point.lng, lat: point.lat } } : rest);
        }}
      />
      {words('scale', 120)}
      {words('form', 200)}
      {words('evolution', 200)}
      {others.length > 0 ? (
        <fieldset className="k-row p-plain">
          <legend>{t('prep.risk.leadsTo')}</legend>
          <CheckOptions
            options={others.map((one) => ({ value: one.code, label: one.name }))}
            chosen={risk.leadsTo}
            onChange={(leadsTo) => set({ leadsTo })}
          />
        </fieldset>
      ) : null}
      <LinesField
        id={id('controls')}
        label={t('prep.risk.controls')}
        lines={risk.controls}
        onChange={(controls) => set({ controls })}
      />
      <Labelled id={id('owner')} label={t('prep.risk.owner')}>
        <Lookup
          id={id('owner')}
          value={risk.ownerUnit || undefined}
          valueLabel={nameOf(risk.ownerUnit)}
          find={findUnits}
          onChange={(ownerUnit) => set({ ownerUnit: ownerUnit ?? '' })}
        />
      </Labelled>
      <div className="p-row">
        <DayField
          id={id('review')}
          label={t('prep.review')}
          value={risk.reviewOn}
          onChange={(reviewOn) => set({ reviewOn })}
        />
        <ChoiceField
          id={id('handling')}
          label={t('prep.risk.handling')}
          value={risk.handling}
          options={(['self', 'up'] as const).map((code) => ({ code, label: t(`prep.handling.${code}`) }))}
          onChange={(handling) => set({ handling: handling as RiskItem['handling'] })}
        />
      </div>
      <button type="button" className="k-link" onClick={onRemove}>
        {t('prep.takeOutRisk', { n })}
      </button>
    </fieldset>
  );
}
