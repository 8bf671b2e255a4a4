import { Link } from '@tanstack/react-router';
import type { CaseView, WhistleUnit } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { PartHeading } from './PartHeading.tsx';

/** A whistle with every called unit, its two limits and how far it is, and who commands. */
export function Whistle({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const { whistle } = view;
  if (!whistle) return null;
  return (
    <section className="c-whistle" aria-label={t('case.whistle')}>
      <PartHeading>
        {t('case.whistle')} {whistle.type ? `· ${whistle.type.label}` : ''} · {whistle.state.label}
      </PartHeading>
      <p>{whistle.purpose}</p>
      <p className="k-hint">
        {whistle.whistler ? t('case.whistle.by', { unit: whistle.whistler }) : null}{' '}
        {whistle.where ? t('case.whistle.where', { where: whistle.where }) : null}{' '}
        {whistle.wanted.length > 0 && whistle.units.length === 0
          ? t('case.whistle.wanted', { units: whistle.wanted.join('、') })
          : null}
      </p>
      <p>
        {whistle.id === view.id ? null : (
          <Link to="/cases/$caseId" params={{ caseId: whistle.id }}>
            {t('case.whistle.open', { number: whistle.number })}
          </Link>
        )}{' '}
        {whistle.about && whistle.about.caseId !== view.id ? (
          <Link to="/cases/$caseId" params={{ caseId: whistle.about.caseId }}>
            {t('case.whistle.about', { number: whistle.about.number })}
          </Link>
        ) : null}
      </p>
      {whistle.units.length > 0 ? (
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('case.whistle.unit')}</th>
              <th scope="col">{t('case.whistle.state')}</th>
              <th scope="col">{t('case.whistle.arrive')}</th>
              <th scope="col">{t('case.whistle.result')}</th>
            </tr>
          </thead>
          <tbody>
            {whistle.units.map((unit) => (
              <UnitRow key={unit.caseId} unit={unit} />
            ))}
          </tbody>
        </table>
      ) : null}
      {whistle.commanders.length > 0 ? (
        <ul className="c-related">
          {whistle.commanders.map((one) => (
            <li key={one.role}>
              <strong>{one.roleLabel}</strong> {one.title}
              {one.deputy ? ` · ${t('case.commander.deputy', { title: one.deputy })}` : ''}{' '}
              <span className="k-hint">
                {one.word
                  ? t('case.commander.word', { by: one.word.by, note: one.word.note })
                  : t(one.acknowledgedAt === null ? 'case.commander.silent' : 'case.commander.ready')}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {whistle.result ? <p>{whistle.result}</p> : null}
    </section>
  );
}

function UnitRow({ unit }: { unit: WhistleUnit }) {
  const { t } = useI18n();
  return (
    <tr>
      <td>
        <Link to="/cases/$caseId" params={{ caseId: unit.caseId }}>
          {unit.unitName}
        </Link>
        {unit.sentBack > 0 ? (
          <span className="k-hint"> {t('case.whistle.sentBack', { n: unit.sentBack })}</span>
        ) : null}
      </td>
      <td>
        <StateMark shape={unit.state.shape} label={unit.state.label} />
        {unit.declined ? (
          <p className="k-hint">
            {unit.declined.item} {unit.declined.itemTitle} → {unit.declined.proposedName}：
            {unit.declined.reason}
          </p>
        ) : unit.words ? (
          <p className="k-hint">{unit.words}</p>
        ) : null}
      </td>
      <Limit limit={unit.arrive} />
      <Limit limit={unit.result} />
    </tr>
  );
}

function Limit({ limit }: { limit: WhistleUnit['arrive'] }) {
  const { t } = useI18n();
  return (
    <td className="c-nowrap">
      {limit.at === null ? (
        <>
          {t('case.whistle.until')} <TimeText at={limit.dueAt} as="exact" />
        </>
      ) : (
        <TimeText at={limit.at} as="exact" />
      )}
      {limit.late ? <span className="k-error"> {t('case.whistle.late')}</span> : null}
    </td>
  );
}
