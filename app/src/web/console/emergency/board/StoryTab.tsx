// 经过与回放: everything that happened, and a slider that shows the counts and the map as of then.
import { Link } from '@tanstack/react-router';
import { useContext, useEffect, useMemo, useState } from 'react';
import { exactDate } from '../../../kit/dates.ts';
import { useI18n } from '../../../kit/i18n.tsx';
import { MapView } from '../../../kit/map/MapView.tsx';
import { Loading, Unread } from '../../../kit/States.tsx';
import { useNow } from '../../../kit/use-now.ts';
import { useMapInfo } from '../../map/map-info.ts';
import { NightContext } from '../../shell/night.ts';
import type { EmergencyView } from '../queries.ts';
import '../emergency.css';
import { storyAt } from './as-of.ts';
import { type Side, type Story, type StoryEntry, useBoard, useStory } from './queries.ts';
import { overlayOf, pointsOf } from './shapes.ts';

const SIDES: readonly Side[] = [
  'command',
  'warnings',
  'cards',
  'needs',
  'transfers',
  'shelters',
  'stocks',
  'closures',
];
const MINUTE_MS = 60_000;
/** A whole incident passes in so many pictures. */
const FRAMES = 120;
const FRAME_MS = 250;
const LISTED = 200;

export function StoryTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const found = useStory(view.id);
  return (
    <section className="c-stack" aria-label={t('emergency.tab.story')}>
      <Unread found={found} />
      {found.data ? <Replay story={found.data} view={view} /> : null}
    </section>
  );
}

function Replay({ story, view }: { story: Story; view: EmergencyView }) {
  const { t } = useI18n();
  const now = useNow();
  const [at, setAt] = useState(story.to);
  const [playing, setPlaying] = useState(false);
  const [side, setSide] = useState<Side>();
  useEffect(() => {
    if (!playing) return;
    const step = Math.max(MINUTE_MS, (story.to - story.from) / FRAMES);
    const timer = setInterval(() => {
      setAt((before) => {
        const next = Math.min(story.to, before + step);
        if (next >= story.to) setPlaying(false);
        return next;
      });
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [playing, story.from, story.to]);
  const then = useMemo(() => storyAt(story, at), [story, at]);
  const listed = story.entries.filter((one) => one.at <= at && (side === undefined || one.side === side));
  const jump = (to: StoryEntry | undefined) => {
    setPlaying(false);
    if (to) setAt(to.at);
  };
  return (
    <>
      <div className="c-card c-card-pad c-stack">
        <div className="k-row">
          <button
            type="button"
            className="k-button k-button-primary"
            onClick={() => {
              if (!playing && at >= story.to) setAt(story.from);
              setPlaying(!playing);
            }}
          >
            {t(playing ? 'story.pause' : 'story.play')}
          </button>
          <button
            type="button"
            className="k-button"
            onClick={() => jump(story.entries.findLast((one) => one.at < at))}
          >
            {t('story.before')}
          </button>
          <button
            type="button"
            className="k-button"
            onClick={() => jump(story.entries.find((one) => one.at > at))}
          >
            {t('story.after')}
          </button>
          <output htmlFor="story-at">
            <strong>{exactDate(t, at, now)}</strong> {then.level}
          </output>
        </div>
        <input
          id="story-at"
          className="e-slider"
          type="range"
          aria-label={t('story.slider')}
          aria-valuetext={exactDate(t, at, now)}
          min={story.from}
          max={story.to}
          step={1000}
          value={at}
          onChange={(event) => {
            setPlaying(false);
            setAt(Number(event.target.value));
          }}
        />
        <dl className="e-figures">
          {Object.entries(then.counts).map(([code, n]) => (
            <div key={code}>
              <dt>{t(`story.count.${code}`)}</dt>
              <dd className="k-number">{n}</dd>
            </div>
          ))}
        </dl>
        <p className="k-hint">{t('story.fromSteps')}</p>
      </div>
      <div className="e-board">
        <ReplayMap then={then} view={view} />
        <div className="c-stack">
          <div className="k-row">
            <button
              type="button"
              className="k-link"
              aria-pressed={side === undefined}
              onClick={() => setSide(undefined)}
            >
              {t('story.all')}
            </button>
            {SIDES.filter((one) => story.entries.some((entry) => entry.side === one)).map((one) => (
              <button
                key={one}
                type="button"
                className="k-link"
                aria-pressed={side === one}
                onClick={() => setSide(one)}
              >
                {t(`story.side.${one}`)}
              </button>
            ))}
          </div>
          {story.more ? <p className="k-hint">{t('story.more')}</p> : null}
          <ol className="e-story">
            {listed
              .slice(-LISTED)
              .reverse()
              .map((one, index) => (
                <Entry key={`${one.at} ${one.label} ${one.title} ${index}`} entry={one} onAt={setAt} />
              ))}
          </ol>
          {listed.length > LISTED ? (
            <p className="k-hint">{t('story.earlier', { n: listed.length - LISTED })}</p>
          ) : null}
        </div>
      </div>
    </>
  );
}

function Entry({ entry, onAt }: { entry: StoryEntry; onAt(at: number): void }) {
  const { t } = useI18n();
  const now = useNow();
  return (
    <li>
      <button type="button" className="k-link k-number" onClick={() => onAt(entry.at)}>
        {exactDate(t, entry.at, now)}
      </button>{' '}
      <strong>{entry.label}</strong>{' '}
      {entry.caseId ? (
        <Link to="/cases/$caseId" params={{ caseId: entry.caseId }}>
          {entry.title}
        </Link>
      ) : (
        entry.title
      )}{' '}
      <span className="k-hint">{[entry.place, entry.by].filter(Boolean).join(' · ')}</span>
      {entry.words ? <p className="e-need-words">{entry.words}</p> : null}
    </li>
  );
}

function ReplayMap({ then, view }: { then: ReturnType<typeof storyAt>; view: EmergencyView }) {
  const { t } = useI18n();
  const info = useMapInfo();
  const board = useBoard(view.id);
  const [dark] = useContext(NightContext);
  const points = useMemo(() => pointsOf(then.placed), [then.placed]);
  const overlay = useMemo(() => overlayOf(t, then.placed), [t, then.placed]);
  const bounds = board.data?.box ?? info.data?.bounds;
  // The map stays where it begins: not before it is known where that is.
  if (!bounds || board.isPending) return <Loading />;
  return (
    <div className="e-map">
      <MapView
        bounds={bounds}
        attribution={info.data?.attribution ?? ''}
        points={points}
        overlay={overlay}
        tools={false}
        theme={dark ? 'dark' : 'light'}
        label={t('story.map')}
        instead={<p className="k-hint">{t('board.noMap')}</p>}
      />
    </div>
  );
}
