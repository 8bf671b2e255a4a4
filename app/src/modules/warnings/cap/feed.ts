// A list of alerts: Atom or RSS. An entry carries its alert inside or an address where it lies; addresses are only given, never followed here.
import { refuse } from './fault.ts';
import { CAP_11, CAP_12, childrenOf, wordsOf } from './structure.ts';
import type { Element } from './xml.ts';

export const ATOM = 'http://www.w3.org/2005/Atom';
const MOST_ENTRIES = 500;

export type FeedEntry = {
  id: string;
  title: string;
  updated: string;
  link: string | null;
  alert: Element | null;
};
export type Feed = { title: string; entries: FeedEntry[] };

export const isFeed = (root: Element): boolean =>
  (root.space === ATOM && root.name === 'feed') || (root.space === '' && root.name === 'rss');

/** The entries of a list; refuses one that is none. O(size). */
export function readFeed(root: Element): Feed {
  const atom = root.space === ATOM;
  const holder = atom ? root : root.children.find((one) => one.name === 'channel');
  if (!isFeed(root) || !holder) return refuse('cap-not-feed', root.name);
  const title = wordsOf(holder, 'title');
  if (title === '') refuse('cap-feed-missing', holder.name, { element: 'title' });
  const found = childrenOf(holder, atom ? 'entry' : 'item');
  if (found.length > MOST_ENTRIES) refuse('cap-feed-long', holder.name, { most: String(MOST_ENTRIES) });
  return { title, entries: found.map((one, index) => (atom ? atomEntry(one, index) : rssItem(one, index))) };
}

function atomEntry(entry: Element, index: number): FeedEntry {
  const at = `entry[${index + 1}]`;
  for (const name of ['id', 'title', 'updated'])
    if (wordsOf(entry, name) === '') refuse('cap-feed-missing', at, { element: name });
  const links = childrenOf(entry, 'link').map((one) => one.attributes);
  const link = links.find((one) => one['type'] === 'application/cap+xml') ?? links[0];
  const alert =
    childrenOf(entry, 'content')
      .flatMap((one) => one.children)
      .find(isAlert) ?? null;
  return {
    id: wordsOf(entry, 'id'),
    title: wordsOf(entry, 'title'),
    updated: wordsOf(entry, 'updated'),
    link: link?.['href'] ?? null,
    alert,
  };
}

function rssItem(item: Element, index: number): FeedEntry {
  const link = wordsOf(item, 'link');
  const id = wordsOf(item, 'guid') || link;
  if (id === '') refuse('cap-feed-missing', `item[${index + 1}]`, { element: 'link' });
  return {
    id,
    title: wordsOf(item, 'title'),
    updated: wordsOf(item, 'pubDate'),
    link: link === '' ? null : link,
    alert: item.children.find(isAlert) ?? null,
  };
}

const isAlert = (one: Element): boolean =>
  one.name === 'alert' && (one.space === CAP_11 || one.space === CAP_12);
