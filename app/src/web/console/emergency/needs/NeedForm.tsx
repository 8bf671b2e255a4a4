// Writes down a need: found on the spot, or told by somebody at the telephone or the counter. Who called is kept apart and masked.
import { lazy, Suspense, useState } from 'react';
import { needKinds } from '../../../../kernel/emergency.ts';
import { sendCommand } from '../../../kit/api.ts';
import { newCommandId, now } from '../../../kit/clock.ts';
import { FormProblem } from '../../../kit/FormProblem.tsx';
import { useI18n } from '../../../kit/i18n.tsx';
import { Labelled } from '../../../kit/Labelled.tsx';
import { SpokenCode } from '../../../kit/MaskedPerson.tsx';
import { type PickedPoint, PointField } from '../../../kit/PointField.tsx';
import { Loading } from '../../../kit/States.tsx';
import { useToast } from '../../../kit/Toast.tsx';
import type { EmergencyView } from '../queries.ts';
import { measureKey } from './needs-list.ts';

const PointPicker = lazy(() =>
  import('../../map/PointPicker.tsx').then((file) => ({ default: file.PointPicker })),
);

const CHANNELS = ['patrol', 'phone', 'walk-in'] as const;

type Draft = {
  channel: (typeof CHANNELS)[number];
  what: string;
  amount: string;
  measure: string;
  text: string;
  address: string;
  name: string;
  phone: string;
};
type Filed = { number: string; follow?: { code: string } };

export function NeedForm({
  view,
  onFiled,
  onClose,
}: {
  view: EmergencyView;
  onFiled(): void;
  onClose(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const empty: Draft = {
    channel: 'phone',
    what: '',
    amount: '1',
    measure: '',
    text: '',
    address: '',
    name: '',
    phone: '',
  };
  const [draft, setDraft] = useState(empty);
  const [point, setPoint] = useState<PickedPoint>();
  const [map, setMap] = useState(false);
  const [id, setId] = useState(newCommandId);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [filed, setFiled] = useState<Filed>();
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const told = draft.channel !== 'patrol';
  const measure = draft.measure || (draft.what ? t(measureKey(draft.what)) : '');
  function pick(next: PickedPoint | undefined): void {
    setPoint(next);
    if (next?.address) set({ address: next.address });
  }
  async function send(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    const name = draft.name.trim();
    const phone = draft.phone.trim();
    try {
      const answer = await sendCommand<Filed>(`/emergencies/${view.id}/needs`, {
        commandId: id,
        what: draft.what,
        amount: Number(draft.amount),
        measure,
        text: draft.text.trim(),
        address: draft.address.trim(),
        ...(point ? { point: { lng: point.lng, lat: point.lat } } : {}),
        channel: draft.channel,
        occurredAt: now(),
        ...(told && (name || phone)
          ? { caller: { ...(name ? { name } : {}), ...(phone ? { phone } : {}), wantsReply: phone !== '' } }
          : {}),
      });
      setFiled(answer);
      setId(newCommandId());
      setDraft(empty);
      setPoint(undefined);
      setMap(false);
      toast(t('needs.filed', { number: answer.number }), { tone: 'good' });
      onFiled();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="e-form">
      <legend>{t('needs.file')}</legend>
      {filed?.follow ? (
        <p role="status">
          {t('needs.followCode', { number: filed.number })}{' '}
          <SpokenCode code={filed.follow.code} label={t('needs.followCode', { number: filed.number })} />
        </p>
      ) : null}
      <div className="k-row" role="radiogroup" aria-label={t('needs.channel')}>
        {CHANNELS.map((one) => (
          <label key={one} className="k-choice">
            <input
              type="radio"
              name="need-channel"
              checked={draft.channel === one}
              onChange={() => set({ channel: one })}
            />
            <span>{t(`needs.channel.${one}`)}</span>
          </label>
        ))}
      </div>
      <Labelled id="need-what" label={t('needs.what')}>
        <select
          id="need-what"
          className="k-input"
          value={draft.what}
          onChange={(event) => set({ what: event.target.value, measure: '' })}
        >
          <option value="" disabled>
            {t('emergency.choose')}
          </option>
          {needKinds.map((one) => (
            <option key={one} value={one}>
              {t(`needs.kind.${one}`)}
            </option>
          ))}
        </select>
      </Labelled>
      <div className="e-two">
        <Labelled id="need-amount" label={t('needs.amount')}>
          <input
            id="need-amount"
            className="k-input"
            inputMode="numeric"
            value={draft.amount}
            onChange={(event) => set({ amount: event.target.value })}
          />
        </Labelled>
        <Labelled id="need-measure" label={t('needs.measure')}>
          <input
            id="need-measure"
            className="k-input"
            maxLength={10}
            value={measure}
            onChange={(event) => set({ measure: event.target.value })}
          />
        </Labelled>
      </div>
      <Labelled id="need-text" label={t('needs.text')} hint={t('needs.textHint')}>
        <textarea
          id="need-text"
          className="k-input"
          rows={2}
          maxLength={1000}
          value={draft.text}
          onChange={(event) => set({ text: event.target.value })}
        />
      </Labelled>
      <div className="c-stack">
        <span className="k-label" id="need-where">
          {t('needs.where')}
        </span>
        <PointField id="need-point" value={point} onChange={pick} describedBy="need-where" />
        <div>
          <button type="button" className="k-link" aria-expanded={map} onClick={() => setMap(!map)}>
            {t('needs.onMap')}
          </button>
        </div>
        {map ? (
          <Suspense fallback={<Loading />}>
            <PointPicker value={point} onChange={pick} />
          </Suspense>
        ) : null}
        {point ? null : <span className="k-hint">{t('needs.wholeArea', { area: view.area.name })}</span>}
      </div>
      <Labelled id="need-address" label={t('needs.address')}>
        <input
          id="need-address"
          className="k-input"
          maxLength={120}
          value={draft.address}
          onChange={(event) => set({ address: event.target.value })}
        />
      </Labelled>
      {told ? (
        <>
          <div className="e-two">
            <Labelled id="need-name" label={t('needs.caller')}>
              <input
                id="need-name"
                className="k-input"
                maxLength={40}
                autoComplete="off"
                value={draft.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            </Labelled>
            <Labelled id="need-phone" label={t('needs.phone')}>
              <input
                id="need-phone"
                className="k-input"
                inputMode="tel"
                maxLength={20}
                autoComplete="off"
                value={draft.phone}
                onChange={(event) => set({ phone: event.target.value })}
              />
            </Labelled>
          </div>
          <p className="k-hint">{t('needs.callerHint')}</p>
        </>
      ) : null}
      <FormProblem failure={failure} />
      <div className="k-row">
        <button
          type="button"
          className="k-button k-button-primary"
          disabled={
            busy || draft.what === '' || !/^[1-9]\d*$/.test(draft.amount) || draft.text.trim().length < 2
          }
          onClick={() => void send()}
        >
          {t('needs.send')}
        </button>
        <button type="button" className="k-button" onClick={onClose}>
          {t('kit.close')}
        </button>
      </div>
    </fieldset>
  );
}
