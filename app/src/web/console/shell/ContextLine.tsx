import { Link, useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { useContext, useState } from 'react';
import { get } from '../../kit/api.ts';
import type { Area } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import type { LiveState } from '../../kit/live.ts';
import { LanguageSwitch } from '../../kit/Switches.tsx';
import { useSession } from '../../kit/session.tsx';
import { listOf } from '../queries.ts';
import { Icon } from './icons.tsx';
import { NightContext } from './night.ts';
import { useScope } from './scope.tsx';

/** One line of context: which place, search, the live line, notices, me. */
export function ContextLine({ live, unread, onHelp }: { live: LiveState; unread: number; onHelp(): void }) {
  const { t } = useI18n();
  const { me } = useScope();
  const post = me.posts[0];
  return (
    <header className="c-line">
      <PlacePicker />
      <SearchBox />
      <span className={`c-live c-live-${live}`} role="status" title={t(`live.${live}.why`)}>
        {live === 'open' ? '' : t(`live.${live}`)}
      </span>
      <LanguageSwitch />
      <button
        type="button"
        className="k-button k-button-quiet c-help"
        onClick={onHelp}
        aria-label={t('kit.keys.title')}
      >
        ?
      </button>
      <Link
        to="/notices"
        className="k-button k-button-quiet c-notices"
        aria-label={t('line.notices', { n: unread })}
      >
        <Icon name="notices" />
        {unread > 0 ? <span className="c-badge">{unread > 99 ? '99+' : unread}</span> : null}
      </Link>
      <Me name={me.account.name} title={post?.title ?? ''} acting={post?.acting ?? false} demo={me.demo} />
    </header>
  );
}

function PlacePicker() {
  const { t } = useI18n();
  const { me, area, setArea } = useScope();
  const own = me.posts.map((post) => post.area);
  const [open, setOpen] = useState(false);
  const label = area?.name ?? t('line.everywhere');
  return (
    <Dropdown
      trigger={['click']}
      open={open}
      onOpenChange={setOpen}
      popupRender={() => (
        <div className="c-pop">
          <p className="k-label">{t('line.placeTitle')}</p>
          <Lookup
            value={undefined}
            label={t('line.placeSearch')}
            placeholder={t('line.placeSearch')}
            find={async (query, signal) => {
              const found = listOf(
                await get<Area[] | { items: Area[] }>('/areas', { q: query, limit: 20 }, signal),
              );
              return found.map((one) => ({ value: one.id, label: one.name, hint: one.levelLabel }));
            }}
            onChange={(value, option) => {
              if (!value || !option) return;
              setArea({ id: value, name: option.label });
              setOpen(false);
            }}
          />
          <div className="c-pop-list">
            <button
              type="button"
              className="k-button k-button-quiet"
              onClick={() => {
                setArea(undefined);
                setOpen(false);
              }}
            >
              {t('line.everywhere')}
            </button>
            {own.map((one) => (
              <button
                key={one.id}
                type="button"
                className="k-button k-button-quiet"
                onClick={() => {
                  setArea({ id: one.id, name: one.name });
                  setOpen(false);
                }}
              >
                {one.name}
              </button>
            ))}
          </div>
        </div>
      )}
    >
      <button type="button" className="k-button c-place" aria-label={t('line.place', { name: label })}>
        <Icon name="place" size={16} />
        <span>{label}</span>
      </button>
    </Dropdown>
  );
}

function SearchBox() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  return (
    <search className="c-search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: '/queue', search: { view: 'all', q: text.trim() || undefined, closed: true } });
        }}
      >
        <Icon name="search" size={16} />
        <input
          id="console-search"
          className="k-input"
          type="search"
          aria-label={t('line.search')}
          placeholder={t('line.searchHint')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  );
}

function Me({ name, title, acting, demo }: { name: string; title: string; acting: boolean; demo: boolean }) {
  const { t } = useI18n();
  const { signOut } = useSession();
  const navigate = useNavigate();
  const [dark, setDark] = useContext(NightContext);
  const items = [
    { key: 'account', label: t('me.account'), onClick: () => void navigate({ to: '/account' }) },
    { key: 'night', label: t(dark ? 'kit.theme.light' : 'kit.theme.dark'), onClick: () => setDark(!dark) },
    { key: 'field', label: t('me.field'), onClick: () => location.assign('/field') },
    ...(demo ? [{ key: 'demo', label: t('me.demo'), onClick: () => location.assign('/login') }] : []),
    { type: 'divider' as const },
    {
      key: 'out',
      label: t('me.signOut'),
      onClick: () => void signOut().then(() => location.assign('/login')),
    },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <button type="button" className="k-button k-button-quiet c-me">
        <Icon name="account" />
        <span className="c-me-name">{name}</span>
        <span className="c-me-title">
          {title}
          {acting ? t('me.acting') : ''}
        </span>
      </button>
    </Dropdown>
  );
}
