// 恢复与复盘: the three phases, what has to be right again, and what is to be improved by whom.
import { useState } from 'react';
import { post } from '../../kit/api.ts';
import { newCommandId } from '../../kit/clock.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { ChecklistForm } from '../drills/ChecklistForm.tsx';
import { ImprovementList } from '../drills/ImprovementList.tsx';
import type { EmergencyView } from '../emergency/queries.ts';
import { ImproveForm } from './ImproveForm.tsx';
import { type Review, useReview } from './queries.ts';
import '../drills/drills.css';

export function ReviewTab({ view }: { view: EmergencyView }) {
  const { t } = useI18n();
  const found = useReview(view.id);
  const review = found.data;
  const changed = () => void found.refetch();
  return (
    <>
      <Unread found={found} />
      {review ? (
        <>
          <Phases review={review} />
          <Recovery review={review} onChanged={changed} />
          <section className="d-sec" aria-labelledby="review-improvements">
            <h2 id="review-improvements" className="c-heading">
              {t('drills.improvements')}
            </h2>
            <ImprovementList items={review.improvements} none={t('review.noImprovements')} />
          </section>
        </>
      ) : null}
    </>
  );
}

function Phases({ review }: { review: Review }) {
  const { t } = useI18n();
  return (
    <section className="d-sec" aria-labelledby="review-phases">
      <h2 id="review-phases" className="c-heading">
        {t('review.phases')}
      </h2>
      <ol className="d-phases">
        {review.phases.map((phase) => (
          <li key={phase.code} className="c-card c-card-pad">
            <strong>{phase.label}</strong>
            <p className={phase.from === null ? 'k-hint' : undefined}>
              {phase.from === null ? (
                t('review.notBegun')
              ) : (
                <>
                  <TimeText at={phase.from} as="near" /> —{' '}
                  {phase.to === null ? t('review.goesOn') : <TimeText at={phase.to} as="near" />}
                </>
              )}
            </p>
            {phase.steps.length > 0 ? (
              <ul className="d-plain">
                {phase.steps.map((step, index) => (
                  <li key={`${step.at} ${step.label} ${index + 1}`} className="k-hint">
                    <TimeText at={step.at} as="near" /> {step.label}
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ol>
      {review.review ? <p>{t('review.words', { words: review.review })}</p> : null}
    </section>
  );
}

function Recovery({ review, onChanged }: { review: Review; onChanged(): void }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const [id, setId] = useState(newCommandId);
  const [giving, setGiving] = useState<string>();
  async function send(answers: Record<string, string | number>): Promise<void> {
    await post(
      `/emergencies/${review.id}/review/answers`,
      { id, version: review.checklist.version, answers },
      { retries: 2 },
    );
    setId(newCommandId());
    setOpen(false);
    onChanged();
  }
  const { latest } = review;
  return (
    <section className="d-sec" aria-labelledby="review-recovery">
      <h2 id="review-recovery" className="c-heading">
        {review.checklist.title}
      </h2>
      {latest ? (
        <>
          <p role="status">
            {t('review.answered', { right: latest.right, open: latest.open.length, post: latest.postTitle })}{' '}
            <TimeText at={latest.at} as="near" />
          </p>
          <ul className="d-open">
            {latest.open.map((one) => (
              <li key={one.item}>
                <span className="d-late">● {one.text}</span>{' '}
                {one.given ? (
                  <span className="k-hint">{t('review.given')}</span>
                ) : review.may.answer && giving !== one.item ? (
                  <button type="button" className="k-link" onClick={() => setGiving(one.item)}>
                    {t('review.give')}
                  </button>
                ) : null}
                {giving === one.item ? (
                  <ImproveForm
                    emergencyId={review.id}
                    what={one.text}
                    onDone={() => {
                      setGiving(undefined);
                      onChanged();
                    }}
                  />
                ) : null}
              </li>
            ))}
          </ul>
          {latest.remark ? <p className="k-hint">{latest.remark}</p> : null}
        </>
      ) : (
        <p className="k-hint">{t(review.may.answer ? 'review.notAnswered' : 'review.later')}</p>
      )}
      {open ? (
        <ChecklistForm
          checklist={review.checklist}
          sendLabel={t('review.send')}
          onSend={send}
          onClose={() => setOpen(false)}
        />
      ) : review.may.answer ? (
        <div className="k-row">
          <button type="button" className="k-button" onClick={() => setOpen(true)}>
            {t(latest ? 'review.answerAgain' : 'review.answer')}
          </button>
          {giving === '' ? null : (
            <button type="button" className="k-button" onClick={() => setGiving('')}>
              {t('review.another')}
            </button>
          )}
        </div>
      ) : null}
      {giving === '' ? (
        <ImproveForm
          emergencyId={review.id}
          what=""
          onDone={() => {
            setGiving(undefined);
            onChanged();
          }}
        />
      ) : null}
    </section>
  );
}
