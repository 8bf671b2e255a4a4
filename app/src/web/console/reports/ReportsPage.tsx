// 一表通: the forms of units, and what was generated from them.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useState } from 'react';
import { useI18n } from '../../kit/i18n.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { useScope } from '../shell/scope.tsx';
import { ChangeForm, NewForm } from './FormEditor.tsx';
import { GenerateForm } from './GenerateForm.tsx';
import { type ReportForm, useForms, useReports } from './queries.ts';
import { ReportPane } from './ReportPane.tsx';

export type ReportsSearch = { report?: string | undefined };
type Open = { what: 'new' } | { what: 'change'; form: ReportForm } | { what: 'generate'; form: ReportForm };

export function ReportsPage() {
  const { t } = useI18n();
  const { me } = useScope();
  const navigate = useNavigate();
  const { report } = useSearch({ strict: false }) as ReportsSearch;
  const forms = useForms();
  const [open, setOpen] = useState<Open>();
  const show = (id: string | undefined) => void navigate({ to: '/reports', search: { report: id } });
  return (
    <div className="c-page">
      <h1 className="c-title">{t('nav.reports')}</h1>
      <p className="k-hint">{t('reports.line')}</p>
      <section className="c-stack" aria-labelledby="reports-forms">
        <div className="k-row">
          <h2 id="reports-forms" className="c-heading">
            {t('reports.forms')}
          </h2>
          {forms.data && forms.data.units.length > 0 ? (
            <button
              type="button"
              className="k-button k-button-primary"
              onClick={() => setOpen({ what: 'new' })}
            >
              {t('reports.newForm')}
            </button>
          ) : null}
        </div>
        <Unread found={forms} />
        {forms.data?.items.length === 0 ? (
          <Empty title={t('reports.noForms')}>{t('reports.noFormsLine')}</Empty>
        ) : (
          <FormTable forms={forms.data?.items ?? []} onOpen={setOpen} />
        )}
      </section>
      <Made onOpen={show} />
      <Drawer
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        size={open?.what === 'generate' ? 520 : 980}
        title={open ? t(`reports.open.${open.what}`, { title: 'form' in open ? open.form.title : '' }) : ''}
        destroyOnHidden
      >
        {open?.what === 'new' ? (
          <NewForm
            units={me.posts
              .filter((post) => forms.data?.units.includes(post.unit.id))
              .map((post) => post.unit)}
            onDone={() => setOpen(undefined)}
          />
        ) : null}
        {open?.what === 'change' ? (
          <ChangeForm key={open.form.version} id={open.form.id} onDone={() => setOpen(undefined)} />
        ) : null}
        {open?.what === 'generate' ? (
          <GenerateForm
            me={me}
            form={open.form}
            onDone={(id) => {
              setOpen(undefined);
              show(id);
            }}
          />
        ) : null}
      </Drawer>
      <Drawer
        open={report !== undefined}
        onClose={() => show(undefined)}
        size={720}
        title={t('reports.one')}
        destroyOnHidden
      >
        {report ? <ReportPane key={report} id={report} /> : null}
      </Drawer>
    </div>
  );
}

function FormTable({ forms, onOpen }: { forms: readonly ReportForm[]; onOpen(open: Open): void }) {
  const { t } = useI18n();
  return (
    <table className="c-table">
      <thead>
        <tr>
          <th scope="col">{t('reports.form')}</th>
          <th scope="col">{t('reports.unit')}</th>
          <th scope="col">{t('reports.forUnit')}</th>
          <th scope="col">{t('reports.cells')}</th>
          <th scope="col">{t('reports.do')}</th>
        </tr>
      </thead>
      <tbody>
        {forms.map((form) => (
          <tr key={form.id}>
            <th scope="row">
              {form.title}
              <p className="k-hint">{t(`reports.format.${form.format}`, { n: form.version })}</p>
            </th>
            <td>{form.unitName}</td>
            <td>{form.forUnitName ?? t('reports.ownUse')}</td>
            <td>{t('reports.cellsOf', { n: form.cells.length })}</td>
            <td className="c-nowrap">
              <button
                type="button"
                className="k-button"
                aria-label={`${t('reports.generate')} ${form.title}`}
                onClick={() => onOpen({ what: 'generate', form })}
              >
                {t('reports.generate')}
              </button>{' '}
              {form.mayChange ? (
                <button
                  type="button"
                  className="k-button k-button-quiet"
                  aria-label={`${t('reports.change')} ${form.title}`}
                  onClick={() => onOpen({ what: 'change', form })}
                >
                  {t('reports.change')}
                </button>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Made({ onOpen }: { onOpen(id: string): void }) {
  const { t } = useI18n();
  const found = useReports();
  return (
    <section className="c-stack" aria-labelledby="reports-made">
      <h2 id="reports-made" className="c-heading">
        {t('reports.made')}
      </h2>
      <Unread found={found} />
      {found.data?.items.length === 0 ? (
        <Empty title={t('reports.noneMade')}>{t('reports.noneMadeLine')}</Empty>
      ) : (
        <table className="c-table">
          <thead>
            <tr>
              <th scope="col">{t('reports.report')}</th>
              <th scope="col">{t('reports.area')}</th>
              <th scope="col">{t('reports.period')}</th>
              <th scope="col">{t('reports.filled')}</th>
              <th scope="col">{t('reports.state')}</th>
            </tr>
          </thead>
          <tbody>
            {found.data?.items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <button type="button" className="k-link c-link-line" onClick={() => onOpen(one.id)}>
                    {one.title}
                  </button>
                </th>
                <td>{one.areaName}</td>
                <td className="c-nowrap">{t('admission.daysOf', { from: one.from, to: one.to })}</td>
                <td>
                  {t('reports.filledOf', { n: one.cells.length - one.unfilled.length, of: one.cells.length })}
                </td>
                <td className="c-nowrap">
                  {one.signedAt === null ? (
                    <>
                      {t('reports.unsigned')} · <TimeText at={one.madeAt} as="near" />
                    </>
                  ) : (
                    <>
                      {t('reports.signed')} · <TimeText at={one.signedAt} as="near" />
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
