// A value as a list or a record shows it; a day that is over says so in a word, not by its colour alone.
import { now } from '../../kit/clock.ts';
import { toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import type { RecordLine, RegisterField } from './register-queries.ts';

export function Shown({ field, record }: { field: RegisterField; record: RecordLine }) {
  const { t } = useI18n();
  const value = record.values[field.code];
  const past =
    field.until && record.validTo === null && typeof value === 'string' && value < toInputDate(now());
  return (
    <>
      {record.shown[field.code]}
      {past ? <span className="r-past"> ● {t('reg.past')}</span> : null}
    </>
  );
}
