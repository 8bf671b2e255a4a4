import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { useScope } from '../shell/scope.tsx';
import type { ChangePreviewData } from './change-queries.ts';

/** What a change would move, counted, before anything is saved; what stands against it comes first. */
export function ChangePreview({ found, fromAreas }: { found: ChangePreviewData; fromAreas: boolean }) {
  const { t } = useI18n();
  const { setArea } = useScope();
  const { cases, places, gaps, refusal } = found;
  const quiet = (lines: { from: string; to: string | null; count: number }[]) =>
    lines.map((line) =>
      t('change.line', { n: line.count, from: line.from, to: line.to ?? t('change.nowhere') }),
    );
  return (
    <section className="c-effect" aria-label={t('change.preview')} aria-live="polite">
      {refusal ? (
        <div className="k-form-problem" role="alert">
          {refusal.message}
          {gaps.items.length > 0 ? (
            <ul className="c-history">
              {gaps.items.map((place) => (
                <li key={place.id}>
                  {place.name ?? t('change.nameless')}{' '}
                  <span className="k-number k-hint">
                    {place.lng.toFixed(5)}, {place.lat.toFixed(5)}
                  </span>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : (
        <p>{t('change.possible')}</p>
      )}
      <ul className="c-history">
        {found.creates.map((one) => (
          <li key={one.id}>
            {t('change.creates', { name: one.name })}
            {one.hasPost ? '' : ` · ${t('change.noPost')}`}
          </li>
        ))}
        {found.closes.map((one) => (
          <li key={one.id}>{t('change.closes', { name: one.name })}</li>
        ))}
        {found.renames.map((one) => (
          <li key={one.id}>{t('change.renames', { name: one.name })}</li>
        ))}
        {found.children.map((one) => (
          <li key={one.id}>{t('change.child', { name: one.name, to: one.to })}</li>
        ))}
        {found.posts.map((one) => (
          <li key={one.id}>
            {t('change.post', {
              title: one.title,
              holder: one.holder ?? one.acting ?? t('org.vacant'),
              to: one.to,
            })}
          </li>
        ))}
        <li>
          {t('change.cases', { n: cases.count })}
          {quiet(cases.lines).map((words) => (
            <div key={words} className="k-hint">
              {words}
            </div>
          ))}
          {cases.lines.some((line) => line.byDefault > 0) ? (
            <div className="k-hint">
              {t('change.byDefault', { n: cases.lines.reduce((sum, line) => sum + line.byDefault, 0) })}
            </div>
          ) : null}
          {fromAreas
            ? cases.from.map((area) => (
                <div key={area.id}>
                  <Link
                    to="/queue"
                    search={{ view: 'all' }}
                    onClick={() => setArea({ id: area.id, name: area.name })}
                  >
                    {t('change.seeCases', { name: area.name })}
                  </Link>
                </div>
              ))
            : null}
        </li>
        <li>
          {t('change.places', { n: places.count, buildings: places.buildings })}
          {quiet(places.lines).map((words) => (
            <div key={words} className="k-hint">
              {words}
            </div>
          ))}
        </li>
        {found.duties.map((one) => (
          <li key={`${one.list} ${one.code} ${one.from}`}>
            {t('change.duty', {
              list: t(`duty.list.${one.list}`),
              code: one.code.toUpperCase(),
              title: one.title,
              from: one.from,
              to: one.to.join('、'),
            })}
          </li>
        ))}
        {found.ties.length > 0 ? <li>{t('change.ties', { list: found.ties.join('；') })}</li> : null}
      </ul>
    </section>
  );
}
