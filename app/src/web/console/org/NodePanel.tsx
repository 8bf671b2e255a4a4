import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { ChangeDrawer } from './ChangeDrawer.tsx';
import { OrgCommand } from './OrgCommand.tsx';
import { type OrgAction, PATHS, type Tree, useNodeDetail } from './org-queries.ts';
import { PostTable } from './PostTable.tsx';

export function NodePanel({
  tree,
  id,
  date,
  onNode,
  onArea,
}: {
  tree: Tree;
  id: string;
  date: string;
  onNode(id: string): void;
  onArea(id: string): void;
}) {
  const { t } = useI18n();
  const [action, setAction] = useState<OrgAction>();
  const [changing, setChanging] = useState(false);
  const found = useNodeDetail(tree, id, date);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { node, above, children, posts, actions, leads, buildings } = found.data;
  const named = (key: string, list: readonly { id: string; name: string }[]) =>
    list.length > 0 ? (
      <div className="c-fact">
        <dt>{t(key)}</dt>
        <dd>{list.map((one) => one.name).join('、')}</dd>
      </div>
    ) : null;
  return (
    <article className="c-org">
      <header>
        {above.length > 0 ? (
          <nav className="c-crumbs-row" aria-label={t('org.above')}>
            {above.map((one) => (
              <button key={one.id} type="button" className="k-link" onClick={() => onNode(one.id)}>
                {one.name}
              </button>
            ))}
          </nav>
        ) : null}
        <h2 className="c-title">{node.name}</h2>
        <p className="k-hint">
          {t('org.since', { level: node.levelLabel, from: node.validFrom, n: node.version })}
          {node.validTo === null ? '' : ` · ${t('org.until', { to: node.validTo })}`}
        </p>
      </header>
      <div className="c-actions">
        {actions.map((one) => (
          <button
            key={one.name}
            type="button"
            className={`k-button${one.tone === 'danger' ? ' k-button-danger' : ''}`}
            onClick={() => setAction(one)}
          >
            {one.label}
          </button>
        ))}
        {actions.length > 0 ? (
          <button type="button" className="k-button" onClick={() => setChanging(true)}>
            {t('change.plan')}
          </button>
        ) : null}
      </div>
      <dl className="c-facts-grid">
        <div className="c-fact">
          <dt>{t('org.areas')}</dt>
          <dd>
            {node.areas.length === 0 ? t('kit.none') : null}
            {node.areas.map((one) => (
              <button
                key={one.id}
                type="button"
                className="k-link c-link-line"
                onClick={() => onArea(one.id)}
              >
                {one.name}
              </button>
            ))}
          </dd>
        </div>
        {named('org.entities', node.entities)}
        {named('org.industryParents', node.industryParents)}
        {buildings.length > 0 ? (
          <div className="c-fact">
            <dt>{t('org.buildingsTied')}</dt>
            <dd className="k-number">{t('org.buildingsCount', { n: buildings.length })}</dd>
          </div>
        ) : null}
        {node.lastActivityOn ? (
          <div className="c-fact">
            <dt>{t('org.lastActivity')}</dt>
            <dd className="k-number">{node.lastActivityOn}</dd>
          </div>
        ) : null}
        {node.phone ? (
          <div className="c-fact">
            <dt>{t('org.phone')}</dt>
            <dd className="k-number">{node.phone}</dd>
          </div>
        ) : null}
        {node.hours ? (
          <div className="c-fact">
            <dt>{t('org.hours')}</dt>
            <dd>{node.hours}</dd>
          </div>
        ) : null}
        {node.term ? (
          <div className="c-fact">
            <dt>{t('org.term')}</dt>
            <dd className="k-number">
              {node.term.startedOn} – {node.term.endsOn}
            </dd>
          </div>
        ) : null}
        {leads.length > 0 ? (
          <div className="c-fact">
            <dt>{t('org.leads')}</dt>
            <dd>{leads.join('、')}</dd>
          </div>
        ) : null}
      </dl>
      <section>
        <h3>{t('org.posts')}</h3>
        <PostTable posts={posts} />
      </section>
      {children.length > 0 ? (
        <section>
          <h3>{t('org.children', { n: children.length })}</h3>
          <ul className="c-tags">
            {children.map((one) => (
              <li key={one.id}>
                <button type="button" className="c-chip" onClick={() => onNode(one.id)}>
                  {one.name}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {changing ? (
        <ChangeDrawer subject={{ tree, id: node.id, name: node.name }} onClose={() => setChanging(false)} />
      ) : null}
      <OrgCommand
        target={{
          path: PATHS[tree],
          id: node.id,
          name: node.name,
          version: node.version,
          parentForCreate: true,
        }}
        action={action}
        initial={action?.name === 'rename' ? { name: node.name } : {}}
        effect={
          <>
            <p>{t('org.effectNode', { children: children.length, posts: posts.length })}</p>
            <p>{t(action?.name === 'close' ? 'org.effectClose' : 'org.effectKeep')}</p>
          </>
        }
        onClose={() => setAction(undefined)}
      />
    </article>
  );
}
