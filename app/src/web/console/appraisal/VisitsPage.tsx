import { Link } from '@tanstack/react-router';
import { Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { TryForm } from './appraisal-forms.tsx';
import { useVisits, type VisitRow } from './appraisal-queries.ts';

/** 回访: whom to call next. What one's own unit handled is not in the list. */
export function VisitsPage() {
  const { t } = useI18n();
  const [state, setState] = useState('due');
  const [open, setOpen] = useState<VisitRow>();
  const found = useVisits(state);
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.visitBacks')}</h1>
      <p className="k-hint">{t('visit.line')}</p>
      <div className="k-row">
        <Segmented
          aria-label={t('visit.state')}
          value={state}
          onChange={setState}
          options={['due', 'done', 'unreached'].map((value) => ({
            value,
            label: t(`visit.state.${value}`),
          }))}
        />
      </div>
      <Unread found={found} />
      {found.data?.items.length === 0 ? <Empty title={t('visit.none')}>{t('visit.noneLine')}</Empty> : null}
      {found.data && found.data.items.length > 0 ? (
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('visit.case')}</th>
              <th scope="col">{t('visit.why')}</th>
              <th scope="col">{t('visit.ended')}</th>
              <th scope="col">{t('visit.due')}</th>
              <th scope="col">{t('visit.tries')}</th>
              <th scope="col">{t('visit.act')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
                    {one.headline}
                  </Link>
                  <p className="k-hint">
                    <span className="k-number">{one.number}</span> · {one.category}
                  </p>
                </th>
                <td>{one.why.label}</td>
                <td>
                  <TimeText at={one.endedAt} as="near" />
                </td>
                <td className={one.late ? 'c-vacant' : undefined}>
                  <TimeText at={one.dueAt} as="near" /> {one.late ? t('visit.late') : ''}
                </td>
                <td className="k-number">{t('visit.triesOf', { n: one.tries, most: one.mostTries })}</td>
                <td>
                  {state === 'due' ? (
                    <button type="button" className="k-button" onClick={() => setOpen(one)}>
                      {t('visit.record')}
                    </button>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open ? t('visit.recordOf', { number: open.number }) : ''}
        size={460}
        destroyOnHidden
      >
        {open ? (
          <>
            <p>
              <Link to="/cases/$caseId" params={{ caseId: open.caseId }}>
                {open.headline}
              </Link>
            </p>
            <TryForm key={open.id} id={open.id} caseId={open.caseId} onDone={() => setOpen(undefined)} />
          </>
        ) : null}
      </Drawer>
    </div>
  );
}
