// 冗余 N+1: who stands behind each role, by community; and what is lost with one holder.
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { type Backup, type Cell, type Cover, type Holder, useBackup, useWithout } from './queries.ts';

const MARK: Record<Cover, string> = { missing: '●', single: '◑', backed: '✓' };

export function BackupTab({ areaId }: { areaId: string }) {
  const { t } = useI18n();
  const found = useBackup(areaId);
  const [lost, setLost] = useState<Holder>();
  const [all, setAll] = useState(false);
  const backup = found.data;
  return (
    <>
      <Unread found={found} />
      {backup ? (
        <>
          <p role="status">{t('backup.counts', { ...backup.counts, area: backup.area.name })}</p>
          <p className="k-hint">{t('backup.hint')}</p>
          {lost ? <Lost areaId={areaId} holder={lost} onClose={() => setLost(undefined)} /> : null}
          <Only backup={backup} onLose={setLost} />
          <label className="d-option">
            <input type="checkbox" checked={all} onChange={() => setAll(!all)} />
            {t('backup.showAll')}
          </label>
          <Matrix backup={backup} all={all} />
        </>
      ) : null}
    </>
  );
}

function Lost({ areaId, holder, onClose }: { areaId: string; holder: Holder; onClose(): void }) {
  const { t } = useI18n();
  const found = useWithout(areaId, holder.id);
  return (
    <section className="c-card c-card-pad c-stack" aria-labelledby="backup-lost" aria-live="polite">
      <h2 id="backup-lost" className="c-heading">
        {t('backup.lose', { what: holder.label })}
      </h2>
      <Unread found={found} />
      <ul className="d-plain">
        {found.data?.losses.map((one) => (
          <li key={`${one.areaId} ${one.role.code} ${one.after}`}>
            {one.areaName} · {one.role.label}：{t(`backup.${one.before}`)} → {MARK[one.after]}{' '}
            <strong className={one.after === 'missing' ? 'd-late' : undefined}>
              {t(`backup.${one.after}`)}
            </strong>
          </li>
        ))}
      </ul>
      <button type="button" className="k-button" onClick={onClose}>
        {t('drills.back')}
      </button>
    </section>
  );
}

function Only({ backup, onLose }: { backup: Backup; onLose(holder: Holder): void }) {
  const { t } = useI18n();
  return (
    <section className="d-sec" aria-labelledby="backup-only">
      <h2 id="backup-only" className="c-heading">
        {t('backup.only', { n: backup.only.length })}
      </h2>
      {backup.only.length === 0 ? (
        <p className="k-hint">{t('backup.noneOnly')}</p>
      ) : (
        <div className="c-table-scroll d-tall">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('backup.holder')}</th>
                <th scope="col">{t('backup.hangs')}</th>
                <th scope="col">{t('backup.whatIf')}</th>
              </tr>
            </thead>
            <tbody>
              {backup.only.map((one) => (
                <tr key={one.holder.id}>
                  <td>{one.holder.label}</td>
                  <td>
                    {[...new Set(one.roles.map((role) => `${role.area} ${role.label}`))]
                      .slice(0, 4)
                      .join('、')}
                    {one.roles.length > 4 ? ` ${t('backup.more', { n: one.roles.length })}` : ''}
                  </td>
                  <td>
                    <button type="button" className="k-link" onClick={() => onLose(one.holder)}>
                      {t('backup.without')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Matrix({ backup, all }: { backup: Backup; all: boolean }) {
  const { t } = useI18n();
  const rows = all
    ? backup.rows
    : backup.rows.filter((row) => row.cells.some((cell) => cell && cell.cover !== 'backed'));
  return (
    <section className="d-sec" aria-labelledby="backup-matrix">
      <h2 id="backup-matrix" className="c-heading">
        {t('backup.matrix')}
      </h2>
      {rows.length === 0 ? <p className="k-hint">{t('backup.allBacked')}</p> : null}
      <div className="c-table-scroll">
        <table className="c-table d-matrix">
          <thead>
            <tr>
              <th scope="col">{t('drills.where')}</th>
              {backup.roles.map((role) => (
                <th key={role.code} scope="col" title={role.why}>
                  {role.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.area.id}>
                <th scope="row" className="c-nowrap">
                  {row.area.name}
                </th>
                {row.cells.map((cell, index) => (
                  <td key={backup.roles[index]?.code}>
                    <Shown cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className="d-why">
        {backup.roles.map((role) => (
          <div key={role.code}>
            <dt>{role.label}</dt>
            <dd>{role.why}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Shown({ cell }: { cell: Cell }) {
  const { t } = useI18n();
  if (!cell) return <span className="k-hint">—</span>;
  const words = `${MARK[cell.cover]} ${t(`backup.${cell.cover}`)}`;
  const tone = cell.cover === 'missing' ? 'd-late' : cell.cover === 'single' ? 'd-single' : 'k-hint';
  if (cell.holders.length === 0) return <span className={`c-nowrap ${tone}`}>{words}</span>;
  return (
    <details>
      <summary className={`c-nowrap ${tone}`}>
        {words} {t('backup.of', { n: cell.holders.length, need: cell.need })}
      </summary>
      <ul className="d-plain">
        {cell.holders.map((one) => (
          <li key={one.id}>{one.label}</li>
        ))}
      </ul>
    </details>
  );
}
