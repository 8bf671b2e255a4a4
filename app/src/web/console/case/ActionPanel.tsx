import { Drawer } from 'antd';
import { lazy, Suspense } from 'react';
import type { ApiProblem } from '../../kit/api.ts';
import type { CaseAction, CaseView, Lng } from '../../kit/api-types.ts';
import { FieldForm } from '../../kit/FieldForm.tsx';
import { useI18n } from '../../kit/i18n.tsx';
import { Loading } from '../../kit/States.tsx';

const PointPicker = lazy(() =>
  import('../map/PointPicker.tsx').then((file) => ({ default: file.PointPicker })),
);

type Props = {
  view: CaseView;
  action: CaseAction | undefined;
  pending: boolean;
  problem: ApiProblem | undefined;
  onGive(form: Record<string, unknown>): void;
  onClose(): void;
};

/** The form of one action, as the server declared it, beside the case. */
export function ActionPanel({ view, action, pending, problem, onGive, onClose }: Props) {
  const { t } = useI18n();
  return (
    <Drawer open={action !== undefined} onClose={onClose} title={action?.label} size={460} destroyOnHidden>
      {action ? (
        <>
          <p className="c-panel-about">{view.headline}</p>
          <FieldForm
            key={action.name}
            fields={action.form.fields}
            initial={
              view.category && action.form.fields.some((field) => field.name === 'category')
                ? { category: view.category.code }
                : {}
            }
            submitLabel={action.label}
            tone={action.tone}
            pending={pending}
            problem={problem}
            onSubmit={onGive}
            onCancel={onClose}
            renderControl={(field, value, onChange) =>
              field.type === 'point' ? (
                <Suspense fallback={<Loading />}>
                  <PointPicker value={value as Lng | undefined} onChange={onChange} />
                </Suspense>
              ) : undefined
            }
          >
            {action.form.fields.length === 0 ? <p>{t('case.confirm', { action: action.label })}</p> : null}
            {action.undoable ? <p className="k-hint">{t('case.undoable')}</p> : null}
          </FieldForm>
        </>
      ) : null}
    </Drawer>
  );
}
