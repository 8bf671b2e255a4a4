// One sheet of A4 for the noticeboard downstairs: who, which number, and a code that opens the report at this very place.
import { toDataURL } from 'qrcode';
import { useEffect, useState } from 'react';
import type { Located } from '../../capture/place.ts';
import type { Lng } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { EMERGENCY } from './emergency.ts';

export function Poster({ located, point }: { located: Located; point: Lng }) {
  const { t } = useI18n();
  const [code, setCode] = useState('');
  const address = `${location.origin}/report?place=${point.lng.toFixed(6)},${point.lat.toFixed(6)}`;
  useEffect(() => {
    void toDataURL(address, { margin: 1, width: 640, errorCorrectionLevel: 'M' }).then(setCode);
  }, [address]);
  const { card, areas } = located;
  return (
    <>
      <section className="p-poster" aria-label={t('portal.poster.label')}>
        <p className="p-poster-area">
          {areas
            .slice(1)
            .map((area) => area.name)
            .join(' ')}
        </p>
        <h2>{t('portal.poster.title')}</h2>
        {code ? (
          <img src={code} alt={t('portal.poster.code', { address })} className="p-poster-code" />
        ) : null}
        <p>{t('portal.poster.scan')}</p>
        <dl className="p-facts">
          {card?.who.map((one) => (
            <div key={`${one.title}-${one.name}-${one.unit}`}>
              <dt>{one.title}</dt>
              <dd>{one.name ?? one.unit}</dd>
            </div>
          ))}
          {card?.phone ? (
            <div>
              <dt>{t('portal.poster.phone')}</dt>
              <dd>{card.phone}</dd>
            </div>
          ) : null}
          {card?.hours ? (
            <div>
              <dt>{t('portal.poster.hours')}</dt>
              <dd>{card.hours}</dd>
            </div>
          ) : null}
        </dl>
        <p>{EMERGENCY.map((number) => `${t(`portal.help.${number}`)} ${number}`).join(' · ')}</p>
      </section>
      <button type="button" className="k-button k-button-primary p-no-print" onClick={() => print()}>
        {t('portal.poster.print')}
      </button>
    </>
  );
}
