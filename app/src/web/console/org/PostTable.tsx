import { Drawer } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { OrgCommand } from './OrgCommand.tsx';
import { type OrgAction, type Post, usePost, useRoles } from './org-queries.ts';

/** Posts with who holds them; an empty one says so and who stands in until when. */
export function PostTable({ posts }: { posts: readonly Post[] }) {
  const { t } = useI18n();
  const [open, setOpen] = useState<string>();
  if (posts.length === 0) return <p className="k-hint">{t('org.noPosts')}</p>;
  return (
    <>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('org.post')}</th>
            <th scope="col">{t('org.unit')}</th>
            <th scope="col">{t('org.holder')}</th>
            <th scope="col">{t('org.acting')}</th>
          </tr>
        </thead>
        <tbody>
          {posts.map((post) => (
            <tr key={post.id}>
              <td>
                <button type="button" className="k-link" onClick={() => setOpen(post.id)}>
                  {post.title}
                </button>
              </td>
              <td>{post.unit.name}</td>
              <td>{post.holder ? post.holder.name : <span className="c-vacant">{t('org.vacant')}</span>}</td>
              <td>
                {post.acting
                  ? t('org.actingUntil', { name: post.acting.name, until: post.acting.until ?? '' })
                  : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <PostDrawer id={open} onClose={() => setOpen(undefined)} />
    </>
  );
}

function PostDrawer({ id, onClose }: { id: string | undefined; onClose(): void }) {
  const { t } = useI18n();
  const found = usePost(id);
  const roles = useRoles();
  const [action, setAction] = useState<OrgAction>();
  const post = found.data?.post;
  const labels = new Map(roles.data?.duties.map((duty) => [duty.code, duty.label]));
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      title={post?.title ?? t('org.post')}
      size={480}
      destroyOnHidden
    >
      {found.isPending && id !== undefined ? <Loading /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {post ? (
        <div className="c-org c-org-plain">
          <p>
            {post.unit.name} · {post.area.name} · {post.kindLabel}
          </p>
          <p>
            {t('org.holder')} <strong>{post.holder ? post.holder.name : t('org.vacant')}</strong>
            {post.acting
              ? ` · ${t('org.actingUntil', { name: post.acting.name, until: post.acting.until ?? '' })}`
              : ''}
          </p>
          <ul className="c-tags">
            {post.duties.map((duty) => (
              <li key={duty} className="c-tag">
                {labels.get(duty) ?? duty}
              </li>
            ))}
          </ul>
          <div className="c-actions">
            {found.data?.actions.map((one) => (
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
          <OrgCommand
            target={{ path: '/posts', id: post.id, name: post.title, version: post.version }}
            action={action}
            initial={action?.name === 'change' ? { title: post.title, duties: post.duties } : {}}
            effect={
              <p>
                {t(`org.effect.${action?.name === 'vacate' || action?.name === 'close' ? 'vacate' : 'post'}`)}
              </p>
            }
            onClose={() => setAction(undefined)}
          />
        </div>
      ) : null}
    </Drawer>
  );
}
