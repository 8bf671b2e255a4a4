import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useI18n } from '../../kit/i18n.tsx';
import { MoreButton } from '../../kit/MoreButton.tsx';
import { Empty, Unread } from '../../kit/States.tsx';
import { TimeText } from '../../kit/TimeText.tsx';
import { type Opened, type RateFilter, useBehind } from './appraisal-queries.ts';

/** The cases behind a number, as far as the reader may see them, and in words how many more there are and why. */
export function BehindDrawer({
  filter,
  opened,
  onClose,
}: {
  filter: RateFilter;
  opened: Opened | undefined;
  onClose(): void;
}) {
  const { t } = useI18n();
  const found = useBehind(filter, opened);
  const first = found.data?.pages[0];
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer
      open={opened !== undefined}
      onClose={onClose}
      size={560}
      title={opened ? `${opened.label} · ${first?.label ?? ''}` : ''}
      destroyOnHidden
    >
      <Unread found={found} />
      {first ? (
        <>
          <p role="status">
            {first.total === null
              ? t('rates.seen', { n: first.visible })
              : t('rates.behind', { n: first.total, seen: first.visible })}
          </p>
          {first.why ? <p className="c-effect">{first.why}</p> : null}
          {items.length === 0 ? <Empty title={t('rates.behindNone')} /> : null}
          <ul className="c-rate-cases">
            {items.map((one) => (
              <li key={one.id}>
                <Link to="/cases/$caseId" params={{ caseId: one.id }}>
                  {one.headline}
                </Link>
                <p className="k-hint">
                  <span className="k-number">{one.number}</span> · {one.state.label} · {one.category.label} ·{' '}
                  {one.areaName}
                  {one.unitName ? ` · ${one.unitName}` : ''} · <TimeText at={one.filedAt} as="exact" />
                </p>
              </li>
            ))}
          </ul>
          <MoreButton pages={found} />
        </>
      ) : null}
    </Drawer>
  );
}
