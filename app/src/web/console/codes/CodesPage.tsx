// Sheets of codes to print and put up: in stairwells and on public things. Whoever scans one sees what is open there and reports with the
// place filled in.
import { useQuery } from '@tanstack/react-query';
import { toDataURL } from 'qrcode';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findAreas } from '../../kit/lookups.ts';
import { Empty, Unread } from '../../kit/States.tsx';
import { useScope } from '../shell/scope.tsx';
import { loadThings } from './things.ts';
import './codes.css';

type Code = { id: string; name: string; address: string; code: string };
type Codes = { area: { id: string; name: string }; total: number; items: Code[] };

const addressOf = (code: string) => `${location.origin}/at?${code}`;

export function CodesPage() {
  const { t } = useI18n();
  const { area } = useScope();
  const [chosen, setChosen] = useState<{ id: string; name: string } | undefined>(area);
  const [of, setOf] = useState('building');
  const things = useQuery({ queryKey: ['things'], queryFn: ({ signal }) => loadThings(signal) });
  const found = useQuery({
    queryKey: ['codes', chosen?.id, of],
    enabled: chosen !== undefined,
    queryFn: ({ signal }) => get<Codes>('/places/codes', { area: chosen?.id, of }, signal),
  });
  return (
    <div className="c-page">
      <header className="c-codes-head">
        <h1 className="c-title">{t('nav.codes')}</h1>
        <p className="k-hint">{t('codes.line')}</p>
        <div className="k-row">
          <Labelled id="codes-area" label={t('codes.area')}>
            <Lookup
              id="codes-area"
              value={chosen?.id}
              {...(chosen ? { valueLabel: chosen.name } : {})}
              find={findAreas}
              onChange={(id, option) => setChosen(id && option ? { id, name: option.label } : undefined)}
            />
          </Labelled>
          <Labelled id="codes-of" label={t('codes.of')}>
            <select
              id="codes-of"
              className="k-input"
              value={of}
              onChange={(event) => setOf(event.target.value)}
            >
              <option value="building">{t('codes.building')}</option>
              {things.data?.map((one) => (
                <option key={one.category} value={one.category}>
                  {one.name}
                </option>
              ))}
            </select>
          </Labelled>
          {found.data && found.data.items.length > 0 ? (
            <button type="button" className="k-button k-button-primary" onClick={() => print()}>
              {t('codes.print')}
            </button>
          ) : null}
        </div>
        {found.data && found.data.items.length > 0 ? (
          <p role="status">
            {found.data.items.length < found.data.total
              ? t('codes.some', { n: found.data.items.length, all: found.data.total })
              : t('codes.all', { n: found.data.total })}
          </p>
        ) : null}
      </header>
      {chosen ? <Unread found={found} /> : <Empty title={t('codes.choose')} />}
      {found.data ? <Sheet codes={found.data} /> : null}
    </div>
  );
}

function Sheet({ codes }: { codes: Codes }) {
  const { t } = useI18n();
  if (codes.items.length === 0) return <Empty title={t('codes.none')} />;
  return (
    <ul className="c-codes" aria-label={t('nav.codes')}>
      {codes.items.map((one) => (
        <CodeCard key={one.id} one={one} area={codes.area.name} />
      ))}
    </ul>
  );
}

function CodeCard({ one, area }: { one: Code; area: string }) {
  const { t } = useI18n();
  const address = addressOf(one.code);
  const image = useQuery({
    queryKey: ['code', address],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => toDataURL(address, { margin: 1, width: 320, errorCorrectionLevel: 'M' }),
  });
  const [, number] = one.code.split('asset=');
  return (
    <li className="c-code">
      {image.data ? (
        <img src={image.data} alt={t('codes.alt', { address })} width={132} height={132} />
      ) : null}
      <div>
        <p className="c-code-name">{one.name}</p>
        {one.address && one.address !== one.name ? <p>{one.address}</p> : null}
        <p>{area}</p>
        {number ? <p className="k-number">{number}</p> : null}
        <p>{t('codes.scan')}</p>
      </div>
    </li>
  );
}
