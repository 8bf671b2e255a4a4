// One need: what and where, how it stands, and who is proposed with the reasons.
import { useState } from 'react';
import { ClockText } from '../../../kit/ClockBar.tsx';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { StateMark } from '../../../kit/StateMark.tsx';
import { TimeText } from '../../../kit/TimeText.tsx';
import { suggestionReasons } from './needs-list.ts';
import type { Need, NeedList } from './queries.ts';
import { take } from './take.ts';

export function NeedLine({
  need,
  list,
  open,
  onOpen,
  onChanged,
}: {
  need: Need;
  list: NeedList;
  open: boolean;
  onOpen(action?: string): void;
  onChanged(): void;
}) {
  const { t } = useI18n();
  const waiting = need.state.code === 'need-open';
  return (
    <li className={`e-need${open ? ' e-need-open' : ''}`}>
      <div className="e-need-head">
        {need.vital ? <strong className="e-vital">{t('needs.vital')}</strong> : null}
        <button type="button" className="k-link e-need-title" aria-expanded={open} onClick={() => onOpen()}>
          {need.what.label} {need.amount} {need.measure}
        </button>
        <span className="e-need-place">{[need.areaName, need.address].filter(Boolean).join(' · ')}</span>
      </div>
      <p className="e-need-words">{need.text}</p>
      <div className="k-row">
        <StateMark shape={need.state.shape} label={need.state.label} />
        {need.clock && need.closedAt === null ? <ClockText clock={need.clock} /> : null}
        {need.delivered > 0 ? (
          <span>{t('needs.delivered', { n: need.delivered, of: need.amount, measure: need.measure })}</span>
        ) : null}
        {need.unit ? <span>{need.unit}</span> : null}
        <span className="k-hint">
          {need.channel.label}
          {need.asked ? ` · ${t('needs.asked')}` : ''} · <TimeText at={need.filedAt} />
        </span>
        {!waiting && need.nextAction ? (
          <button type="button" className="k-button" onClick={() => onOpen(need.nextAction?.name)}>
            {need.nextAction.label}
          </button>
        ) : null}
      </div>
      {need.matched?.reason ? (
        <p className="k-hint">{t('needs.override', { reason: need.matched.reason })}</p>
      ) : null}
      {waiting ? <Suggestion need={need} list={list} onOpen={onOpen} onChanged={onChanged} /> : null}
    </li>
  );
}

function Suggestion({
  need,
  list,
  onOpen,
  onChanged,
}: {
  need: Need;
  list: NeedList;
  onOpen(action: string): void;
  onChanged(): void;
}) {
  const { t } = useI18n();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const { suggested } = need;
  const decides = need.nextAction?.name === 'match-need';
  if (!suggested)
    return decides ? (
      <div className="k-row">
        <span className="k-hint">{t('needs.noSuggestion')}</span>
        <button type="button" className="k-button" onClick={() => onOpen('match-need')}>
          {t('needs.choose')}
        </button>
      </div>
    ) : null;
  async function accept(): Promise<void> {
    setBusy(true);
    setFailure(await take(need));
    setBusy(false);
    onChanged();
  }
  return (
    <>
      <div className="k-row e-suggestion">
        <span>
          {t('needs.suggested')} <strong>{suggested.name}</strong>
          <span className="k-hint"> {suggestionReasons(t, need, list.teams).join(' · ')}</span>
        </span>
        {decides ? (
          <>
            <button
              type="button"
              className="k-button k-button-primary"
              disabled={busy}
              onClick={() => void accept()}
            >
              {t('needs.take', { unit: suggested.name ?? '' })}
            </button>
            <button type="button" className="k-button" disabled={busy} onClick={() => onOpen('match-need')}>
              {t('needs.other')}
            </button>
          </>
        ) : null}
      </div>
      <FormProblem failure={failure} />
    </>
  );
}
