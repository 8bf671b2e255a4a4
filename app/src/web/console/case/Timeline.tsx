import type { CaseView, TimelineItem } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { PhotoStrip } from '../../kit/Photos.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { PartHeading } from './PartHeading.tsx';

const LATE_BY = 10 * 60_000;

/** What happened, as a conversation: residents left, staff right, the system in the middle. */
export function Timeline({ view }: { view: CaseView }) {
  const { t } = useI18n();
  return (
    <section aria-labelledby={`talk-${view.id}`}>
      <PartHeading id={`talk-${view.id}`}>{t('case.timeline')}</PartHeading>
      {view.text ? <blockquote className="c-words">{view.text}</blockquote> : null}
      <ol className="c-talk">
        {view.timeline.map((item) => (
          <Entry key={item.version} item={item} own={item.name === 'file'} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ item, own }: { item: TimelineItem; own: boolean }) {
  const { t } = useI18n();
  const side = item.actor.kind === 'public' ? 'resident' : item.actor.kind === 'system' ? 'system' : 'staff';
  return (
    <li className={`c-entry c-entry-${side}${item.undone ? ' c-entry-undone' : ''}`}>
      <p className="c-entry-head">
        <strong>{item.label}</strong>
        <span>
          {item.actor.label}
          {item.actor.unit ? ` · ${item.actor.unit}` : ''}
        </span>
        <span className="k-hint">
          <TimeText at={item.at} as="near" />
          {item.receivedAt - item.at > LATE_BY ? ` · ${t('case.receivedLater')}` : ''}
        </span>
        {item.undone ? <span className="c-inner">{t('case.takenBack')}</span> : null}
        {item.public ? null : <span className="c-inner">{t('case.inner')}</span>}
      </p>
      {own
        ? null
        : item.words.map((words) => (
            <p key={words} className="c-entry-words">
              {words}
            </p>
          ))}
      <PhotoStrip photos={item.photos.map((fileId) => ({ fileId }))} size={64} />
    </li>
  );
}
