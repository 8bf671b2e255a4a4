// Checklists: every version with its day in sight; the next one is drafted, compared, its effect seen, and published from a day on.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { now } from '../../kit/clock.ts';
import { dayWords } from '../../kit/dates.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { type ChecklistItem, type ChecklistVersion, wordsIn } from '../../patrol/queries.ts';
import { useCategories } from '../queries.ts';
import { useScope } from '../shell/scope.tsx';
import { ChecklistDraft } from './ChecklistDraft.tsx';
import { type Checklist, useChecklist, useChecklists } from './queries.ts';
import '../../patrol/patrol.css';

export function ChecklistsPage() {
  const { t, locale } = useI18n();
  const { me } = useScope();
  const { code } = useSearch({ strict: false }) as { code?: string };
  const found = useChecklists();
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.checklists')}</h1>
      <Unread found={found} />
      <p className="k-hint">{t('patrol.listsLine')}</p>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('patrol.checklist')}</th>
            <th scope="col">{t('patrol.inForce')}</th>
            <th scope="col">{t('patrol.basis')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data?.items.map((one) => {
            const inForce = one.versions.find((version) => version.state === 'in-force');
            return (
              <tr key={one.code}>
                <td>
                  <Link
                    to="/checklists"
                    search={{ code: one.code }}
                    className="k-link"
                    aria-current={one.code === code ? 'true' : undefined}
                  >
                    {wordsIn(one.title, locale)}
                  </Link>
                </td>
                <td className="c-nowrap">
                  {inForce
                    ? t('patrol.version', {
                        n: inForce.version,
                        day: dayWords(t, inForce.effectiveFrom ?? '', now()),
                      })
                    : t('patrol.notYet')}
                </td>
                <td>{t(`patrol.basis.${one.basis.kind}`, { text: one.basis.text })}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {code ? <Detail key={code} code={code} mayEdit={holdsDuty(me, 'manage-catalogue')} /> : null}
      {holdsDuty(me, 'manage-catalogue') ? <NewChecklist /> : null}
    </div>
  );
}

function Detail({ code, mayEdit }: { code: string; mayEdit: boolean }) {
  const { t, locale } = useI18n();
  const found = useChecklist(code);
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>();
  const [shown, setShown] = useState<number>();
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { versions } = found.data;
  const draft = versions.find((one) => one.state === 'draft');
  const seen =
    versions.find((one) => one.version === shown) ??
    versions.find((one) => one.state === 'in-force') ??
    versions.at(-1);
  async function open(): Promise<void> {
    setFailure(undefined);
    try {
      const next = await post<Checklist>(`/patrol/checklists/${encodeURIComponent(code)}/draft`, undefined);
      client.setQueryData(['patrol', 'checklist', code], next);
      await client.invalidateQueries({ queryKey: ['patrol', 'checklists'] });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <article className="c-card c-card-pad k-form" aria-label={seen ? wordsIn(seen.title, locale) : code}>
      <div className="t-tabs">
        {versions.map((one) => (
          <button
            key={one.version}
            type="button"
            className="t-tab"
            aria-pressed={one === seen}
            onClick={() => setShown(one.version)}
          >
            {t('patrol.versionState', {
              n: one.version,
              state: t(`patrol.versionState.${one.state}`),
              day: one.effectiveFrom === null ? '' : dayWords(t, one.effectiveFrom, now()),
            })}
          </button>
        ))}
      </div>
      {seen ? <VersionTable version={seen} /> : null}
      <FormProblem failure={failure} />
      {mayEdit && !draft ? (
        <button type="button" className="k-button" onClick={() => void open()}>
          {t('patrol.openDraft')}
        </button>
      ) : null}
      {mayEdit && draft ? (
        <ChecklistDraft key={draft.revision} draft={draft} today={found.data.today} />
      ) : null}
    </article>
  );
}

function VersionTable({ version }: { version: ChecklistVersion }) {
  const { t, locale } = useI18n();
  const categories = useCategories();
  const labels = new Map(categories.data?.map((one) => [one.code, one.label]));
  const answersOf = (item: ChecklistItem): string => {
    if (item.type === 'choice')
      return item.options.map((option) => wordsIn(option.words, locale)).join(' · ');
    if (item.type === 'number') return `${item.min ?? ''}–${item.max ?? ''} ${item.unit}`.trim();
    return t(`patrol.type.${item.type}`);
  };
  return (
    <table className="c-table">
      <caption className="t-caption">
        <strong>{wordsIn(version.title, locale)}</strong>{' '}
        {t(`patrol.basis.${version.basis.kind}`, { text: version.basis.text })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('patrol.item')}</th>
          <th scope="col">{t('patrol.answers')}</th>
          <th scope="col">{t('patrol.findingText')}</th>
          <th scope="col">{t('patrol.category')}</th>
        </tr>
      </thead>
      <tbody>
        {version.items.map((item) => (
          <tr key={item.code}>
            <td>
              {wordsIn(item.words, locale)}
              {item.required ? '' : ` ${t('patrol.optional')}`}
            </td>
            <td>{answersOf(item)}</td>
            <td>{item.finding ? wordsIn(item.finding.text, locale) : '—'}</td>
            <td>
              {item.finding ? (labels.get(item.finding.category) ?? item.finding.category) : ''}
              {item.finding?.urgent ? ` · ${t('patrol.urgent')}` : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NewChecklist() {
  const { t } = useI18n();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState({ code: '', title: '', basis: '' });
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  async function create(): Promise<void> {
    setFailure(undefined);
    const code = draft.code.trim();
    try {
      await post('/patrol/checklists', {
        code,
        title: { 'zh-CN': draft.title.trim(), en: '' },
        basis: { kind: 'local', text: draft.basis.trim() },
        items: [],
      });
      await client.invalidateQueries({ queryKey: ['patrol', 'checklists'] });
      setDraft({ code: '', title: '', basis: '' });
      await navigate({ to: '/checklists', search: { code } });
    } catch (error) {
      setFailure(error);
    }
  }
  const fields = [
    { field: 'title', key: 'patrol.listTitle', max: 60 },
    { field: 'code', key: 'patrol.code', max: 41, hint: 'patrol.codeHint' },
    { field: 'basis', key: 'patrol.basis', max: 400 },
  ] as const;
  return (
    <form
      className="c-card c-card-pad k-form"
      aria-labelledby="new-checklist"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h2 id="new-checklist" className="c-heading">
        {t('patrol.newChecklist')}
      </h2>
      <div className="t-fields">
        {fields.map(({ field, key, max, ...more }) => (
          <Labelled
            key={field}
            id={`checklist-${field}`}
            label={t(key)}
            {...('hint' in more ? { hint: t(more.hint) } : {})}
          >
            <input
              id={`checklist-${field}`}
              className="k-input"
              required
              maxLength={max}
              value={draft[field]}
              onChange={(event) => set({ [field]: event.target.value })}
            />
          </Labelled>
        ))}
      </div>
      <FormProblem failure={failure} />
      <div className="k-form-foot">
        <button type="submit" className="k-button">
          {t('patrol.createChecklist')}
        </button>
      </div>
    </form>
  );
}
