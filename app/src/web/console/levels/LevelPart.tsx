// One level: folded, with what it says in one line; open, with everything that can be changed.
import type { ActionLevel } from '../../../kernel/emergency.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import {
  type Level,
  linesOf,
  newRole,
  newThreshold,
  type Role,
  replaced,
  type Threshold,
  without,
} from './levels-draft.ts';

const PLACES = ['district', 'street', 'community', 'grid', 'patrol-grid', 'micro-grid'] as const;

export function LevelPart({
  level,
  content,
  duties,
  may,
  onChange,
}: {
  level: ActionLevel;
  content: Level;
  duties: readonly { code: string; label: string }[];
  may: boolean;
  onChange(part: Partial<Level>): void;
}) {
  const { t } = useI18n();
  const { roles, thresholds = [] } = content;
  const id = `level-${level}`;
  return (
    <details className="c-card c-card-pad">
      <summary>
        <strong>{t(`levels.level.${level}`)}</strong>{' '}
        <span className="k-hint">
          {t('levels.sum', { roles: roles.length, minutes: content.answerMinutes })}
          {content.pauseOrdinary ? ` · ${t('levels.pauses')}` : ''}
        </span>
      </summary>
      <fieldset className="c-stack e-plain" disabled={!may}>
        <legend className="k-visually-hidden">{t(`levels.level.${level}`)}</legend>
        <Labelled id={`${id}-minutes`} label={t('levels.minutes')}>
          <input
            id={`${id}-minutes`}
            className="k-input e-narrow"
            inputMode="numeric"
            value={Number.isNaN(content.answerMinutes) ? '' : content.answerMinutes}
            onChange={(event) => onChange({ answerMinutes: Number(event.target.value) })}
          />
        </Labelled>
        <label className="k-choice">
          <input
            type="checkbox"
            checked={content.pauseOrdinary}
            onChange={(event) => onChange({ pauseOrdinary: event.target.checked })}
          />
          <span>{t('levels.pauseOrdinary')}</span>
        </label>
        <h3 className="c-heading">{t('levels.roles')}</h3>
        {roles.map((role, index) => (
          <RolePart
            key={role.code}
            id={`${id}-${role.code}`}
            role={role}
            duties={duties}
            onChange={(part) => onChange({ roles: replaced(roles, index, part) })}
            onDrop={() => onChange({ roles: without(roles, index) })}
          />
        ))}
        <div>
          <button
            type="button"
            className="k-link"
            disabled={roles.length >= 30}
            onClick={() => onChange({ roles: [...roles, newRole(roles, duties[0]?.code ?? 'report')] })}
          >
            {t('levels.roleAdd')}
          </button>
        </div>
        {level === 'own' ? null : (
          <>
            <h3 className="c-heading">{t('levels.thresholds')}</h3>
            {thresholds.map((one, index) => (
              <ThresholdPart
                key={one.code}
                one={one}
                onChange={(part) => onChange({ thresholds: replaced(thresholds, index, part) })}
                onDrop={() => onChange({ thresholds: without(thresholds, index) })}
              />
            ))}
            <div>
              <button
                type="button"
                className="k-link"
                disabled={thresholds.length >= 30}
                onClick={() => onChange({ thresholds: [...thresholds, newThreshold(thresholds)] })}
              >
                {t('levels.thresholdAdd')}
              </button>
            </div>
          </>
        )}
      </fieldset>
    </details>
  );
}

function RolePart({
  id,
  role,
  duties,
  onChange,
  onDrop,
}: {
  id: string;
  role: Role;
  duties: readonly { code: string; label: string }[];
  onChange(part: Partial<Role>): void;
  onDrop(): void;
}) {
  const { t } = useI18n();
  return (
    <div className="e-need">
      <div className="e-two">
        <Labelled id={`${id}-zh`} label={t('levels.nameZh')}>
          <input
            id={`${id}-zh`}
            className="k-input"
            maxLength={40}
            value={role.label['zh-CN']}
            onChange={(event) => onChange({ label: { ...role.label, 'zh-CN': event.target.value } })}
          />
        </Labelled>
        <Labelled id={`${id}-en`} label={t('levels.nameEn')}>
          <input
            id={`${id}-en`}
            className="k-input"
            maxLength={80}
            value={role.label.en}
            onChange={(event) => onChange({ label: { ...role.label, en: event.target.value } })}
          />
        </Labelled>
        <Labelled id={`${id}-duty`} label={t('levels.duty')}>
          <select
            id={`${id}-duty`}
            className="k-input"
            value={role.duty}
            onChange={(event) => onChange({ duty: event.target.value })}
          >
            {duties.map((one) => (
              <option key={one.code} value={one.code}>
                {one.label}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled id={`${id}-place`} label={t('levels.place')}>
          <select
            id={`${id}-place`}
            className="k-input"
            value={role.areaLevel ?? ''}
            onChange={(event) => onChange({ areaLevel: event.target.value || undefined })}
          >
            <option value="">{t('levels.anyPlace')}</option>
            {PLACES.map((one) => (
              <option key={one} value={one}>
                {t(`levels.place.${one}`)}
              </option>
            ))}
          </select>
        </Labelled>
      </div>
      <label className="k-choice">
        <input
          type="checkbox"
          checked={role.eachArea}
          onChange={(event) => onChange({ eachArea: event.target.checked })}
        />
        <span>{t('levels.eachArea')}</span>
      </label>
      <Labelled id={`${id}-lines`} label={t('levels.lines')}>
        <textarea
          id={`${id}-lines`}
          className="k-input"
          rows={Math.max(3, role.lines.length)}
          value={role.lines.join('\n')}
          onChange={(event) => onChange({ lines: linesOf(event.target.value) })}
        />
      </Labelled>
      <div>
        <button type="button" className="k-link" onClick={onDrop}>
          {t('levels.roleDrop', { name: role.label['zh-CN'] })}
        </button>
      </div>
    </div>
  );
}

function ThresholdPart({
  one,
  onChange,
  onDrop,
}: {
  one: Threshold;
  onChange(part: Partial<Threshold>): void;
  onDrop(): void;
}) {
  const { t } = useI18n();
  const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));
  return (
    <div className="e-threshold">
      <input
        className="k-input"
        aria-label={t('levels.nameZh')}
        placeholder={t('levels.nameZh')}
        maxLength={40}
        value={one.label['zh-CN']}
        onChange={(event) => onChange({ label: { ...one.label, 'zh-CN': event.target.value } })}
      />
      <input
        className="k-input"
        aria-label={t('levels.nameEn')}
        placeholder={t('levels.nameEn')}
        maxLength={80}
        value={one.label.en}
        onChange={(event) => onChange({ label: { ...one.label, en: event.target.value } })}
      />
      <input
        className="k-input"
        inputMode="decimal"
        aria-label={t('levels.from')}
        placeholder={t('levels.from')}
        value={Number.isNaN(one.from) ? '' : one.from}
        onChange={(event) => onChange({ from: number(event.target.value) })}
      />
      <input
        className="k-input"
        inputMode="decimal"
        aria-label={t('levels.below')}
        placeholder={t('levels.below')}
        value={one.below ?? ''}
        onChange={(event) => {
          const below = number(event.target.value);
          onChange(Number.isNaN(below) ? { below: undefined } : { below });
        }}
      />
      <input
        className="k-input"
        aria-label={t('levels.source')}
        placeholder={t('levels.source')}
        maxLength={200}
        value={one.source}
        onChange={(event) => onChange({ source: event.target.value })}
      />
      <button type="button" className="k-link" onClick={onDrop}>
        {t('levels.drop')}
      </button>
    </div>
  );
}
