// A long list beside the map that is searched by name: what can be clicked on the map can be found and changed here by keyboard.
import { type ReactNode, useId, useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';

const MOST = 40;

export function ShortList<T>({
  title,
  items,
  wordsOf,
  keyOf,
  row,
}: {
  title: string;
  items: readonly T[];
  wordsOf(item: T): string;
  keyOf(item: T): string;
  row(item: T): ReactNode;
}) {
  const { t } = useI18n();
  const id = useId();
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = wanted === '' ? items : items.filter((one) => wordsOf(one).toLowerCase().includes(wanted));
  if (items.length === 0) return null;
  return (
    <details className="pl-short">
      <summary>
        {title} <span className="k-hint k-number">{items.length}</span>
      </summary>
      {items.length > 8 ? (
        <label className="pl-field" htmlFor={id}>
          <span className="k-visually-hidden">{t('planning.searchIn', { title })}</span>
          <input
            id={id}
            type="search"
            className="k-input"
            placeholder={t('planning.searchList')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      ) : null}
      <ul>
        {found.slice(0, MOST).map((one) => (
          <li key={keyOf(one)}>{row(one)}</li>
        ))}
      </ul>
      {found.length === 0 ? <p className="k-hint">{t('planning.noneFound')}</p> : null}
      {found.length > MOST ? (
        <p className="k-hint">{t('planning.moreInList', { n: found.length - MOST })}</p>
      ) : null}
    </details>
  );
}
