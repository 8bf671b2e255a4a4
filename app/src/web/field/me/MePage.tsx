import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { LanguageSwitch } from '../../kit/Switches.tsx';
import { useSession } from '../../kit/session.tsx';
import { ChangePin } from '../lock/ChangePin.tsx';
import { useLock } from '../lock/LockProvider.tsx';
import { useOutbox } from '../outbox/OutboxProvider.tsx';
import { Heading } from '../Shell.tsx';
import { useUpdate } from '../update.ts';

export function MePage() {
  const { t } = useI18n();
  const { session, signOut } = useSession();
  const { items } = useOutbox();
  const { open, lock, leave } = useLock();
  const [changing, setChanging] = useState(false);
  const update = useUpdate();
  const [words, setWords] = useState('');
  const me = session.me;
  if (!me) return null;
  return (
    <div className="f-page">
      <Heading>{me.account.name}</Heading>
      <section className="f-group" aria-labelledby="me-posts">
        <h2 id="me-posts">{t('field.me.posts')}</h2>
        <ul className="f-list">
          {me.posts.map((post) => (
            <li key={post.postId} className="f-card">
              <p className="f-card-title">
                {post.title}
                {post.acting ? t('field.me.acting') : ''}
              </p>
              <p>{post.area.name}</p>
              <p className="k-hint">{post.unit.name}</p>
            </li>
          ))}
        </ul>
        {me.posts.length === 0 ? <p>{t('field.me.noPost')}</p> : null}
      </section>
      <section className="f-group" aria-labelledby="me-rhythm">
        <h2 id="me-rhythm">{t('nav.rhythm')}</h2>
        <div className="f-buttons">
          <Link to="/huddle" className="k-button">
            {t('nav.huddle')}
          </Link>
          <Link to="/handover" className="k-button">
            {t('nav.handover')}
          </Link>
          <Link to="/diary" className="k-button">
            {t('nav.diary')}
          </Link>
          <Link to="/visits" className="k-button">
            {t('visits.title')}
          </Link>
          <Link to="/flag" className="k-button">
            {t('flag.open')}
          </Link>
        </div>
      </section>
      <section className="f-group" aria-labelledby="me-emergency">
        <h2 id="me-emergency">{t('field.me.emergency')}</h2>
        <div className="f-buttons">
          <Link to="/plans" className="k-button">
            {t('field.plans.title')}
          </Link>
          <Link to="/stocks" className="k-button">
            {t('field.stocks.title')}
          </Link>
        </div>
      </section>
      <section className="f-group" aria-labelledby="me-phone">
        <h2 id="me-phone">{t('field.me.phone')}</h2>
        <div className="f-buttons">
          <Link to="/unsent" className="k-button">
            {t('field.outbox.open')}
          </Link>
          <Link to="/contacts" className="k-button">
            {t('field.contacts.open')}
          </Link>
          <Link to="/registers" className="k-button">
            {t('field.registers.open')}
          </Link>
          <Link to="/storage" className="k-button">
            {t('field.storage.open')}
          </Link>
          {open ? (
            <>
              <button type="button" className="k-button" onClick={() => setChanging(true)}>
                {t('field.pin.change')}
              </button>
              <button type="button" className="k-button" onClick={lock}>
                {t('field.pin.lock')}
              </button>
            </>
          ) : null}
        </div>
      </section>
      {changing ? <ChangePin onClose={() => setChanging(false)} /> : null}
      <section className="f-group" aria-labelledby="me-language">
        <h2 id="me-language">{t('kit.language')}</h2>
        <div className="f-buttons">
          <LanguageSwitch />
        </div>
      </section>
      <a href="/console" className="k-button">
        {t('field.me.console')}
      </a>
      {update ? (
        <section className="f-group" aria-labelledby="me-update">
          <h2 id="me-update">{t('field.storage.update')}</h2>
          <p>{t('field.storage.updateLine')}</p>
          <button type="button" className="k-button k-button-primary" onClick={update}>
            {t('field.storage.updateNow')}
          </button>
        </section>
      ) : null}
      {items.length > 0 ? <p className="k-error">{t('field.me.unsent', { n: items.length })}</p> : null}
      {words ? <p role="alert">{words}</p> : null}
      <button
        type="button"
        className="k-button k-button-wide"
        onClick={() =>
          signOut()
            .then(open ? leave : undefined)
            .catch((error: unknown) => setWords(problemWords(t, error)))
        }
      >
        {t('field.me.out')}
      </button>
    </div>
  );
}
