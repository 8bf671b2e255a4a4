import { useI18n } from '../../kit/i18n.tsx';
import { Empty, ErrorState, Loading } from '../../kit/States.tsx';
import { type Item, useComparison } from './duty-queries.ts';

/** What one version says otherwise than another, side by side and in words. */
export function DutyCompare({ from, to }: { from: string; to: string }) {
  const { t } = useI18n();
  const found = useComparison(from, to);
  if (found.isPending) return <Loading />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const { added, removed, changed } = found.data;
  const before = t('duty.versionNumber', { n: found.data.from.version });
  const after = t('duty.versionNumber', { n: found.data.to.version });
  if (added.length + removed.length + changed.length === 0) return <Empty title={t('duty.same')} />;
  const words = (item: Item) => `${item.typeLabel} · ${item.title} · ${item.leadName ?? t('duty.noLead')}`;
  return (
    <>
      <p className="k-hint">
        {t('duty.compared', { added: added.length, removed: removed.length, changed: changed.length })}
      </p>
      <table className="c-table">
        <thead>
          <tr>
            <th scope="col">{t('duty.code')}</th>
            <th scope="col">{t('duty.what')}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {added.map((item) => (
            <tr key={`added-${item.code}`}>
              <td className="k-number">{item.code.toUpperCase()}</td>
              <td className="c-nowrap">{t('duty.added')}</td>
              <td className="k-hint">{t('kit.none')}</td>
              <td>
                <ins>{words(item)}</ins>
              </td>
            </tr>
          ))}
          {removed.map((item) => (
            <tr key={`removed-${item.code}`}>
              <td className="k-number">{item.code.toUpperCase()}</td>
              <td className="c-nowrap">{t('duty.removed')}</td>
              <td>
                <del>{words(item)}</del>
              </td>
              <td className="k-hint">{t('kit.none')}</td>
            </tr>
          ))}
          {changed.flatMap((item) =>
            item.fields.map((field) => (
              <tr key={`${item.code}-${field.field}`}>
                <td className="k-number">{item.code.toUpperCase()}</td>
                <td>
                  {item.title} · {field.label}
                </td>
                <td>
                  <del>{field.before || t('kit.none')}</del>
                </td>
                <td>
                  <ins>{field.after || t('kit.none')}</ins>
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </>
  );
}
