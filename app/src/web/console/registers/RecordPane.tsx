import { useState } from 'react';
import { call, post } from '../../kit/api.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { exactDate, toInputDate } from '../../kit/dates.ts';
import { useI18n } from '../../kit/i18n.tsx';
import { problemWords } from '../../kit/problem-words.ts';
import { Unread } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { AskForm } from './AskForm.tsx';
import { RecordForm } from './RecordForm.tsx';
import { Reveal, type Revealed } from './Reveal.tsx';
import {
  type FullRecord,
  type Register,
  type Step,
  useRecord,
  useRecordLog,
  type View,
} from './register-queries.ts';
import { Shown } from './Shown.tsx';

type Props = { register: Register; id: string; onClose(): void; onChanged(): Promise<void> };

export function RecordPane({ register, id, onClose, onChanged }: Props) {
  const { t } = useI18n();
  const found = useRecord(register.code, id);
  const [editing, setEditing] = useState(false);
  const record = found.data;
  return (
    <aside className="r-pane" aria-label={record?.title ?? register.label}>
      <header className="r-pane-head">
        <h2 className="c-heading">{record?.title}</h2>
        <button type="button" className="k-button k-button-quiet" onClick={onClose}>
          {t('reg.close')}
        </button>
      </header>
      <Unread found={found} />
      {record && editing ? (
        <RecordForm
          register={register}
          record={record}
          onDone={async (saved) => {
            setEditing(false);
            if (saved) await onChanged();
          }}
        />
      ) : null}
      {record && !editing ? (
        <>
          <Facts register={register} record={record} />
          <Actions
            register={register}
            record={record}
            onEdit={() => setEditing(true)}
            onChanged={onChanged}
            onClose={onClose}
          />
        </>
      ) : null}
      {record ? <Logs register={register} id={id} personal={register.personal} /> : null}
    </aside>
  );
}

