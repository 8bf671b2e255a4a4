// The registers that came along: found by a few characters, read without a network. What is masked there is masked here.
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { now } from '../../kit/clock.ts';
import { exactDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading } from '../../kit/States.tsx';
import { useRegistersAddress } from '../addresses.ts';
import { useCopy } from '../copy/CopyProvider.tsx';
import { copyOfRegisters, findInRegister, type KeptRegister } from '../copy/read-copy.ts';
import { Heading } from '../Shell.tsx';

/** More than these at once nobody reads on a phone. */
const MOST_SHOWN = 60;

export function RegistersPage() {
  const { t } = useI18n();
  const { shelf, at } = useCopy();
  const { of } = useRegistersAddress();
  const found = useQuery({
    queryKey: ['registers', at],
    queryFn: async () => (shelf ? copyOfRegisters(shelf.replica) : []),
  });
  if (!found.data) return <Loading />;
  const open = found.data.find((one) => one.code === of);
  if (open) return <Opened register={open} />;
  return (
    <div className="f-page">
      <Heading>{t('field.registers.title')}</Heading>
      <p>
        {t('field.registers.line', {
          at: at === null ? '' : t('field.storage.at', { at: exactDate(t, at, now()) }),
        })}
      </p>
      {found.data.length === 0 ? <p>{t('field.registers.none')}</p> : null}
      <ul className="f-list">
        {found.data.map((one) => (
          <li key={one.code}>
            <Link to="/registers" search={{ of: one.code } as never} className="f-card">
              <span className="f-card-title">{one.label}</span>
              <span>{t('field.registers.count', { n: one.rows.length })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Opened({ register }: { register: KeptRegister }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { find = '' } = useRegistersAddress();
  const rows = findInRegister(register, find);
  return (
    <div className="f-page">
      <Heading>{register.label}</Heading>
      <Link to="/registers" className="k-link">
        {t('field.registers.all')}
      </Link>
      <p>{register.about}</p>
      <input
        className="k-input"
        type="search"
        aria-label={t('field.registers.find')}
        placeholder={t('field.registers.find')}
        maxLength={40}
        value={find}
        onChange={(event) =>
          void navigate({
            to: '/registers',
            search: { of: register.code, find: event.target.value } as never,
            replace: true,
          })
        }
      />
      {rows.length === 0 ? <p>{t('field.registers.noneFound')}</p> : null}
      <ul className="f-list">
        {rows.slice(0, MOST_SHOWN).map((row) => (
          <li key={row.id} className="f-card">
            <p className="f-card-title">{row.title}</p>
            <p>{row.area}</p>
            <dl className="f-facts">
              {register.fields.map(({ code, label }) =>
                row.shown[code] ? (
                  <div key={code}>
                    <dt>{label}</dt>
                    <dd>{row.shown[code]}</dd>
                  </div>
                ) : null,
              )}
            </dl>
          </li>
        ))}
      </ul>
      {rows.length > MOST_SHOWN ? <p>{t('field.registers.more', { n: rows.length - MOST_SHOWN })}</p> : null}
    </div>
  );
}
