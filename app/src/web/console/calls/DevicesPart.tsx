// Devices (呼叫设备): who agreed to have a button, until when, when the last test call was heard. Names and numbers are not in the list. A new
// one's link is shown and printed once.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { DeviceForm, type NewDevice } from './DeviceForm.tsx';
import { DeviceSheet } from './DeviceSheet.tsx';

type Test = { askedAt: number; dueAt: number; heardAt: number | null; failedAt: number | null };
type Device = {
  id: string;
  label: string;
  way: 'page' | 'key' | 'phone';
  area: { id: string; name: string };
  hasHelper: boolean;
  consentUntil: number;
  nextTestAt: number;
  endedAt: number | null;
  purgedAt: number | null;
  lastTest: Test | null;
};

const MONTH_MS = 30 * 86_400_000;
const YEAR_MS = 365 * 86_400_000;

export function DevicesPart() {
  const { t } = useI18n();
  const client = useQueryClient();
  const { me } = useScope();
  const [made, setMade] = useState<NewDevice>();
  const [adding, setAdding] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const found = useQuery({
    queryKey: ['call-devices'],
    queryFn: ({ signal }) => get<{ items: Device[] }>('/call-devices', {}, signal),
  });
  const changed = () => void client.invalidateQueries({ queryKey: ['call-devices'] });
  async function act(path: string, body: unknown): Promise<void> {
    setFailure(undefined);
    try {
      await post(path, body);
      changed();
    } catch (error) {
      setFailure(error);
    }
  }
  const items = found.data?.items ?? [];
  return (
    <section className="c-stack" aria-labelledby="calls-devices">
      <div className="call-screen c-stack">
        <h2 id="calls-devices" className="c-heading">
          {t('calls.devices')}
        </h2>
        <p className="k-hint">{t('calls.devicesHint')}</p>
        <Unread found={found} />
        <FormProblem failure={failure} />
        {found.data && items.length === 0 ? <p>{t('calls.noDevices')}</p> : null}
        {items.length > 0 ? (
          <div className="c-table-scroll">
            <table className="c-table">
              <thead>
                <tr>
                  <th scope="col">{t('calls.label')}</th>
                  <th scope="col">{t('calls.way')}</th>
                  <th scope="col">{t('calls.lastTest')}</th>
                  <th scope="col">{t('calls.consentUntil')}</th>
                  <th scope="col">{t('calls.do')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((one) => (
                  <tr key={one.id}>
                    <td>
                      {one.label} <span className="k-hint">{one.area.name}</span>
                    </td>
                    <td>
                      {t(`calls.way.${one.way}`)}
                      {one.hasHelper ? ` · ${t('calls.paired')}` : ''}
                    </td>
                    <td>
                      <TestMark device={one} />
                    </td>
                    <td className="c-nowrap">
                      {one.endedAt === null ? (
                        <>
                          {toInputDate(one.consentUntil)}
                          {one.consentUntil - now() < MONTH_MS ? (
                            <strong className="k-error"> {t('calls.soonOver')}</strong>
                          ) : null}
                        </>
                      ) : (
                        t('calls.deviceEnded')
                      )}
                    </td>
                    <td>
                      {one.endedAt === null ? (
                        <span className="k-row">
                          <Renew
                            onRenew={(by) =>
                              void act(`/call-devices/${one.id}/renew`, {
                                consentBy: by,
                                consentUntil: now() + YEAR_MS,
                              })
                            }
                          />
                          <EndIt onEnd={() => void act(`/call-devices/${one.id}/end`, {})} />
                        </span>
                      ) : null}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {holdsDuty(me, 'intake') && !adding ? (
          <div>
            <button
              type="button"
              className="k-button k-button-primary"
              onClick={() => {
                setMade(undefined);
                setAdding(true);
              }}
            >
              {t('calls.addDevice')}
            </button>
          </div>
        ) : null}
        {adding ? (
          <DeviceForm
            onCancel={() => setAdding(false)}
            onMade={(device) => {
              setMade(device);
              setAdding(false);
              changed();
            }}
          />
        ) : null}
      </div>
      {made ? <DeviceSheet device={made} /> : null}
    </section>
  );
}

function TestMark({ device }: { device: Device }) {
  const { t } = useI18n();
  const test = device.lastTest;
  if (device.endedAt !== null) return <>—</>;
  if (test?.failedAt)
    return (
      <>
        <StateMark shape="late" label={t('calls.testFailed')} /> <TimeText at={test.failedAt} as="near" />
      </>
    );
  if (test?.heardAt)
    return (
      <>
        <StateMark shape="done" label={t('calls.testHeard')} /> <TimeText at={test.heardAt} as="near" />
      </>
    );
  return (
    <>
      <StateMark shape="todo" label={t(test ? 'calls.testAsked' : 'calls.testNext')} />{' '}
      <TimeText at={test?.dueAt ?? device.nextTestAt} as="near" />
    </>
  );
}

function Renew({ onRenew }: { onRenew(by: 'person' | 'guardian'): void }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <button type="button" className="k-button" onClick={() => setOpen(true)}>
        {t('calls.renew')}
      </button>
    );
  return (
    <>
      {(['person', 'guardian'] as const).map((by) => (
        <button
          key={by}
          type="button"
          className="k-button"
          onClick={() => {
            setOpen(false);
            onRenew(by);
          }}
        >
          {t(`calls.renewBy.${by}`)}
        </button>
      ))}
    </>
  );
}

function EndIt({ onEnd }: { onEnd(): void }) {
  const { t } = useI18n();
  const [sure, setSure] = useState(false);
  return (
    <button
      type="button"
      className={`k-button${sure ? ' k-button-danger' : ''}`}
      onClick={() => (sure ? onEnd() : setSure(true))}
    >
      {t(sure ? 'calls.endSure' : 'calls.endDevice')}
    </button>
  );
}
