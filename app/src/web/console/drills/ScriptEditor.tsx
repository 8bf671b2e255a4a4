// The script on a clock: at which minute which post hears what, and what it should do.
import { useI18n } from '../../kit/i18n.tsx';
import type { PostChoice, ScriptLine } from './queries.ts';

export function ScriptEditor({
  lines,
  posts,
  onChange,
}: {
  lines: readonly ScriptLine[];
  posts: readonly PostChoice[];
  onChange(next: ScriptLine[]): void;
}) {
  const { t } = useI18n();
  const set = (index: number, part: Partial<ScriptLine>) =>
    onChange(lines.map((line, i) => (i === index ? { ...line, ...part } : line)));
  const last = lines.at(-1);
  return (
    <div className="c-stack">
      <ol className="d-script">
        {lines.map((line, index) => (
          <li key={index} className="c-card c-card-pad">
            <Numbers line={line} index={index} onSet={(part) => set(index, part)} />
            <label>
              <span className="k-label">{t('drills.script.post')}</span>
              <select
                className="k-input"
                value={line.postId}
                onChange={(event) => set(index, { postId: event.target.value })}
              >
                <option value="">{t('emergency.choose')}</option>
                {posts.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.title} · {one.areaName} · {one.unitName}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <span className="k-label">{t('drills.script.what')}</span>
              <input
                className="k-input"
                maxLength={200}
                value={line.what}
                onChange={(event) => set(index, { what: event.target.value })}
              />
            </label>
            <label>
              <span className="k-label">{t('drills.script.expect')}</span>
              <input
                className="k-input"
                maxLength={200}
                value={line.expect}
                onChange={(event) => set(index, { expect: event.target.value })}
              />
            </label>
            <button
              type="button"
              className="k-link d-start"
              onClick={() => onChange(lines.filter((_, i) => i !== index))}
            >
              {t('drills.script.strike', { n: index + 1 })}
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="k-button d-start"
        disabled={lines.length >= 60}
        onClick={() =>
          onChange([
            ...lines,
            {
              minute: (last?.minute ?? -5) + 5,
              postId: last?.postId ?? '',
              what: '',
              expect: '',
              within: 5,
              doWithin: 15,
            },
          ])
        }
      >
        {t('drills.script.add')}
      </button>
    </div>
  );
}

function Numbers({
  line,
  index,
  onSet,
}: {
  line: ScriptLine;
  index: number;
  onSet(part: Partial<ScriptLine>): void;
}) {
  const { t } = useI18n();
  const whole = (text: string, least: number) => Math.max(least, Math.round(Number(text) || 0));
  return (
    <div className="d-numbers">
      <strong>{t('drills.script.line', { n: index + 1 })}</strong>
      <label>
        <span className="k-label">{t('drills.script.minute')}</span>
        <input
          className="k-input"
          type="number"
          min={0}
          max={720}
          value={line.minute}
          onChange={(event) => onSet({ minute: whole(event.target.value, 0) })}
        />
      </label>
      <label>
        <span className="k-label">{t('drills.script.within')}</span>
        <input
          className="k-input"
          type="number"
          min={1}
          max={240}
          value={line.within}
          onChange={(event) => onSet({ within: whole(event.target.value, 1) })}
        />
      </label>
      <label>
        <span className="k-label">{t('drills.script.doWithin')}</span>
        <input
          className="k-input"
          type="number"
          min={0}
          max={720}
          value={line.doWithin ?? 0}
          onChange={(event) => onSet({ doWithin: whole(event.target.value, 0) || null })}
        />
      </label>
    </div>
  );
}
