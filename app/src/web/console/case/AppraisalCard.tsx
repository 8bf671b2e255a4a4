import { Drawer } from 'antd';
import { useState } from 'react';
import type { CaseView } from '../../kit/api-types.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { PhotoStrip } from '../../kit/Photos.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { ApplyForm, DecisionForm, TryForm } from '../appraisal/appraisal-forms.tsx';
import { type CaseAppraisal, useCaseAppraisal } from '../appraisal/appraisal-queries.ts';
import { PartHeading } from './PartHeading.tsx';

type Open = { what: 'try' | 'decide'; id: string } | { what: 'apply' };

/** Who asks from above, what residents said on the phone, and whether it counts. Nothing of it changes the case. */
export function AppraisalCard({ view }: { view: CaseView }) {
  const { t } = useI18n();
  const { data } = useCaseAppraisal(view.id, view.version);
  const [open, setOpen] = useState<Open>();
  if (!data) return null;
  const { supervision, visits, exclusions, mayApply } = data;
  const close = () => setOpen(undefined);
  return (
    <>
      {supervision.current || supervision.ended.length > 0 ? <Supervision supervision={supervision} /> : null}
      {visits.length > 0 ? (
        <section>
          <PartHeading>{t('visit.title')}</PartHeading>
          {visits.map((visit) => (
            <Visit key={visit.id} visit={visit} onCall={() => setOpen({ what: 'try', id: visit.id })} />
          ))}
        </section>
      ) : null}
      {exclusions.length > 0 || mayApply ? (
        <section>
          <PartHeading>{t('exclusion.title')}</PartHeading>
          {exclusions.map((one) => (
            <div key={one.id} className="c-appraised">
              <p>
                <strong>{one.state.label}</strong> · {one.unitName}：{one.grounds.label}
              </p>
              <p>{one.words}</p>
              <PhotoStrip photos={one.evidence.map((fileId) => ({ fileId }))} size={48} />
              {one.decidedAt === null ? (
                <p className={one.late ? 'c-vacant' : 'k-hint'}>
                  {t(one.late ? 'exclusion.overdue' : 'exclusion.dueBy')}{' '}
                  <TimeText at={one.dueAt} as="exact" />
                </p>
              ) : (
                <p className="k-hint">
                  {one.decidedUnitName}：{one.decisionWords} · <TimeText at={one.decidedAt} as="near" />
                </p>
              )}
              {one.mayDecide ? (
                <button
                  type="button"
                  className="k-button"
                  onClick={() => setOpen({ what: 'decide', id: one.id })}
                >
                  {t('exclusion.decide')}
                </button>
              ) : null}
            </div>
          ))}
          {mayApply ? (
            mayApply.refusal ? (
              <p className="k-hint">{mayApply.refusal}</p>
            ) : (
              <button type="button" className="k-button" onClick={() => setOpen({ what: 'apply' })}>
                {t('exclusion.apply')}
              </button>
            )
          ) : null}
        </section>
      ) : null}
      <Drawer
        open={open !== undefined}
        onClose={close}
        size={460}
        destroyOnHidden
        title={
          open
            ? t({ try: 'visit.record', decide: 'exclusion.decide', apply: 'exclusion.apply' }[open.what])
            : ''
        }
      >
        {open?.what === 'try' ? <TryForm id={open.id} caseId={view.id} onDone={close} /> : null}
        {open?.what === 'decide' ? <DecisionForm id={open.id} caseId={view.id} onDone={close} /> : null}
        {open?.what === 'apply' && mayApply ? (
          <ApplyForm caseId={view.id} grounds={mayApply.grounds} onDone={close} />
        ) : null}
      </Drawer>
    </>
  );
}

function Supervision({ supervision }: { supervision: CaseAppraisal['supervision'] }) {
  const { t } = useI18n();
  const { current, ended } = supervision;
  return (
    <section>
      <PartHeading>{t('supervision.title')}</PartHeading>
      {current ? (
        <div className="c-appraised" role="status">
          <p className={current.late ? 'c-vacant' : undefined}>
            <strong>{current.label}</strong>
          </p>
          <p>
            {t('supervision.by', { unit: current.by })} · <TimeText at={current.at} as="near" />
          </p>
          <p>{current.reason}</p>
          <p>{t('supervision.wants', { words: current.wants, within: current.within })}</p>
          {current.dueAt === null ? null : (
            <p>
              {t('supervision.dueBy')} <TimeText at={current.dueAt} as="exact" />
            </p>
          )}
          {current.answer ? <p>{t('supervision.answer', { words: current.answer })}</p> : null}
        </div>
      ) : null}
      {ended.map((one) => (
        <p key={one.endedAt} className="k-hint">
          {one.by} · {one.label}：{one.words} · <TimeText at={one.endedAt} as="near" />
        </p>
      ))}
    </section>
  );
}

function Visit({ visit, onCall }: { visit: CaseAppraisal['visits'][number]; onCall(): void }) {
  const { t } = useI18n();
  return (
    <div className="c-appraised">
      <p>
        <strong>{visit.state.label}</strong> · {visit.why}
      </p>
      {visit.tries.map((one) => (
        <p key={one.at}>
          <TimeText at={one.at} as="near" /> {one.unitName}：
          {one.reached
            ? `${t(`visit.solved.${one.solved}`)} · ${t(`visit.satisfied.${one.satisfied}`)}`
            : t('visit.reached.no')}
          {one.words ? ` · ${one.words}` : ''}
        </p>
      ))}
      <p className="k-hint">{t('visit.beside')}</p>
      {visit.mayCall ? (
        <button type="button" className="k-button" onClick={onCall}>
          {t('visit.record')}
        </button>
      ) : null}
    </div>
  );
}
