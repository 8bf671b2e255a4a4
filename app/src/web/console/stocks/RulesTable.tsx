// What there should be at least, each figure with its source; and how early keepers hear of a date. Both belong to the district.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../kit/api.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Labelled } from '../../kit/Labelled.tsx';
import { Unread } from '../../kit/States.tsx';
import { shown } from './amounts.ts';
import { type Item, useItems, useSettings } from './queries.ts';

const figure = (text: string): number | null => (text.trim() === '' ? null : Number(text));

export function RulesTable() {
  const { t } = useI18n();
  const found = useItems();
  const settings = useSettings();
  const [chosen, setChosen] = useState<Item>();
  const items = (found.data?.items ?? []).filter(
    (one) => one.perPersonDay !== null || one.perThousand !== null || settings.data?.mayChange === true,
  );
  return (
    <section className="c-stack" aria-labelledby="stocks-rules">
      <h2 id="stocks-rules" className="c-heading">
        {t('stocks.rules')}
      </h2>
      <p className="k-hint">
        {settings.data
          ? t('stocks.alertsLine', { days: settings.data.alertDays.join(t('stocks.comma')) })
          : ''}
      </p>
      <Unread found={found} />
      {settings.data?.mayChange ? <Alerts days={settings.data.alertDays} /> : null}
      {items.length > 0 ? (
        <div className="c-card c-table-scroll">
          <table className="c-table">
            <thead>
              <tr>
                <th scope="col">{t('stocks.column.item')}</th>
                <th scope="col">{t('stocks.column.class')}</th>
                <th scope="col">{t('stocks.column.rule')}</th>
                <th scope="col">{t('stocks.column.source')}</th>
                {settings.data?.mayChange ? <th scope="col">{t('stocks.column.act')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.code}>
                  <th scope="row">{one.name}</th>
                  <td>{t(`stocks.class.${one.class}`)}</td>
                  <td>
                    <RuleWords one={one} />
                  </td>
                  <td className="k-hint">{[one.needSource, one.leastSource].filter(Boolean).join(' · ')}</td>
                  {settings.data?.mayChange ? (
                    <td>
                      <button type="button" className="k-link" onClick={() => setChosen(one)}>
                        {t('stocks.ruleChange')}
                      </button>
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {chosen ? <RuleForm key={chosen.code} one={chosen} onDone={() => setChosen(undefined)} /> : null}
    </section>
  );
}

function RuleWords({ one }: { one: Item }) {
  const { t } = useI18n();
  const words = [
    one.perPersonDay === null
      ? ''
      : t('stocks.rulePerDay', { n: shown(one.perPersonDay), measure: one.measure, days: one.goalDays ?? 3 }),
    one.perThousand === null
      ? ''
      : t('stocks.rulePerThousand', { n: shown(one.perThousand), measure: one.measure }),
  ].filter(Boolean);
  return words.length === 0 ? t('stocks.ruleNone') : words.join(t('stocks.comma'));
}

function Alerts({ days }: { days: readonly number[] }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const [text, setText] = useState(days.join(' '));
  const [failure, setFailure] = useState<unknown>();
  async function keep(): Promise<void> {
    setFailure(undefined);
    try {
      const alertDays = text
        .split(/[\s,，、]+/)
        .filter((one) => one !== '')
        .map(Number);
      await call('PUT', '/stocks/settings', { body: { alertDays } });
      await client.invalidateQueries({ queryKey: ['stocks', 'settings'] });
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <div className="k-row s-inputs">
      <Labelled id="stock-alerts" label={t('stocks.alerts')}>
        <input
          id="stock-alerts"
          className="k-input k-input-short"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Labelled>
      <button type="button" className="k-button" onClick={() => void keep()}>
        {t('stocks.alertsKeep')}
      </button>
      <FormProblem failure={failure} />
    </div>
  );
}

function RuleForm({ one, onDone }: { one: Item; onDone(): void }) {
  const { t } = useI18n();
  const client = useQueryClient();
  const said = (value: number | null) => (value === null ? '' : String(value));
  const [draft, setDraft] = useState({
    perPersonDay: said(one.perPersonDay),
    needSource: one.needSource,
    goalDays: said(one.goalDays),
    perThousand: said(one.perThousand),
    leastSource: one.leastSource ?? '',
  });
  const [failure, setFailure] = useState<unknown>();
  async function keep(): Promise<void> {
    setFailure(undefined);
    try {
      const { perPersonDay, goalDays, perThousand, ...sources } = draft;
      await call('PUT', `/stocks/items/${encodeURIComponent(one.code)}/rule`, {
        body: {
          ...sources,
          perPersonDay: figure(perPersonDay),
          goalDays: figure(goalDays),
          perThousand: figure(perThousand),
        },
      });
      await client.invalidateQueries({ queryKey: ['stocks'] });
      onDone();
    } catch (error) {
      setFailure(error);
    }
  }
  return (
    <form
      className="e-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <h3>{t('stocks.ruleOf', { item: one.name, measure: one.measure })}</h3>
      {(['perPersonDay', 'needSource', 'goalDays', 'perThousand', 'leastSource'] as const).map((name) => (
        <Labelled key={name} id={`rule-${name}`} label={t(`stocks.rule.${name}`)}>
          <input
            id={`rule-${name}`}
            className="k-input"
            maxLength={200}
            value={draft[name]}
            onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
          />
        </Labelled>
      ))}
      <FormProblem failure={failure} />
      <div className="k-row">
        <button type="submit" className="k-button k-button-primary">
          {t('stocks.ruleKeep')}
        </button>
        <button type="button" className="k-button" onClick={onDone}>
          {t('stocks.cancel')}
        </button>
      </div>
    </form>
  );
}
