// What a code on a thing or in a stairwell opens: where this is, what is being dealt with here, and the report with the place filled in.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CodeFailed } from '../../capture/CodeFailed.tsx';
import { locate, type PlaceCode, readPlaceCode, readSpot } from '../../capture/place.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useReportAddress } from '../addresses.ts';
import { GridCardView } from '../GridCardView.tsx';
import { Heading } from '../Shell.tsx';

export function AtPage() {
  const { t } = useI18n();
  const { place, asset } = useReportAddress();
  const code = readPlaceCode(asset ?? place);
  if (!code || code.kind === 'area')
    return (
      <div className="p-page">
        <Heading>{t('portal.at.title')}</Heading>
        <p>{t('portal.at.unreadable')}</p>
        <Link to="/report" className="k-button k-button-primary">
          {t('portal.door.report')}
        </Link>
      </div>
    );
  return <Spot code={code} search={asset ? { asset } : { place }} />;
}

function Spot({
  code,
  search,
}: {
  code: PlaceCode & { kind: 'point' | 'asset' };
  search: { asset?: string | undefined; place?: string | undefined };
}) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['spot', code],
    retry: false,
    queryFn: ({ signal }) => readSpot(code, signal),
  });
  const spot = found.data;
  return (
    <div className="p-page">
      <Heading>{spot?.place.name ?? spot?.place.address ?? t('portal.at.title')}</Heading>
      {found.isPending ? <Loading /> : null}
      {found.isError ? <CodeFailed error={found.error} onRetry={() => void found.refetch()} /> : null}
      {spot ? (
        <>
          <p>
            {[
              spot.place.name ? spot.place.address : '',
              ...spot.place.areas.slice(1).map((area) => area.name),
            ]
              .filter(Boolean)
              .join(' ')}
          </p>
          <Link to="/report" search={search} className="k-button k-button-primary p-big">
            {t('portal.at.report')}
          </Link>
          <section className="p-block" aria-labelledby="at-open">
            <h2 id="at-open">{t('portal.at.open')}</h2>
            {spot.cases.length === 0 ? <p>{t('portal.at.nothing')}</p> : null}
            <ul className="p-cards">
              {spot.cases.map((one) => (
                <li key={one.id} className="p-card">
                  <p className="p-card-title">{one.category}</p>
                  <p>
                    {one.state} · <TimeText at={one.filedAt} />
                  </p>
                  <p>{t('portal.same.joined', { n: Math.max(1, one.joined) })}</p>
                </li>
              ))}
            </ul>
          </section>
        </>
      ) : null}
      {spot ? <WhoIsHere point={spot.place} /> : null}
      {spot?.staff ? (
        <a className="k-button" href={`/field/at?${new URLSearchParams(search as Record<string, string>)}`}>
          {t('portal.at.staff')}
        </a>
      ) : null}
      {found.isError ? (
        <Link to="/report" className="k-button k-button-primary">
          {t('portal.door.report')}
        </Link>
      ) : null}
    </div>
  );
}

/** Who looks after this building or this place, and the way out for whoever wants nobody at the door. */
function WhoIsHere({ point }: { point: { lng: number; lat: number } }) {
  const { t } = useI18n();
  const found = useQuery({
    queryKey: ['grid-card', point.lng, point.lat],
    queryFn: ({ signal }) => locate(point, signal),
  });
  if (!found.data) return null;
  return (
    <section className="p-block" aria-labelledby="at-who">
      <h2 id="at-who">{t('portal.at.who')}</h2>
      <GridCardView located={found.data} />
      <p>
        {t('portal.at.optOut')} <Link to="/visit">{t('portal.visit.door')}</Link>
      </p>
    </section>
  );
}