function Facts({ register, record }: { register: Register; record: FullRecord }) {
  const { t } = useI18n();
  const [revealed, setRevealed] = useState<Revealed>();
  const mark = revealed
    ? t('reg.watermark', { name: revealed.watermark.name, at: exactDate(t, revealed.watermark.at, now()) })
    : '';
  const masked = register.fields.filter((field) => field.personal && record.values[field.code] !== null);
  return (
    <>
      <div className="r-facts">
        {revealed ? (
          <div className="r-watermark" data-mark={`${mark}\u3000`.repeat(40)} aria-hidden="true" />
        ) : null}
        <dl>
          <div>
            <dt>{t('reg.area')}</dt>
            <dd>{record.area.name}</dd>
          </div>
          {register.fields
            .filter((field) => record.values[field.code] !== null)
            .map((field) => (
              <div key={field.code}>
                <dt>{field.label}</dt>
                <dd>
                  {revealed?.shown[field.code] ?? <Shown field={field} record={record} />}
                  {field.unit ? <span className="k-hint"> {field.unit}</span> : null}
                </dd>
              </div>
            ))}
          <div>
            <dt>{t('reg.since')}</dt>
            <dd>
              {record.validFrom}
              {record.validTo ? ` – ${record.validTo}` : ''}
            </dd>
          </div>
          {record.expiresOn ? (
            <div>
              <dt>{t('reg.expires')}</dt>
              <dd>{t(register.ofPerson ? 'reg.expiresOn' : 'reg.emptiesOn', { day: record.expiresOn })}</dd>
            </div>
          ) : null}
          {record.consents.map((one) => (
            <div key={`${one.kind}-${one.onDay}`}>
              <dt>{t(`reg.consentKind.${one.kind}`)}</dt>
              <dd>
                {one.onDay} · {t(`reg.givenBy.${one.givenBy}`)} · {t('reg.edition', { n: one.edition })}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {revealed ? <p className="k-hint">{mark}</p> : null}
      {record.may.reveal && masked.length > 0 && !revealed ? (
        <Reveal
          code={register.code}
          id={record.id}
          fields={masked.map((field) => field.code)}
          onRevealed={setRevealed}
        />
      ) : null}
    </>
  );
}

function Actions({
  register,
  record,
  onEdit,
  onChanged,
  onClose,
}: {
  register: Register;
  record: FullRecord;
  onEdit(): void;
  onChanged(): Promise<void>;
  onClose(): void;
}) {
  const { t } = useI18n();
  const toast = useToast();
  const [sure, setSure] = useState(false);
  const [emptying, setEmptying] = useState(false);
  const [writingOff, setWritingOff] = useState(false);
  const path = `/registers/${register.code}/records/${record.id}`;
  async function run(work: () => Promise<unknown>, words: string, after?: () => void): Promise<void> {
    try {
      await work();
      toast(words, { tone: 'good' });
      after?.();
      await onChanged();
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  const change = (what: 'end' | 'reopen' | 'confirm') =>
    run(
      () =>
        call('PATCH', path, {
          body: {
            commandId: newCommandId(),
            baseVersion: record.version,
            do: what,
            ...(what === 'confirm' && register.consent
              ? { consent: { givenBy: 'self', onDay: toInputDate(now()), edition: register.consent.edition } }
              : {}),
          },
        }),
      t(`reg.done.${what}`),
    );
  const erase = () =>
    run(
      () => post(`${path}/erase`, { why: register.consent ? 'withdrawn' : 'mistake' }),
      t('reg.erased'),
      onClose,
    );
  const empty = () =>
    run(
      () => post(`${path}/erase`, { why: 'asked' }),
      t('reg.emptied'),
      () => setEmptying(false),
    );
  if (!record.may.write) return null;
  if (record.mergedInto !== null)
    return (
      <p className="r-actions">
        {t('reg.mergedAway')}
        {record.may.manage ? (
          <button
            type="button"
            className="k-button"
            onClick={() =>
              void run(() => post(`${path}/unmerge`, { commandId: newCommandId() }), t('reg.unmergedNow'))
            }
          >
            {t('reg.unmerge')}
          </button>
        ) : null}
      </p>
    );
  if (writingOff)
    return (
      <AskForm
        register={register.code}
        what={{ kind: 'dispose', recordId: record.id }}
        onDone={() => setWritingOff(false)}
      />
    );
  return (
    <div className="r-actions">
      {record.validTo === null ? (
        <>
          <button type="button" className="k-button k-button-primary" onClick={onEdit}>
            {t('reg.edit')}
          </button>
          {register.personal ? <SubjectCode path={path} /> : null}
          {register.personal ? (
            <button type="button" className="k-button" onClick={() => void change('confirm')}>
              {t('reg.confirm')}
            </button>
          ) : null}
          {register.disposal ? (
            <button type="button" className="k-button" onClick={() => setWritingOff(true)}>
              {t('reg.ask.dispose')}
            </button>
          ) : (
            <button type="button" className="k-button" onClick={() => void change('end')}>
              {t('reg.end')}
            </button>
          )}
        </>
      ) : register.disposal ? (
        <span>{t('reg.writtenOff')}</span>
      ) : (
        <button type="button" className="k-button" onClick={() => void change('reopen')}>
          {t('reg.reopen')}
        </button>
      )}
      {record.may.manage && !register.ofPerson && record.expiresOn !== null && !emptying ? (
        <button type="button" className="k-button" onClick={() => setEmptying(true)}>
          {t('reg.empty')}
        </button>
      ) : null}
      {emptying ? (
        <Sure
          words={t('reg.emptySure')}
          yes={t('reg.emptyYes')}
          onYes={() => void empty()}
          onNo={() => setEmptying(false)}
        />
      ) : null}
      {record.may.manage && !sure && !(register.disposal && record.validTo === null) ? (
        <button type="button" className="k-button k-button-danger" onClick={() => setSure(true)}>
          {t('reg.erase')}
        </button>
      ) : null}
      {sure ? (
        <Sure
          words={t('reg.eraseSure')}
          yes={t('reg.eraseYes')}
          onYes={() => void erase()}
          onNo={() => setSure(false)}
        />
      ) : null}
    </div>
  );
}

type SureProps = { words: string; yes: string; onYes(): void; onNo(): void };

/** Asked once more, before what cannot be taken back. */
function Sure({ words, yes, onYes, onNo }: SureProps) {
  const { t } = useI18n();
  return (
    <span role="alert" className="r-sure">
      {words}
      <button type="button" className="k-button k-button-danger" onClick={onYes}>
        {yes}
      </button>
      <button type="button" className="k-button" onClick={onNo}>
        {t('reg.cancel')}
      </button>
    </span>
  );
}

/** The code with which the person reaches this record; told once, to be written on the notice. */
function SubjectCode({ path }: { path: string }) {
  const { t } = useI18n();
  const toast = useToast();
  const [code, setCode] = useState<string>();
  async function make(): Promise<void> {
    try {
      setCode((await post<{ code: string }>(`${path}/code`, {})).code);
    } catch (error) {
      toast(problemWords(t, error), { tone: 'bad' });
    }
  }
  return code ? (
    <span role="status">
      {t('reg.code')} <strong className="r-code">{code}</strong>{' '}
      <span className="k-hint">{t('reg.codeLine')}</span>
    </span>
  ) : (
    <button type="button" className="k-button" onClick={() => void make()}>
      {t('reg.giveCode')}
    </button>
  );
}

function Logs({ register, id, personal }: { register: Register; id: string; personal: boolean }) {
  const { t } = useI18n();
  const steps = useRecordLog<Step>(register.code, id, 'history');
  const views = useRecordLog<View>(register.code, id, 'views');
  const label = (code: string) => register.fields.find((field) => field.code === code)?.label ?? code;
  return (
    <>
      <section aria-label={t('reg.history')}>
        <h3>{t('reg.history')}</h3>
        <ol className="c-history">
          {steps.data?.items.map((step) => (
            <li key={step.seq}>
              <strong>{t(`reg.step.${step.kind}`)}</strong> {step.by.name ?? t(`reg.actor.${step.by.actor}`)}{' '}
              · {exactDate(t, step.at, now())}
              {step.kind === 'create' || step.kind === 'import'
                ? null
                : step.changes.map((change) => (
                    <div key={change.field} className="k-hint">
                      {t('reg.change', {
                        field: label(change.field),
                        before: change.before || '—',
                        after: change.after || '—',
                      })}
                    </div>
                  ))}
            </li>
          ))}
        </ol>
      </section>
      {personal ? (
        <section aria-label={t('reg.views')}>
          <h3>{t('reg.views')}</h3>
          <ol className="c-history">
            {views.data?.items.map((view) => (
              <li key={`${view.at}-${view.kind}-${view.name}`}>
                <strong>{t(`reg.view.${view.kind}`)}</strong> {view.name} · {view.post} ·{' '}
                {exactDate(t, view.at, now())}
                {view.reason ? (
                  <div className="k-hint">{t('reg.because', { reason: view.reason })}</div>
                ) : null}
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </>
  );
}
