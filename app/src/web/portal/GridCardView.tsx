// Who looks after a place, by the name that their unit publishes, how to reach the desk, and what can be asked of them.
import type { Located } from '../capture/place.ts';
import { useI18n } from '../kit/i18n.tsx';

export function GridCardView({ located }: { located: Located }) {
  const { t } = useI18n();
  const { card, areas } = located;
  return (
    <div className="p-card">
      <p className="p-card-title">{card?.grid?.name ?? areas.at(-1)?.name}</p>
      <p>
        {areas
          .slice(0, -1)
          .map((area) => area.name)
          .join(' ')}
      </p>
      {card && card.who.length > 0 ? (
        <dl className="p-facts">
          {card.who.map((one) => (
            <div key={`${one.title}-${one.name}-${one.unit}`}>
              <dt>{one.title}</dt>
              <dd>{one.name ?? one.unit}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>{t('portal.help.vacant')}</p>
      )}
      {card?.phone ? (
        <a className="k-button k-button-primary p-big" href={`tel:${card.phone.replace(/[^\d+]/g, '')}`}>
          {t('portal.help.call', { phone: card.phone })}
        </a>
      ) : (
        <p>{t('portal.help.noPhone')}</p>
      )}
      {card?.hours ? <p>{t('portal.help.hours', { hours: card.hours })}</p> : null}
      {card && card.canDo.length > 0 ? (
        <>
          <p className="p-chip-title">{t('portal.help.canDo')}</p>
          <ul className="p-list">
            {card.canDo.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
