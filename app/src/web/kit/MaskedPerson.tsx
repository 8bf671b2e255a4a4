import { useState } from 'react';
import { useI18n } from './i18n.tsx';

type Person = { name: string | null; phone: string | null };

/** A person as the server lets us see them: masked, with a way to ask for more that says it is recorded. */
export function MaskedPerson({ person, onReveal }: { person: Person; onReveal?: () => void }) {
  const { t } = useI18n();
  return (
    <span className="k-person" title={t('kit.person.masked')}>
      <span>{person.name || t('kit.person.anonymous')}</span>
      {person.phone ? <span className="k-number">{person.phone}</span> : null}
      {onReveal ? (
        <button type="button" className="k-link" onClick={onReveal}>
          {t('kit.person.reveal')}
        </button>
      ) : null}
    </span>
  );
}

/** A follow code or number to be read out: grouped, large, copied by a click. */
export function SpokenCode({ code, label }: { code: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="k-code"
      aria-label={`${label} ${code.split('').join(' ')}`}
      onClick={() => {
        void navigator.clipboard?.writeText(code).then(() => setCopied(true));
      }}
    >
      {code.match(/.{1,4}/g)?.map((part, index) => (
        <span key={`${index}-${part}`}>{part}</span>
      ))}
      {copied ? <span aria-hidden="true">✓</span> : null}
    </button>
  );
}
