// 叫应: place by place who was called, who answered, by what way and when, and who is called next. Printed, it is filled in by hand.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { titleOf, type WarningView } from './queries.ts';

type Who = { title: string; unit: string; name: string | null; phone: string | null; vacant: boolean };
type Call = Who & {
  id: string;
  rung: number;
  calledAt: number;
  answeredAt: number | null;
  how: string | null;
  note: string;
  mine: boolean;
};
type Place = {
  area: { id: string; name: string };
  answered: boolean;
  calls: Call[];
  next: { at: number; posts: Who[] } | null;
  mayRecord: boolean;
};
type Calls = { minutes: number; answered: number; of: number; open: boolean; places: Place[] };

const EVERY_MS = 10_000;

export function CallDown({ view }: { view: WarningView }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const key = ['warnings', 'calls', view.id];
  const found = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Calls>(`/warnings/${view.id}/calls`, {}, signal),
    refetchInterval: EVERY_MS,
  });
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!found.data) return <Unread found={found} />;
  const { places, answered, of, minutes, open } = found.data;
  if (places.length === 0) return null;
  async function answer(call: Call, how: string): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      await post(`/warnings/calls/${call.id}/answer`, { how });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: key });
    }
  }
  const mine = places.flatMap((one) => (one.answered ? [] : one.calls.filter((call) => call.mine)));
  return (
    <section className="w-calls" aria-labelledby="warning-calls">
      <h2 id="warning-calls" className="c-heading">
        {t('warning.calls', { answered, of })}
      </h2>
      <p className="w-print-only">
        {view.issuer} {titleOf(t, view)} {view.documentNumber ?? view.identifier}
      </p>
      <p className="k-hint">{t('warning.callsHint', { minutes })}</p>
      <FormProblem failure={failure} />
      {open && mine[0] ? (
        <button
          type="button"
          className="k-button k-button-primary w-answer"
          disabled={busy}
          onClick={() => {
            for (const call of mine) void answer(call, 'app');
          }}
        >
          {t('warning.answerMine')}
        </button>
      ) : null}
      <div className="c-table-scroll">
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('warning.callPlace')}</th>
              <th scope="col">{t('warning.callWho')}</th>
              <th scope="col">{t('warning.callPhone')}</th>
              <th scope="col">{t('warning.callAnswer')}</th>
            </tr>
          </thead>
          {places.map((place) => (
            <tbody key={place.area.id}>
              {place.calls.map((call, index) => (
                <tr key={call.id}>
                  <td>
                    {index === 0 ? (
                      <>
                        <strong>{place.area.name}</strong>{' '}
                        <StateMark
                          shape={place.answered ? 'done' : 'soon'}
                          label={t(place.answered ? 'warning.placeAnswered' : 'warning.placeSilent')}
                        />
                      </>
                    ) : null}
                  </td>
                  <td>
                    {t(`warning.rung.${call.rung}`)} {call.unit} {call.title} {call.name ?? ''}
                    {call.vacant ? <span className="k-error"> {t('warning.vacant')}</span> : null}
                    <span className="k-hint">
                      {' '}
                      {t('warning.calledAt')} <TimeText at={call.calledAt} as="near" />
                    </span>
                  </td>
                  <td className="c-nowrap">
                    {call.phone ? <a href={`tel:${call.phone}`}>{call.phone}</a> : '—'}
                  </td>
                  <td>
                    {call.answeredAt === null ? (
                      <>
                        {open && !place.answered && place.mayRecord && !call.mine ? (
                          <span className="k-row w-screen">
                            <button
                              type="button"
                              className="k-button"
                              disabled={busy}
                              onClick={() => void answer(call, 'phone')}
                            >
                              {t('warning.heard.phone')}
                            </button>
                            <button
                              type="button"
                              className="k-button"
                              disabled={busy}
                              onClick={() => void answer(call, 'in-person')}
                            >
                              {t('warning.heard.in-person')}
                            </button>
                          </span>
                        ) : (
                          <span className="w-screen">{t('warning.noAnswer')}</span>
                        )}
                        <span className="w-print-only">{t('warning.fillIn')}</span>
                      </>
                    ) : (
                      <>
                        {t(`warning.answeredBy.${call.how ?? 'app'}`)}{' '}
                        <TimeText at={call.answeredAt} as="near" /> {call.note}
                      </>
                    )}
                  </td>
                </tr>
              ))}
              {place.next ? (
                <tr>
                  <td />
                  <td colSpan={3} className="k-hint">
                    {t('warning.nextCall')} <TimeText at={place.next.at} as="near" />{' '}
                    {place.next.posts.map((one) => `${one.unit} ${one.title}`).join('、')}
                  </td>
                </tr>
              ) : null}
            </tbody>
          ))}
        </table>
      </div>
      <button type="button" className="k-button w-screen w-answer" onClick={() => print()}>
        {t('warning.printCalls')}
      </button>
    </section>
  );
}
