// One card on one sheet, with a code that opens it.
import { Link } from '@tanstack/react-router';
import { toDataURL } from 'qrcode';
import { useEffect, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import type { Words } from '../../kit/policy-types.ts';
import type { PolicyCard } from './fit.ts';

export function PolicySheet({ card }: { card: PolicyCard }) {
  const { t, locale } = useI18n();
  const [code, setCode] = useState('');
  const address = `${location.origin}/policies?card=${card.id}`;
  useEffect(() => {
    void toDataURL(address, { margin: 1, width: 320, errorCorrectionLevel: 'M' }).then(setCode);
  }, [address]);
  const say = (words: Words) => words[locale] || words['zh-CN'];
  const fact = (key: string, value: string) =>
    value ? (
      <div>
        <dt>{t(`portal.policies.${key}`)}</dt>
        <dd>{value}</dd>
      </div>
    ) : null;
  return (
    <>
      <article className="p-card">
        <h2>{say(card.title)}</h2>
        <p>{card.unitName}</p>
        <dl className="p-facts">
          {fact('forWhom', say(card.forWhom))}
          {fact('gives', say(card.gives))}
          {fact('how', say(card.how))}
          {fact('documents', card.documents.map(say).join(t('portal.policies.comma')))}
          {fact('where', [say(card.contact.place), say(card.contact.hours)].filter(Boolean).join(' '))}
          {fact('basis', [card.basis, card.basisDate].filter(Boolean).join(' '))}
          {fact('until', card.validUntil ?? t('portal.policies.noEnd'))}
        </dl>
        {card.contact.phone ? (
          <a className="k-button" href={`tel:${card.contact.phone.replace(/[^\d+]/g, '')}`}>
            {t('portal.help.call', { phone: card.contact.phone })}
          </a>
        ) : null}
        {code ? (
          <img src={code} alt={t('portal.policies.code', { address })} width={160} height={160} />
        ) : null}
      </article>
      <div className="p-buttons p-no-print">
        <Link to="/policies" className="k-button">
          {t('portal.policies.all')}
        </Link>
        <button type="button" className="k-button" onClick={() => print()}>
          {t('portal.done.print')}
        </button>
      </div>
    </>
  );
}
