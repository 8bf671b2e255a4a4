import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { ErrorState, Loading } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { ChangeDrawer } from './ChangeDrawer.tsx';
import { OrgCommand } from './OrgCommand.tsx';
import {
  type AreaDetail,
  type OrgAction,
  type Tree,
  useAreaDetail,
  useOpenCases,
  useRoles,
} from './org-queries.ts';
import { PostTable } from './PostTable.tsx';

export function AreaPanel({
  id,
  date,
  onArea,
  onNode,
}: {
  id: string;
  date: string;
  onArea(id: string): void;
  onNode(tree: Tree, id: string): void;
}) {
  const found = useAreaDetail(id, date);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  return <AreaBody detail={found.data} onArea={onArea} onNode={onNode} />;
}

function AreaBody({
  detail,
  onArea,
  onNode,
}: {
  detail: AreaDetail;
  onArea(id: string): void;
  onNode(tree: Tree, id: string): void;
}) {
  const { t } = useI18n();
  const { me, setArea } = useScope();
  const [action, setAction] = useState<OrgAction>();
  const [newPost, setNewPost] = useState(false);
  const [changing, setChanging] = useState(false);
  const { area } = detail;
  const open = useOpenCases(area.id);
  const mayCreatePost = holdsDuty(me, 'manage-org') && detail.actions.length > 0;
  return (
    <article className="c-org">
      <header>
        <p className="c-crumbs-row">
          {detail.chain.map((one) => (
            <button
              key={one.id}
              type="button"
              className="k-link"
              onClick={() => onArea(one.id)}
              disabled={one.id === area.id}
            >
              {one.name}
            </button>
          ))}
        </p>
        <h2 className="c-title">{area.name}</h2>
        <p className="k-hint">
          {t('org.since', { level: area.levelLabel, from: String(area.validFrom), n: area.version })}
          {area.validTo === null ? '' : ` · ${t('org.until', { to: String(area.validTo) })}`}
        </p>
      </header>
      <div className="c-actions">
        {detail.actions.map((one) => (
          <button
            key={one.name}
            type="button"
            className={`k-button${one.tone === 'danger' ? ' k-button-danger' : ''}`}
            onClick={() => setAction(one)}
          >
            {one.label}
          </button>
        ))}
        {mayCreatePost ? (
          <button type="button" className="k-button" onClick={() => setNewPost(true)}>
            {t('org.newPost')}
          </button>
        ) : null}
        {mayCreatePost ? (
          <button type="button" className="k-button" onClick={() => setChanging(true)}>
            {t('change.plan')}
          </button>
        ) : null}
      </div>
      <dl className="c-facts-grid">
        <div className="c-fact">
          <dt>{t('org.code')}</dt>
          <dd className="k-number">{area.code ?? area.localCode ?? t('kit.none')}</dd>
        </div>
        <div className="c-fact">
          <dt>{t('org.households')}</dt>
          <dd className="k-number">{area.households ?? t('org.unknown')}</dd>
        </div>
        <div className="c-fact">
          <dt>{t('org.openCases')}</dt>
          <dd>
            {open.data ? (
              <Link
                to="/queue"
                search={{ view: 'all' }}
                onClick={() => setArea({ id: area.id, name: area.name })}
              >
                {t('work.count', { n: open.data.count })}
              </Link>
            ) : (
              '—'
            )}
          </dd>
        </div>
        <div className="c-fact">
          <dt>{t('org.party')}</dt>
          <dd>
            {detail.party.length === 0 ? t('kit.none') : null}
            {detail.party.map((one) => (
              <button
                key={one.id}
                type="button"
                className="k-link c-link-line"
                onClick={() => onNode('party', one.id)}
              >
                {one.name}
              </button>
            ))}
          </dd>
        </div>
        <div className="c-fact">
          <dt>{t('org.units')}</dt>
          <dd>
            {detail.units.length === 0 ? t('kit.none') : null}
            {detail.units.map((one) => (
              <button
                key={one.id}
                type="button"
                className="k-link c-link-line"
                onClick={() => onNode('unit', one.id)}
              >
                {one.name}
              </button>
            ))}
          </dd>
        </div>
      </dl>
      <section>
        <h3>{t('org.posts')}</h3>
        <PostTable posts={detail.posts} />
      </section>
      {detail.children.length > 0 ? (
        <section>
          <h3>{t('org.children', { n: detail.children.length })}</h3>
          <ul className="c-tags">
            {detail.children.map((one) => (
              <li key={one.id}>
                <button type="button" className="c-chip" onClick={() => onArea(one.id)}>
                  {one.name}
                  {one.households === null ? '' : ` ${one.households}`}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {detail.history.length > 0 ? (
        <section>
          <h3>{t('org.history')}</h3>
          <ul className="c-history">
            {detail.history.map((one) => (
              <li key={one.version}>
                <span className="k-number">{one.effectiveOn}</span> {t(`org.change.${one.name}`)}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <OrgCommand
        target={{
          path: '/areas',
          id: area.id,
          name: area.name,
          version: area.version,
          parentForCreate: true,
        }}
        action={action}
        initial={action?.name === 'rename' ? { name: area.name } : {}}
        effect={
          <>
            <p>
              {t('org.effect', {
                children: detail.children.length,
                posts: detail.posts.length,
                cases: open.data?.count ?? 0,
              })}
            </p>
            <p>{t(action?.name === 'close' ? 'org.effectClose' : 'org.effectKeep')}</p>
          </>
        }
        onClose={() => setAction(undefined)}
      />
      {changing ? (
        <ChangeDrawer
          subject={{ tree: 'area', id: area.id, name: area.name }}
          onClose={() => setChanging(false)}
        />
      ) : null}
      {newPost ? <NewPost areaId={area.id} areaName={area.name} onClose={() => setNewPost(false)} /> : null}
    </article>
  );
}

function NewPost({ areaId, areaName, onClose }: { areaId: string; areaName: string; onClose(): void }) {
  const { t } = useI18n();
  const roles = useRoles();
  if (!roles.data) return <Loading />;
  const choices = (list: readonly { code: string; label: string }[]) =>
    list.map(({ code, label }) => ({ value: code, label }));
  const action: OrgAction = {
    name: 'create',
    label: t('org.newPost'),
    tone: 'primary',
    form: {
      fields: [
        { name: 'title', label: t('org.postTitle'), type: 'text', required: true, max: 60 },
        { name: 'unitId', label: t('org.postUnit'), type: 'unit', required: true },
        {
          name: 'kind',
          label: t('org.postKind'),
          type: 'choice',
          required: true,
          options: choices(roles.data.postKinds),
        },
        {
          name: 'duties',
          label: t('org.postDuties'),
          type: 'choices',
          required: true,
          options: choices(roles.data.duties),
        },
      ],
    },
  };
  return (
    <OrgCommand
      target={{ path: '/posts', id: areaId, name: areaName, version: 0, extra: { areaId } }}
      action={action}
      effect={<p>{t('org.effectPost', { name: areaName })}</p>}
      onClose={onClose}
    />
  );
}
