import { useI18n } from './i18n.tsx';

/** The next page of a list, while there is one. */
export function MoreButton({
  pages,
  words,
}: {
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): Promise<unknown> };
  words?: string;
}) {
  const { t } = useI18n();
  if (!pages.hasNextPage) return null;
  return (
    <p>
      <button
        type="button"
        className="k-button"
        disabled={pages.isFetchingNextPage}
        onClick={() => void pages.fetchNextPage()}
      >
        {words ?? t('kit.more')}
      </button>
    </p>
  );
}
