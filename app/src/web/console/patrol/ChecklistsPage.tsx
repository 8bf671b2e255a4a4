// Checklists: every version with its day in sight; the next one is drafted, compared, its effect seen, and published from a day on.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading, Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { type ChecklistItem, type ChecklistVersion, wordsIn } from '../../patrol/queries.ts';
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
            const now = one.versions.find((version) => version.state === 'in-force');
            return (
              <tr key={one.code}>
                <td>
                  <Link to="/checklists" search={{ code: one.code }} className="k-link">
                    {wordsIn(one.title, locale)}
                  </Link>
                </td>
                <td className="c-nowrap">
                  {now
                    ? t('patrol.version', { n: now.version, day: now.effectiveFrom ?? '' })
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
    <article className="c-card c-card-pad" aria-label={seen ? wordsIn(seen.title, locale) : code}>
      <div className="k-row">
        {versions.map((one) => (
          <button
            key={one.version}
            type="button"
            className="k-link"
            aria-pressed={one === seen}
            onClick={() => setShown(one.version)}
          >
            {t('patrol.versionState', {
              n: one.version,
              state: t(`patrol.versionState.${one.state}`),
              day: one.effectiveFrom ?? '—',
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
  const answersOf = (item: ChecklistItem): string => {
    if (item.type === 'choice')
      return item.options.map((option) => wordsIn(option.words, locale)).join(' · ');
    if (item.type === 'number') return `${item.min ?? ''}–${item.max ?? ''} ${item.unit}`.trim();
    return t(`patrol.type.${item.type}`);
  };
  return (
    <table className="c-table">
      <caption>
        {wordsIn(version.title, locale)} ·{' '}
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
              {item.finding?.category ?? ''} {item.finding?.urgent ? t('patrol.urgent') : ''}
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
  const [draft, setDraft] = useState({ code: '', title: '', basis: '' });
  const [failure, setFailure] = useState<unknown>();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  async function create(): Promise<void> {
    setFailure(undefined);
    try {
      await post('/patrol/checklists', {
        code: draft.code.trim(),
        title: { 'zh-CN': draft.title.trim(), en: '' },
        basis: { kind: 'local', text: draft.basis.trim() },
        items: [],
      });
      await client.invalidateQueries({ queryKey: ['patrol', 'checklists'] });
      setDraft({ code: '', title: '', basis: '' });
    } catch (error) {
      setFailure(error);
    }
  }
  const fields = [
    ['code', 'patrol.code', 41],
    ['title', 'patrol.listTitle', 60],
    ['basis', 'patrol.basis', 400],
  ] as const;
  return (
    <fieldset className="t-form">
      <legend>{t('patrol.newChecklist')}</legend>
      {fields.map(([field, key, max]) => (
        <label key={field}>
          {t(key)}
          <input
            className="k-input"
            maxLength={max}
            value={draft[field]}
            onChange={(event) => set({ [field]: event.target.value })}
          />
        </label>
      ))}
      <FormProblem failure={failure} />
      <button
        type="button"
        className="k-button"
        disabled={!draft.code.trim() || !draft.title.trim() || !draft.basis.trim()}
        onClick={() => void create()}
      >
        {t('patrol.createChecklist')}
      </button>
    </fieldset>
  );
}
