import { useI18n } from '../../kit/i18n.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { Heading } from '../Shell.tsx';
import { useOutbox } from './OutboxProvider.tsx';

export function UnsentPage() {
  const { t } = useI18n();
  const { items, sending, sendAll, drop } = useOutbox();
  return (
    <div className="f-page">
      <Heading>{t('field.unsent.title')}</Heading>
      {items.length === 0 ? <p>{t('field.unsent.none')}</p> : <p>{t('field.unsent.line')}</p>}
      <ul className="f-list">
        {items.map((item) => (
          <li key={item.id} className="f-card">
            <p className="f-card-title">{item.title}</p>
            <p>
              <TimeText at={item.at} as="near" /> · {t('field.unsent.photos', { n: item.photos.length })}
            </p>
            {item.refused ? (
              <>
                <p className="k-error" role="alert">
                  {item.refused.words}
                </p>
                <button type="button" className="k-button k-button-danger" onClick={() => void drop(item.id)}>
                  {t('field.unsent.drop')}
                </button>
              </>
            ) : (
              <p>{t('field.unsent.waiting')}</p>
            )}
          </li>
        ))}
      </ul>
      {items.some((item) => !item.refused) ? (
        <button
          type="button"
          className="k-button k-button-primary k-button-wide"
          disabled={sending}
          aria-busy={sending}
          onClick={() => void sendAll()}
        >
          {t('field.unsent.now')}
        </button>
      ) : null}
    </div>
  );
}
