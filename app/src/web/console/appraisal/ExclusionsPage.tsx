import { Link } from '@tanstack/react-router';
import { Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { PhotoStrip } from '../../kit/Photos.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { DecisionForm } from './appraisal-forms.tsx';
import { type ExclusionRow, useExclusions } from './appraisal-queries.ts';

/** 不计入: applications with their evidence, and decisions with their reasons. */
export function ExclusionsPage() {
  const { t } = useI18n();
  const [state, setState] = useState('asked');
  const [open, setOpen] = useState<ExclusionRow>();
  const found = useExclusions(state);
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.exclusions')}</h1>
      <p className="k-hint">{t('exclusion.line')}</p>
      <div className="k-row">
        <Segmented
          aria-label={t('exclusion.state')}
          value={state}
          onChange={setState}
          options={['asked', 'decided'].map((value) => ({ value, label: t(`exclusion.state.${value}`) }))}
        />
      </div>
      <Unread found={found} />
      {found.data?.items.length === 0 ? (
        <Empty title={t('exclusion.none')}>{t('exclusion.noneLine')}</Empty>
      ) : null}
      {found.data && found.data.items.length > 0 ? (
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('exclusion.case')}</th>
              <th scope="col">{t('exclusion.unit')}</th>
              <th scope="col">{t('exclusion.grounds')}</th>
              <th scope="col">{t('exclusion.evidence')}</th>
              <th scope="col">{t('exclusion.decision')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link to="/cases/$caseId" params={{ caseId: one.caseId }}>
                    {one.headline}
                  </Link>
                  <p className="k-hint k-number">{one.number}</p>
                </th>
                <td>
                  {one.unitName}
                  <p className="k-hint">
                    <TimeText at={one.askedAt} as="near" />
                  </p>
                </td>
                <td>
                  <strong>{one.grounds.label}</strong>
                  <p>{one.words}</p>
                </td>
                <td>
                  <PhotoStrip photos={one.evidence.map((fileId) => ({ fileId }))} size={48} />
                </td>
                <td>
                  <Decision one={one} onDecide={() => setOpen(one)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open ? t('exclusion.decideOf', { number: open.number }) : ''}
        size={460}
        destroyOnHidden
      >
        {open ? (
          <DecisionForm key={open.id} id={open.id} caseId={open.caseId} onDone={() => setOpen(undefined)} />
        ) : null}
      </Drawer>
    </div>
  );
}

function Decision({ one, onDecide }: { one: ExclusionRow; onDecide(): void }) {
  const { t } = useI18n();
  if (one.decidedAt !== null) {
    return (
      <>
        <strong>{one.state.label}</strong>
        <p>{one.decisionWords}</p>
        <p className="k-hint">
          {one.decidedUnitName} · <TimeText at={one.decidedAt} as="near" />
        </p>
      </>
    );
  }
  return (
    <>
      <p className={one.late ? 'c-vacant' : undefined}>
        {t(one.late ? 'exclusion.overdue' : 'exclusion.dueBy')} <TimeText at={one.dueAt} as="exact" />
      </p>
      {one.mayDecide ? (
        <button type="button" className="k-button" onClick={onDecide}>
          {t('exclusion.decide')}
        </button>
      ) : (
        <span className="k-hint">{t('exclusion.notYou')}</span>
      )}
    </>
  );
}
