// The catalogue of policy cards: departments, their lists, their policies; with versions and what the public sees now.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { PolicyForm } from './PolicyForm.tsx';
import '../../visits/visits.css';
import type { Question } from '../../kit/policy-types.ts';
import { emptyPolicy, type PolicyRow } from './policy.ts';

type Catalogue = {
  counts: { units: number; lists: number; policies: number };
  questions: Question[];
  items: PolicyRow[];
};

export function PoliciesPage() {
  const { t, locale } = useI18n();
  const { me } = useScope();
  const [id, setId] = useState<string>();
  const [fresh, setFresh] = useState<PolicyRow>();
  const [query, setQuery] = useState('');
  const found = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => get<Catalogue>('/policies', undefined, signal),
  });
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { items, counts, questions } = found.data;
  const mayEdit = holdsDuty(me, 'manage-catalogue');
  const shown = items.filter((one) =>
    `${one.unitName}${one.definition.list}${one.definition.title['zh-CN']}${one.definition.title.en}`
      .toLowerCase()
      .includes(query.trim().toLowerCase()),
  );
  const units = [...new Set(shown.map((one) => one.unitName))];
  const chosen = fresh ?? items.find((one) => one.id === id);
  return (
    <div className="c-editor">
      <section className="c-editor-tree" aria-label={t('nav.policies')}>
        <header className="c-editor-head">
          <h1 className="c-title">{t('nav.policies')}</h1>
          <p className="k-hint">{t('policies.counts', counts)}</p>
          <input
            className="k-input"
            type="search"
            aria-label={t('policies.search')}
            placeholder={t('policies.search')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {mayEdit ? (
            <button type="button" className="k-button" onClick={() => setFresh(emptyPolicy(newCommandId()))}>
              {t('policies.add')}
            </button>
          ) : null}
        </header>
        {units.map((unit) => (
          <section key={unit} className="c-cat-group">
            <h2>{unit}</h2>
            <ul>
              {shown
                .filter((one) => one.unitName === unit)
                .map((one) => (
                  <li key={one.id}>
                    <button
                      type="button"
                      className="c-cat-line"
                      aria-current={one.id === id ? 'true' : undefined}
                      onClick={() => {
                        setFresh(undefined);
                        setId(one.id);
                      }}
                    >
                      <span>{one.definition.title[locale] || one.definition.title['zh-CN']}</span>
                      <span className="k-hint">
                        {one.definition.list} {t(`policies.state.${one.state}`)}
                      </span>
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
        {shown.length === 0 ? <Empty title={t('policies.none')} /> : null}
      </section>
      <div className="c-editor-detail">
        {chosen ? (
          <PolicyForm
            key={`${chosen.id}-${chosen.version}-${chosen.published}`}
            policy={chosen}
            questions={questions}
            mayEdit={mayEdit}
            onSaved={(saved) => {
              setFresh(undefined);
              setId(saved);
            }}
          />
        ) : (
          <Empty title={t('policies.choose')}>{t('policies.chooseLine')}</Empty>
        )}
      </div>
    </div>
  );
}
