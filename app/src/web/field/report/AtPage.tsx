// What a scanned code opens for staff: the place, every open case there that they may see, and the report with the place filled in.
import { Link, useSearch } from '@tanstack/react-router';
import { CodeFailed } from '../../capture/CodeFailed.tsx';
import { readPlaceCode } from '../../capture/place.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Loading } from '../../kit/States.tsx';
import { useSpot } from '../queries.ts';
import { Heading } from '../Shell.tsx';
import { CaseLine } from '../today/CaseLine.tsx';
import type { ScannedSearch } from './scanned.ts';

export function AtPage() {
  const { t } = useI18n();
  const search = useSearch({ strict: false }) as ScannedSearch;
  const code = readPlaceCode(search.asset ?? search.place);
  const readable = code !== undefined && code.kind !== 'area' ? code : undefined;
  const found = useSpot(readable);
  const spot = found.data;
  return (
    <div className="f-page">
      <Heading>{spot?.place.name ?? spot?.place.address ?? t('field.at.title')}</Heading>
      {readable ? null : <Empty title={t('field.at.unreadable')} />}
      {readable && found.isPending ? <Loading /> : null}
      {found.isError ? <CodeFailed error={found.error} onRetry={() => void found.refetch()} /> : null}
      {spot ? (
        <p>
          {[spot.place.name ? spot.place.address : '', ...spot.place.areas.slice(2).map((area) => area.name)]
            .filter(Boolean)
            .join(' ')}
        </p>
      ) : null}
      <Link to="/report" search={search} className="k-button k-button-primary k-button-wide f-big">
        {t('field.at.report')}
      </Link>
      {spot ? (
        <section className="f-group" aria-labelledby="at-open">
          <h2 id="at-open">{t('field.at.open', { n: spot.own.length })}</h2>
          <ul className="f-list">
            {spot.own.map((row) => (
              <CaseLine key={row.id} row={row} />
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
