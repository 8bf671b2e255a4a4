// Whom to call for what, and the cards of the own grids: from the phone, with and without a network.
import { useQuery } from '@tanstack/react-query';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading } from '../../kit/States.tsx';
import { useCopy } from '../copy/CopyProvider.tsx';
import { copyOfCards, copyOfContacts } from '../copy/read-copy.ts';
import { Heading } from '../Shell.tsx';

export function ContactsPage() {
  const { t } = useI18n();
  const { shelf, at } = useCopy();
  const found = useQuery({
    queryKey: ['contacts', at],
    queryFn: async () =>
      shelf
        ? { cards: await copyOfCards(shelf.replica), people: (await copyOfContacts(shelf.replica)) ?? [] }
        : { cards: [], people: [] },
  });
  if (!found.data) return <Loading />;
  const { cards, people } = found.data;
  return (
    <div className="f-page">
      <Heading>{t('field.contacts.title')}</Heading>
      {cards.length === 0 && people.length === 0 ? <p>{t('field.contacts.none')}</p> : null}
      {cards.length > 0 ? (
        <section className="f-group" aria-labelledby="contacts-grids">
          <h2 id="contacts-grids">{t('field.contacts.grids')}</h2>
          <ul className="f-list">
            {cards.map((card) => (
              <li key={card.areaId} className="f-card">
                <p className="f-card-title">{card.grid?.name ?? ''}</p>
                {card.who.map((one) => (
                  <p key={`${one.title} ${one.name} ${one.unit}`}>
                    {[one.title, one.name, one.unit].filter(Boolean).join(' ')}
                  </p>
                ))}
                {card.hours ? <p>{t('field.contacts.hours', { hours: card.hours })}</p> : null}
                <Call phone={card.phone} who={card.grid?.name ?? ''} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {people.length > 0 ? (
        <section className="f-group" aria-labelledby="contacts-people">
          <h2 id="contacts-people">{t('field.contacts.people')}</h2>
          <ul className="f-list">
            {people.map((one) => (
              <li key={`${one.title} ${one.unit} ${one.name}`} className="f-card">
                <p className="f-card-title">
                  {one.duties.map((duty) => t(`field.contacts.duty.${duty}`)).join('、')}
                </p>
                <p>{[one.unit, one.title, one.name].filter(Boolean).join(' ')}</p>
                <Call phone={one.phone} who={`${one.unit} ${one.title}`} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function Call({ phone, who }: { phone: string | null; who: string }) {
  const { t } = useI18n();
  if (!phone) return null;
  return (
    <a className="k-button" href={`tel:${phone.replace(/[^\d+]/g, '')}`}>
      {t('field.contacts.call', { phone })}
      <span className="k-visually-hidden">{who}</span>
    </a>
  );
}
