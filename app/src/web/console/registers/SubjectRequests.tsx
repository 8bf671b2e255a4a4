// What people ask to have put right or deleted, with the day by which they are answered.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { get, post } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { useToast } from '../../kit/Toast.tsx';
import { type Register, recordsKey } from './register-queries.ts';

type SubjectRequest = {
  id: string;
  recordId: string;
  kind: 'correct' | 'delete';
  dueOn: string;
  fields: string[];
};

export function SubjectRequests({ register, onOpen }: { register: Register; onOpen(record: string): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const found = useQuery({
    queryKey: [...recordsKey(register.code), 'requests'],
    queryFn: ({ signal }) =>
      get<{ items: SubjectRequest[] }>(`/registers/${register.code}/requests`, undefined, signal),
  });
  async function answer(id: string, take: boolean): Promise<void> {
    try {
      await post(`/registers/${register.code}/requests/${id}/answer`, { take, reason });
      setReason('');
      toast(t('reg.answered'), { tone: 'good' });
      await client.invalidateQueries({ queryKey: recordsKey(register.code) });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  const label = (code: string) => register.fields.find((field) => field.code === code)?.label ?? code;
  return (
    <section className="c-card c-card-pad" aria-label={t('reg.requests', { n: items.length })}>
      <h2>{t('reg.requests', { n: items.length })}</h2>
      <input
        className="k-input"
        aria-label={t('reg.answerReason')}
        placeholder={t('reg.answerReason')}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <ul className="t-items">
        {items.map((one) => (
          <li key={one.id} className="r-actions">
            <span>
              {t(`reg.request.${one.kind}`, { fields: one.fields.map(label).join('、') })} ·{' '}
              {t('reg.requestDue', { day: one.dueOn })}
            </span>
            <button type="button" className="k-link" onClick={() => onOpen(one.recordId)}>
              {t('reg.openRecord')}
            </button>
            <button type="button" className="k-button" onClick={() => void answer(one.id, true)}>
              {t('reg.take')}
            </button>
            <button
              type="button"
              className="k-button"
              disabled={reason.trim().length < 4}
              onClick={() => void answer(one.id, false)}
            >
              {t('reg.refuse')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
