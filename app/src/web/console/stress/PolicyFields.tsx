import { useI18n } from '../../kit/i18n.tsx';
import { NumberField } from './NumberField.tsx';
import { type Policy, RULES } from './stress-types.ts';

export function PolicyFields({ policy, onChange }: { policy: Policy; onChange(policy: Policy): void }) {
  const { t } = useI18n();
  return (
    <>
      <div className="pl-row">
        <label>
          {t('stress.rule')}
          <select
            className="k-input"
            value={policy.rule}
            onChange={({ target }) => onChange({ ...policy, rule: target.value as Policy['rule'] })}
          >
            {RULES.map((one) => (
              <option key={one} value={one}>
                {t(`stress.rule.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <NumberField
          label={t('stress.reserve')}
          value={Math.round(policy.reserve * 100)}
          min={0}
          max={90}
          onChange={(percent) => onChange({ ...policy, reserve: percent / 100 })}
        />
      </div>
      <label className="c-check">
        <input
          type="checkbox"
          checked={policy.forward}
          onChange={({ target }) => onChange({ ...policy, forward: target.checked })}
        />
        {t('stress.forward')}
      </label>
    </>
  );
}
