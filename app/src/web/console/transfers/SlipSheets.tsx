// Slips to print while there is power. The code on each is the serial by which it is entered afterwards.
import { toDataURL } from 'qrcode';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';

type Slip = {
  serial: string;
  part: 'call' | 'arrival';
  round: number;
  copy: number;
  number: string;
  address: string;
  areaName: string;
  people: number;
  needHelp: number;
  shelter: string | null;
  why: string;
};
type Sheet = { printedAt: number; items: (Slip & { code: string })[] };

export function SlipSheets({ emergencyId, headline }: { emergencyId: string; headline: string }) {
  const { t } = useI18n();
  const [sheet, setSheet] = useState<Sheet>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  async function make(): Promise<void> {
    setBusy(true);
    setFailure(undefined);
    try {
      const made = await post<{ printedAt: number; items: Slip[] }>(
        `/emergencies/${emergencyId}/transfer-slips`,
        {},
      );
      const items = await Promise.all(
        made.items.map(async (one) => ({
          ...one,
          code: await toDataURL(one.serial, { margin: 0, width: 240, errorCorrectionLevel: 'M' }),
        })),
      );
      setSheet({ printedAt: made.printedAt, items });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <section className="tr-print" aria-label={t('transfers.slips')}>
      <div className="tr-screen">
        <p className="k-hint">{t('transfers.slipsHint')}</p>
        <FormProblem failure={failure} />
        <div className="k-row">
          <button type="button" className="k-button" disabled={busy} onClick={() => void make()}>
            {t('transfers.makeSlips')}
          </button>
          {sheet && sheet.items.length > 0 ? (
            <button type="button" className="k-button k-button-primary" onClick={() => print()}>
              {t('transfers.print', { n: sheet.items.length })}
            </button>
          ) : null}
        </div>
        {sheet?.items.length === 0 ? <p>{t('transfers.noSlips')}</p> : null}
      </div>
      <div className="tr-slips">
        {sheet?.items.map((one) => (
          <article key={one.serial} className="tr-slip">
            <img src={one.code} alt={one.serial} width={96} height={96} />
            <div>
              <h3>
                {t(`transfers.part.${one.part}`)}
                {one.round > 1 ? t('transfers.round', { n: one.round }) : ''}
              </h3>
              <p>
                {headline} · {one.number}
                {one.copy > 1 ? t('transfers.copy', { n: one.copy }) : ''}
              </p>
              <p>
                <strong>{one.address}</strong>（{one.areaName}）
              </p>
              <p>
                {t('transfers.planned', { n: one.people })}
                {one.needHelp > 0 ? ` ${t('transfers.needHelp', { n: one.needHelp })}` : ''} · {one.why}
              </p>
              <p>{t('transfers.to', { where: one.shelter ?? t('transfers.ownPlace') })}</p>
              <p className="tr-fill">{t(`transfers.fill.${one.part}`)}</p>
              <p className="tr-fill">{t('transfers.fillTime')}</p>
              <p className="tr-serial">{one.serial}</p>
              <p className="k-hint">
                {t('transfers.printed')} <TimeText at={sheet.printedAt} as="exact" />
              </p>
            </div>
          </article>
        ))}
      </div>
    </section>
  );
}
