// 政策卡 and 哪项政策适合我. The answers live in this page's memory and go when it is left.
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { useI18n } from '../../kit/i18n.tsx';
import type { Question } from '../../kit/policy-types.ts';
import { Unread } from '../../kit/States.tsx';
import { Heading } from '../Shell.tsx';
import type { PolicyCard } from './fit.ts';
import { PolicySheet } from './PolicySheet.tsx';
import { Wizard } from './Wizard.tsx';

type Published = { at: number; questions: Question[]; items: PolicyCard[] };

export function PoliciesPage() {
  const { t, locale } = useI18n();
  const { card } = useSearch({ strict: false }) as { card?: string };
  const [wizard, setWizard] = useState(false);
  const found = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => get<Published>('/public/policies', undefined, signal),
  });
  const shown = found.data?.items.find((one) => one.id === card);
  const units = [...new Set(found.data?.items.map((one) => one.unitName))];
  return (
    <div className="p-page">
      <Heading>{t(wizard ? 'portal.policies.wizard' : 'portal.policies')}</Heading>
      <Unread found={found} />
      {card && found.data && !shown ? <p role="alert">{t('portal.policies.gone')}</p> : null}
      {found.data && shown ? (
        <PolicySheet card={shown} />
      ) : found.data && wizard ? (
        <Wizard cards={found.data.items} questions={found.data.questions} onClose={() => setWizard(false)} />
      ) : found.data ? (
        <>
          {found.data.items.length > 0 ? (
            <button type="button" className="k-button k-button-primary p-big" onClick={() => setWizard(true)}>
              {t('portal.policies.wizard')}
            </button>
          ) : (
            <p>{t('portal.policies.none')}</p>
          )}
          {units.map((unit) => (
            <section key={unit} className="p-block">
              <h2>{unit}</h2>
              <ul className="p-list">
                {found.data.items
                  .filter((one) => one.unitName === unit)
                  .map((one) => (
                    <li key={one.id}>
                      <Link to="/policies" search={{ card: one.id }}>
                        {one.title[locale] || one.title['zh-CN']}
                      </Link>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </>
      ) : null}
    </div>
  );
}
