// 三级应急网络 on a page and on paper: who calls whom, who stands in, and whom households named to be reached by. What is masked in the register is
// masked here; a look behind it is asked for with a reason in the register.
import { Link } from '@tanstack/react-router';
import { useI18n } from '../../kit/i18n.tsx';
import { QrCode } from '../../kit/QrCode.tsx';
import { StateMark } from '../../kit/StateMark.tsx';
import { Unread } from '../../kit/States.tsx';
import { holdsDuty } from '../../kit/session.tsx';
import { useScope } from '../shell/scope.tsx';
import { type Caller, type ContactTree, type NamedHousehold, useContactTree } from './queries.ts';
import '../registers/registers.css';
import './preparedness.css';

const REGISTER = 'household-contacts';

export function ContactsPage() {
  const { t } = useI18n();
  const { me, area } = useScope();
  const found = useContactTree(area?.id ?? me.posts[0]?.area.id ?? '');
  const tree = found.data;
  return (
    <div className="c-page p-doc r-print r-print-a4">
      <p className="c-crumbs r-screen">
        <Link to="/preparedness">{t('prep.title')}</Link>
      </p>
      <header className="p-head">
        <h1 className="c-title">{t('prep.tree')}</h1>
        <QrCode
          className="p-code"
          text={`${location.origin}/console/preparedness/contacts`}
          label={t('prep.codeAlt')}
        />
      </header>
      <Unread found={found} />
      {tree ? (
        <>
          <p className="k-hint">{t('prep.treeLine', { area: tree.area.name })}</p>
          <div className="k-row r-screen">
            <button type="button" className="k-button" onClick={() => print()}>
              {t('prep.print')}
            </button>
            {holdsDuty(me, 'report', 'intake') ? (
              <Link className="k-button" to="/registers/$register" params={{ register: REGISTER }}>
                {t('prep.treeAdd')}
              </Link>
            ) : null}
          </div>
          {tree.uncovered.length > 0 ? (
            <p>
              <StateMark
                shape="late"
                label={t('prep.treeUncovered', { areas: tree.uncovered.join(t('prep.comma')) })}
              />
            </p>
          ) : null}
          <Root tree={tree} />
          <h2 className="c-heading">{t('prep.treeBranches')}</h2>
          <p className="k-hint">
            {t('prep.treeOrder')} {t('prep.treeMasked')}
          </p>
          {tree.branches.map((branch) => (
            <section key={branch.area.id} className="c-card c-card-pad c-stack">
              <h3>{branch.area.name}</h3>
              <p>
                {branch.caller ? (
                  t('prep.treeCaller', { who: wordsOf(branch.caller, t) })
                ) : (
                  <StateMark shape="late" label={t('prep.treeNoCaller')} />
                )}
                {' · '}
                {branch.backup
                  ? t(`prep.treeBackup.${branch.backup.from}`, { who: wordsOf(branch.backup, t) })
                  : t('prep.treeNoBackup')}
              </p>
              <Households items={branch.households} />
            </section>
          ))}
          {tree.households && tree.households.length > 0 ? (
            <section className="c-card c-card-pad c-stack">
              <h3>{t('prep.treeElsewhere')}</h3>
              <Households items={tree.households} />
            </section>
          ) : null}
          {tree.more ? <p className="c-effect">{t('prep.treeMore')}</p> : null}
        </>
      ) : null}
    </div>
  );
}

function wordsOf(one: Caller, t: (key: string, params?: Record<string, string>) => string): string {
  const who = `${one.area} ${one.title}`;
  return one.phone === null ? who : `${who} ${t('prep.treePhone', { phone: one.phone })}`;
}

function Root({ tree }: { tree: ContactTree }) {
  const { t } = useI18n();
  return (
    <section className="c-stack" aria-labelledby="tree-root">
      <h2 id="tree-root" className="c-heading">
        {t('prep.treeRoot')}
      </h2>
      {tree.root.length === 0 ? <p className="p-due">{t('prep.treeRootNone')}</p> : null}
      <ul className="p-list">
        {tree.root.map((one) => (
          <li key={one.postId}>{wordsOf(one, t)}</li>
        ))}
      </ul>
      {tree.rootBackup ? (
        <p className="k-hint">{t('prep.treeRootBackup', { who: wordsOf(tree.rootBackup, t) })}</p>
      ) : null}
    </section>
  );
}

function Households({ items }: { items: NamedHousehold[] | null }) {
  const { t } = useI18n();
  if (items === null) return <p className="k-hint">{t('prep.treeHidden')}</p>;
  if (items.length === 0) return <p className="k-hint">{t('prep.treeNoHouseholds')}</p>;
  return (
    <>
      <p className="k-hint">{t('prep.treeHouseholds', { n: items.length })}</p>
      <div className="c-table-scroll">
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('prep.treeAt')}</th>
              <th scope="col">{t('prep.treeHome')}</th>
              <th scope="col">{t('prep.treeContact')}</th>
              <th scope="col">{t('prep.treeBuddy')}</th>
              <th scope="col" className="p-paper">
                {t('prep.treeAnswered')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, shown }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to="/registers/$register" params={{ register: REGISTER }} search={{ record: id }}>
                    {shown['address']}
                  </Link>
                </th>
                <td>{shown['phone']}</td>
                <td>{[shown['contact'], shown['contactPhone']].filter(Boolean).join(' ')}</td>
                <td>{[shown['buddy'], shown['buddyPhone']].filter(Boolean).join(' ')}</td>
                <td className="p-paper" />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
