// The sheet for the wall beside the telephone: the code to scan, what to press, whom to dial. Shown once; the code is kept nowhere in the open.
import { toDataURL } from 'qrcode';
import { useEffect, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import type { NewDevice } from './DeviceForm.tsx';

export function DeviceSheet({ device }: { device: NewDevice }) {
  const { t } = useI18n();
  const [images, setImages] = useState<Record<string, string>>({});
  const page = device.code === null ? '' : `${location.origin}/call#${device.code}`;
  const helper = device.helperCode === null ? '' : `${location.origin}/call/helper#${device.helperCode}`;
  useEffect(() => {
    let gone = false;
    const links = [page, helper].filter((one) => one !== '');
    void Promise.all(
      links.map(async (link) => [link, await toDataURL(link, { margin: 0, width: 320 })] as const),
    ).then((made) => {
      if (!gone) setImages(Object.fromEntries(made));
    });
    return () => {
      gone = true;
    };
  }, [page, helper]);
  return (
    <section className="call-sheets" aria-label={t('calls.sheetOf', { label: device.label })}>
      <p className="call-screen" role="status">
        <strong>{t('calls.registered')}</strong> {page || helper ? t('calls.shownOnce') : ''}
      </p>
      {page ? (
        <article className="call-sheet">
          <h3>{t('calls.sheetTitle')}</h3>
          <p>{device.label}</p>
          <p>{t('calls.sheetHow')}</p>
          {images[page] ? <img src={images[page]} alt={t('calls.qrPage')} width={200} height={200} /> : null}
          <p className="call-link">{page}</p>
          <p>{t('calls.sheetAfter')}</p>
          <p>
            <strong>{t('calls.sheetDial')}</strong>
          </p>
        </article>
      ) : null}
      {helper ? (
        <article className="call-sheet">
          <h3>{t('calls.helperTitle')}</h3>
          <p>{device.label}</p>
          <p>{t('calls.helperHow')}</p>
          {images[helper] ? (
            <img src={images[helper]} alt={t('calls.qrHelper')} width={200} height={200} />
          ) : null}
          <p className="call-link">{helper}</p>
          <p>
            <strong>{t('calls.helperDoor')}</strong>
          </p>
        </article>
      ) : null}
      {device.hookSecret ? (
        <article className="call-sheet">
          <h3>{t('calls.hookTitle')}</h3>
          <p>{t('calls.hookHow')}</p>
          <p className="call-link">{`${location.origin}/api/v1/calls/hook/${device.id}`}</p>
          <p className="call-link">{device.hookSecret}</p>
        </article>
      ) : null}
      <div className="call-screen k-row">
        <button type="button" className="k-button k-button-primary" onClick={() => print()}>
          {t('calls.printSheet')}
        </button>
      </div>
    </section>
  );
}
