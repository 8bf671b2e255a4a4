import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { ApiProblem, get, sendCommand } from '../../kit/api.ts';
import type { CaseView, Lng } from '../../kit/api-types.ts';
import { newCommandId, now } from '../../kit/clock.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Lookup } from '../../kit/Lookup.tsx';
import { findPlaces, leafCategories } from '../../kit/lookups.ts';
import { SpokenCode } from '../../kit/MaskedPerson.tsx';
import { Loading } from '../../kit/States.tsx';
import { useToast } from '../../kit/Toast.tsx';
import { useCategories } from '../queries.ts';
import { Duplicates } from './Duplicates.tsx';
import { suggestCategories } from './suggest.ts';

const PointPicker = lazy(() =>
  import('../map/PointPicker.tsx').then((file) => ({ default: file.PointPicker })),
);

const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;
const KINDS = ['incident', 'request', 'hazard'] as const;

type Draft = {
  channel: 'phone' | 'walk-in';
  kind: (typeof KINDS)[number];
  text: string;
  category: string | undefined;
  categoryLabel: string;
  point: Lng | undefined;
  place: string;
  detail: string;
  name: string;
  phone: string;
  wantsReply: boolean;
};

const EMPTY: Draft = {
  channel: 'phone',
  kind: 'incident',
  text: '',
  category: undefined,
  categoryLabel: '',
  point: undefined,
  place: '',
  detail: '',
  name: '',
  phone: '',
  wantsReply: true,
};

type Filed = { case: CaseView; follow?: { code: string; number: string } };

/** One screen while somebody is on the line: words, place, category, call-back; what is alike appears on the way. */
export function FilingPage() {
  const [filed, setFiled] = useState<Filed>();
  const [round, setRound] = useState(0);
  if (filed) {
    return (
      <Done
        filed={filed}
        onNext={() => {
          setFiled(undefined);
          setRound(round + 1);
        }}
      />
    );
  }
  return <Form key={round} onFiled={setFiled} />;
}

