// 工作日志: written by the records; a person adds a few words to a day, and nothing else.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post, withQuery } from '../kit/api.ts';
import { now } from '../kit/clock.ts';
import { civil, toInputDate } from '../kit/dates.ts';
import { useI18n } from '../kit/i18n.tsx';
import { problemWords } from '../kit/problem-words.ts';
import { Empty, Unread } from '../kit/States.tsx';
import { TimeText } from '../kit/TimeText.tsx';
import { useToast } from '../kit/Toast.tsx';
import { type DiaryDay, useDiary, useWriters } from './queries.ts';
import './rhythm.css';

const WEEK_MS = 7 * 86_400_000;

export function DiaryView() {
  const { t } = useI18n();
  const today = toInputDate(now());
  const [account, setAccount] = useState<string>();
  const [from, setFrom] = useState(() => toInputDate(now() - WEEK_MS));
  const [to, setTo] = useState(today);
  const found = useDiary(account, from, to);
  const writers = useWriters();
  const others = writers.data?.items ?? [];
  const diary = found.data;
  const days = diary?.days ?? [];
  const hasToday = days.some((day) => day.day === today);
  const shown =
    diary?.own && !hasToday && to >= today && from <= today
      ? [{ day: today, lines: [], counts: [], cases: 0, words: '', version: 0 }, ...days]
      : days;
  return (
    <div className="r-diary">
      <p className="k-hint r-no-print">{t('diary.line')}</p>
      <div className="k-row r-no-print">
        {others.length > 0 ? (
          <label className="r-check">
            {t('diary.whose')}
            <select
              className="k-input"
              value={account ?? ''}
              onChange={(event) => setAccount(event.target.value || undefined)}
            >
              <option value="">{t('diary.mine')}</option>
              {others.map((one) => (
                <option key={one.account} value={one.account}>
                  {`${one.name} · ${one.title} · ${one.areaName}`}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <DateInput label={t('diary.from')} value={from} onChange={setFrom} />
        <DateInput label={t('diary.to')} value={to} onChange={setTo} />
        <button type="button" className="k-button" onClick={() => print()}>
          {t('rhythm.print')}
        </button>
        <a className="k-button" href={withQuery('/api/v1/rhythm/diary/export', { account, from, to })}>
          {t('diary.export')}
        </a>
      </div>
      <Unread found={found} />
      {diary ? (
        <p className="r-print-only">
          {t('diary.head', { name: diary.account.name, from: diary.from, to: diary.to })}
        </p>
      ) : null}
      {diary && shown.length === 0 ? <Empty title={t('diary.none')} /> : null}
      {shown.map((day) => (
        <Day key={`${diary?.account.id}-${day.day}-${day.version}`} day={day} own={diary?.own ?? false} />
      ))}
      {diary && diary.reads.length > 0 ? (
        <section className="r-day r-no-print">
          <h2>{t('diary.reads')}</h2>
          <ul>
            {diary.reads.map((one) => (
              <li key={`${one.at}-${one.name}`}>
                {one.name} <TimeText at={one.at} as="near" />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function DateInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  return (
    <label className="r-check">
      {label}
      <input
        type="date"
        className="k-input k-input-short"
        value={value}
        onChange={(event) => {
          if (event.target.value) onChange(event.target.value);
        }}
      />
    </label>
  );
}

function Day({ day, own }: { day: DiaryDay; own: boolean }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const [words, setWords] = useState(day.words);
  const [busy, setBusy] = useState(false);
  async function save(): Promise<void> {
    setBusy(true);
    try {
      await post('/rhythm/diary/words', { day: day.day, words, baseVersion: day.version });
      toast(t('diary.saved'), { tone: 'good' });
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    } finally {
      await client.invalidateQueries({ queryKey: ['diary'] });
      setBusy(false);
    }
  }
  return (
    <section className="r-day" aria-labelledby={`day-${day.day}`}>
      <h2 id={`day-${day.day}`}>
        {day.day}{' '}
        <span className="k-hint">
          {t('diary.cases', { n: day.cases })}{' '}
          {day.counts.map((one) => t('diary.count', { label: one.label, n: one.n })).join(' · ')}
        </span>
      </h2>
      <table className="r-table">
        <tbody>
          {day.lines.map((line, index) => (
            <tr key={`${line.at}-${index}`}>
              <td className="k-number r-nowrap">{civil(line.at).time}</td>
              <td className="r-nowrap">{line.label}</td>
              <td>
                {line.caseId ? (
                  <Link to="/cases/$caseId" params={{ caseId: line.caseId }} className="r-case-link">
                    {line.text}
                  </Link>
                ) : (
                  line.text
                )}{' '}
                <span className="k-hint">{line.number}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {own ? (
        <div className="r-no-print">
          <label className="k-field">
            <span className="k-label">{t('diary.words')}</span>
            <textarea
              className="k-input r-day-words"
              rows={2}
              maxLength={2000}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </label>
          {words !== day.words ? (
            <button type="button" className="k-button" disabled={busy} onClick={() => void save()}>
              {t('diary.save')}
            </button>
          ) : null}
        </div>
      ) : null}
      {day.words ? <p className={own ? 'r-print-only' : undefined}>{day.words}</p> : null}
    </section>
  );
}
