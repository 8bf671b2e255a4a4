import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
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
  const found = useNodeDetail(tree, id, date);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { node, children, posts, actions, leads } = found.data;
  return (
    <article className="c-org">
      <header>
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
