import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { keepFollowKey } from '../follow/follow-key.ts';
import { Heading } from '../Shell.tsx';
import { findReceipt, forgetCode, listCodes, spokenCode } from './receipt.ts';
import { drawReceipt, saveBlob } from './receipt-image.ts';

export function DonePage() {
  const { t } = useI18n();
  const [receipt] = useState(findReceipt);
  const [told, setTold] = useState('');
  const [kept, setKept] = useState(() => listCodes().some((one) => one.code === receipt?.code));
  if (!receipt) {
    return (
      <div className="p-page">
        <Heading>{t('portal.done.none')}</Heading>
        <Link to="/report" className="k-button k-button-primary">
          {t('portal.door.report')}
        </Link>
      </div>
    );
  }
  const code = spokenCode(receipt.code);
  const how = t(receipt.withPhone ? 'portal.done.howPhone' : 'portal.done.how');
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(receipt?.code ?? '');
      setTold(t('portal.done.copied'));
    } catch {
      setTold(t('portal.done.copyByHand'));
    }
  }
  async function save(): Promise<void> {
    if (!receipt) return;
    const blob = await drawReceipt({
      title: t('portal.done.receipt'),
      codeLabel: t('portal.done.code'),
      code,
      numberLabel: t('portal.done.number'),
      number: receipt.number,
      lines: [how, t('portal.done.where', { address: `${location.origin}/follow` })],
    });
    if (blob) saveBlob(blob, `${receipt.number}.png`);
    setTold(t(blob ? 'portal.done.saved' : 'portal.done.notSaved'));
  }
  return (
    <div className="p-page">
      <Heading>{t(receipt.joined ? 'portal.done.joinedTitle' : 'portal.done.title')}</Heading>
      <p className="p-only-print">{t('portal.done.receipt')}</p>
      <section className="p-block p-receipt">
        <p>{t('portal.done.code')}</p>
        <p className="p-code" translate="no">
          {code}
        </p>
        <p>
          {t('portal.done.number')} <span translate="no">{receipt.number}</span>
        </p>
      </section>
      <p>{how}</p>
      <div className="p-buttons p-no-print">
        <button type="button" className="k-button" onClick={() => void copy()}>
          {t('portal.done.copy')}
        </button>
        <button type="button" className="k-button" onClick={() => void save()}>
          {t('portal.done.save')}
        </button>
        <button type="button" className="k-button" onClick={() => print()}>
          {t('portal.done.print')}
        </button>
      </div>
      <p role="status">{told}</p>
      <p className="p-no-print">
        {t(kept ? 'portal.done.kept' : 'portal.done.forgotten')}{' '}
        {kept ? (
          <button
            type="button"
            className="k-button"
            onClick={() => {
              forgetCode(receipt.code);
              setKept(false);
            }}
          >
            {t('portal.done.forget')}
          </button>
        ) : null}
      </p>
      <section className="p-block p-no-print">
        <h2>{t('portal.done.next')}</h2>
        <p>{t('portal.done.nextLine')}</p>
      </section>
      <div className="p-buttons p-no-print">
        <Link
          to="/follow"
          className="k-button k-button-primary"
          onClick={() => keepFollowKey({ code: receipt.code })}
        >
          {t('portal.done.follow')}
        </Link>
        <Link to="/" className="k-button">
          {t('portal.toHome')}
        </Link>
      </div>
    </div>
  );
}
