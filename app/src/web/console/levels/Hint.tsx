// 启动条件对照: counts in, a hint out. Nothing starts by it.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { countsOf, type LevelSet } from './levels-draft.ts';

type Answer = {
  level: string | null;
  met: { code: string; label: string; count: number; from: number; below: number | null; source: string }[];
};

export function Hint({ risk, content }: { risk: string; content: LevelSet }) {
  const { t, locale } = useI18n();
  const [counts, setCounts] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<Answer>();
  const [failure, setFailure] = useState<unknown>();
  const asked = countsOf(content);
  if (asked.length === 0) return null;
  const given = Object.entries(counts).filter(([, text]) => /^\d+(\.\d+)?$/.test(text.trim()));
  async function ask(): Promise<void> {
    setFailure(undefined);
    try {
      setAnswer(
        await post<Answer>(`/emergency-levels/${encodeURIComponent(risk)}/hint`, {
          counts: Object.fromEntries(given.map(([code, text]) => [code, Number(text)])),
        }),
      );
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <details className="c-card c-card-pad">
      <summary>
        <strong>{t('levels.hint')}</strong> <span className="k-hint">{t('levels.hintLine')}</span>
      </summary>
      <div className="e-two">
        {asked.map((one) => (
          <Labelled key={one.code} id={`hint-${one.code}`} label={one.label[locale]}>
            <input
              id={`hint-${one.code}`}
              className="k-input"
              inputMode="decimal"
              value={counts[one.code] ?? ''}
              onChange={(event) => {
                setAnswer(undefined);
                setCounts({ ...counts, [one.code]: event.target.value });
              }}
            />
          </Labelled>
        ))}
      </div>
      <FormProblem failure={failure} />
      <p>
        <button type="button" className="k-button" disabled={given.length === 0} onClick={() => void ask()}>
          {t('levels.hintAsk')}
        </button>
      </p>
      {answer ? (
        <div role="status">
          <p>
            <strong>
              {answer.level
                ? t('levels.hintLevel', { level: t(`levels.level.${answer.level}`) })
                : t('levels.hintNone')}
            </strong>
          </p>
          <ul>
            {answer.met.map((one) => (
              <li key={one.code}>
                {t(one.below === null ? 'levels.metFrom' : 'levels.met', {
                  label: one.label,
                  n: one.count,
                  from: one.from,
                  below: one.below ?? '',
                })}{' '}
                <span className="k-hint">{one.source}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </details>
  );
}