function Form({ onFiled }: { onFiled(filed: Filed): void }) {
  const { t } = useI18n();
  const toast = useToast();
  const client = useQueryClient();
  const categories = useCategories();
  const form = useRef<HTMLFormElement>(null);
  const commandId = useRef(newCommandId());
  const startedAt = useRef(now());
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [words, setWords] = useState<Record<string, string>>({});
  const chain = useChain(draft.point);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const leaves = useMemo(
    () => leafCategories(categories.data ?? [], draft.kind),
    [categories.data, draft.kind],
  );
  const suggested = useMemo(() => suggestCategories(draft.text, leaves), [draft.text, leaves]);
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);

  async function file(): Promise<void> {
    const found: Record<string, string> = {};
    if (draft.text.trim() === '') found.text = t('file.needText');
    if (!draft.point) found.place = t('file.needPlace');
    if (draft.phone.trim() !== '' && !PHONE.test(draft.phone.trim())) found.phone = t('file.badPhone');
    setWords(found);
    const first = ['text', 'place', 'phone'].find((name) => found[name]);
    if (first) {
      form.current?.querySelector<HTMLElement>(`[data-field="${first}"] :is(input, textarea)`)?.focus();
      return;
    }
    setBusy(true);
    setFailure(undefined);
    const reporter = {
      ...(draft.name.trim() ? { name: draft.name.trim() } : {}),
      ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
      wantsReply: draft.wantsReply && draft.phone.trim() !== '',
    };
    try {
      const answer = await sendCommand<Filed>('/cases', {
        commandId: commandId.current,
        kind: draft.kind,
        ...(draft.category ? { category: draft.category } : {}),
        text: draft.text.trim(),
        point: draft.point,
        address: [draft.place, draft.detail.trim()].filter(Boolean).join(' '),
        ...(draft.name.trim() || draft.phone.trim() ? { reporter } : {}),
        channel: draft.channel,
        occurredAt: startedAt.current,
      });
      void client.invalidateQueries({ queryKey: ['work'] });
      onFiled(answer);
    } catch (error) {
      // Refused for good: what is sent next is something else and needs a new id. Offline: the same one.
      if (!(error instanceof ApiProblem && error.offline)) commandId.current = newCommandId();
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <div className="c-page c-filing">
      <h1 className="c-title">{t('file.title')}</h1>
      <div className="c-filing-grid">
        <form
          ref={form}
          className="k-form c-card c-card-pad"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void file();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void file();
            }
            const index = event.altKey ? Number(event.key) - 1 : -1;
            const pick = suggested[index];
            if (pick) {
              event.preventDefault();
              set({ category: pick.code, categoryLabel: pick.label });
            }
          }}
        >
          <FormProblem failure={failure} />
          <div className="c-filing-row">
            <Segmented<Draft['channel']>
              aria-label={t('file.channel')}
              value={draft.channel}
              onChange={(channel) => set({ channel })}
              options={[
                { value: 'phone', label: t('file.phone') },
                { value: 'walk-in', label: t('file.walkIn') },
              ]}
            />
            <Segmented<Draft['kind']>
              aria-label={t('file.kind')}
              value={draft.kind}
              onChange={(kind) => set({ kind, category: undefined, categoryLabel: '' })}
              options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            />
          </div>
          <div className="k-field" data-field="text">
            <label className="k-label" htmlFor="file-text">
              {t('file.text')}
            </label>
            <textarea
              id="file-text"
              rows={4}
              maxLength={4000}
              placeholder={t('file.textHint')}
              aria-invalid={words.text !== undefined}
              value={draft.text}
              onChange={(event) => set({ text: event.target.value })}
            />
            {words.text ? <p className="k-error">{words.text}</p> : null}
          </div>
          <div className="k-field" data-field="place">
            <label className="k-label" htmlFor="file-where">
              {t('file.where')}
            </label>
            <PlaceLookup
              label={draft.place}
              invalid={words.place !== undefined}
              onPick={(hit) => set({ point: hit, place: hit.place })}
            />
            {chain.length > 0 ? (
              <p className="k-hint" role="status">
                {t('file.area', { names: chain.join(' › ') })}
              </p>
            ) : null}
            {words.place ? <p className="k-error">{words.place}</p> : null}
          </div>
          <div className="k-field">
            <label className="k-label" htmlFor="file-detail">
              {t('file.address')}
              <span className="k-optional">{t('kit.optional')}</span>
            </label>
            <input
              id="file-detail"
              className="k-input"
              maxLength={100}
              placeholder={t('file.addressHint')}
              value={draft.detail}
              onChange={(event) => set({ detail: event.target.value })}
            />
          </div>
          <div className="k-field">
            <label className="k-label" htmlFor="file-category">
              {t('file.category')}
              <span className="k-optional">{t('kit.optional')}</span>
            </label>
            {suggested.length > 0 ? (
              <fieldset className="c-suggest">
                <legend className="k-hint">{t('file.categorySuggest')}</legend>
                {suggested.map((one, index) => (
                  <button
                    key={one.code}
                    type="button"
                    className="c-chip"
                    aria-pressed={draft.category === one.code}
                    onClick={() => set({ category: one.code, categoryLabel: one.label })}
                  >
                    <kbd>{index + 1}</kbd> {one.label}
                  </button>
                ))}
              </fieldset>
            ) : null}
            <Lookup
              id="file-category"
              value={draft.category}
              valueLabel={draft.categoryLabel}
              placeholder={t('file.categoryOther')}
              find={async (query) =>
                leaves
                  .filter((one) => `${one.label}${one.parentLabel}`.includes(query))
                  .slice(0, 30)
                  .map((one) => ({ value: one.code, label: one.label, hint: one.parentLabel }))
              }
              onChange={(category, option) =>
                set({ category, ...(option ? { categoryLabel: option.label } : {}) })
              }
            />
          </div>
          <fieldset className="k-field">
            <legend className="k-label">
              {t('file.reporter')}
              <span className="k-optional">{t('kit.optional')}</span>
            </legend>
            <div className="c-filing-row" data-field="phone">
              <input
                className="k-input k-input-short"
                aria-label={t('file.name')}
                placeholder={t('file.name')}
                maxLength={40}
                autoComplete="off"
                value={draft.name}
                onChange={(event) => set({ name: event.target.value })}
              />
              <input
                className="k-input k-input-short"
                aria-label={t('file.tel')}
                placeholder={t('file.tel')}
                inputMode="tel"
                autoComplete="off"
                maxLength={13}
                aria-invalid={words.phone !== undefined}
                value={draft.phone}
                onChange={(event) => set({ phone: event.target.value })}
              />
              <label className="k-inline">
                <input
                  type="checkbox"
                  checked={draft.wantsReply}
                  onChange={(event) => set({ wantsReply: event.target.checked })}
                />
                {t('file.wantsReply')}
              </label>
            </div>
            {words.phone ? <p className="k-error">{words.phone}</p> : null}
            <p className="k-hint">{t('file.personLine')}</p>
          </fieldset>
          <div className="k-form-foot">
            <button type="submit" className="k-button k-button-primary" disabled={busy}>
              {t('file.submit')}
            </button>
          </div>
        </form>
        <div className="c-filing-side">
          <Duplicates
            text={draft.text}
            point={draft.point}
            category={draft.category}
            reporter={{
              name: draft.name.trim(),
              phone: PHONE.test(draft.phone.trim()) ? draft.phone.trim() : '',
            }}
            onJoined={(number) => toast(t('file.joined', { number }), { tone: 'good' })}
          />
          <section className="c-card c-card-pad">
            <h2>{t('file.pickOnMap')}</h2>
            <Suspense fallback={<Loading />}>
              <PointPicker
                value={draft.point}
                onChange={(point) => set({ point, ...(point?.address ? { place: point.address } : {}) })}
              />
            </Suspense>
          </section>
        </div>
      </div>
    </div>
  );
}

function PlaceLookup({
  label,
  invalid,
  onPick,
}: {
  label: string;
  invalid: boolean;
  onPick(hit: Lng & { place: string }): void;
}) {
  const { t } = useI18n();
  const hits = useRef(new Map<string, Lng & { place: string }>());
  return (
    <Lookup
      id="file-where"
      value={undefined}
      valueLabel={label}
      invalid={invalid}
      placeholder={t('file.whereHint')}
      find={async (query, signal) => {
        const found = await findPlaces(query, signal);
        return found.map((hit) => {
          const name = hit.name ?? hit.address ?? '';
          const key = `${hit.kind}|${hit.lng}|${hit.lat}|${name}`;
          hits.current.set(key, {
            lng: hit.lng,
            lat: hit.lat,
            place: hit.address && hit.address !== name ? `${hit.address} ${name}` : name,
          });
          return { value: key, label: name, ...(hit.address ? { hint: hit.address } : {}) };
        });
      }}
      onChange={(key) => {
        const hit = key === undefined ? undefined : hits.current.get(key);
        if (hit) onPick(hit);
      }}
    />
  );
}

/** The names of the areas that hold the point, so that the caller can be told whose it will be. */
function useChain(point: Lng | undefined): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    setNames([]);
    if (!point) return;
    const abort = new AbortController();
    get<{ chain: { name: string }[] }>('/areas/locate', { lng: point.lng, lat: point.lat }, abort.signal)
      .then((answer) => setNames(answer.chain.map((area) => area.name)))
      .catch(() => setNames([]));
    return () => abort.abort();
  }, [point]);
  return names;
}

function Done({ filed, onNext }: { filed: Filed; onNext(): void }) {
  const { t } = useI18n();
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const number = filed.follow?.number ?? filed.case.number;
  return (
    <div className="c-page c-narrow">
      <section className="c-card c-card-pad c-done" role="status">
        <h1 className="c-title">{t('file.doneTitle')}</h1>
        <p>
          {filed.case.headline} · <span className="k-number">{number}</span>
        </p>
        {filed.follow ? (
          <>
            <p>
              <strong>{t('file.readOut')}</strong>
            </p>
            <p>{t('file.readOutLine', { number })}</p>
            <SpokenCode code={filed.follow.code} label={t('file.follow')} />
          </>
        ) : null}
        <div className="k-form-foot">
          <button ref={next} type="button" className="k-button k-button-primary" onClick={onNext}>
            {t('file.next')}
          </button>
          <Link to="/cases/$caseId" params={{ caseId: filed.case.id }} className="k-button">
            {t('file.again')}
          </Link>
        </div>
      </section>
    </div>
  );
}
