import { useEffect, useRef } from 'react';

/** Keys (`j`, `Enter`, `/`, `?`, or two in a row such as `g w`) → what they do. Not while typing, not with Ctrl or Alt. */
export function useShortcuts(keys: Record<string, () => void>, enabled = true): void {
  const table = useRef(keys);
  table.current = keys;
  useEffect(() => {
    if (!enabled) return;
    let prefix = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    function onKey(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      const target = event.target as HTMLElement | null;
      if (target?.closest('input, textarea, select, dialog[open], [contenteditable="true"], [role="dialog"]'))
        return;
      // Enter and Space on a control belong to the control.
      if (
        (event.key === 'Enter' || event.key === ' ') &&
        target?.closest('button, a, summary, [role="button"]')
      )
        return;
      const full = prefix ? `${prefix} ${event.key}` : event.key;
      const action = table.current[full];
      clearTimeout(timer);
      prefix = '';
      if (action) {
        event.preventDefault();
        action();
        return;
      }
      if (Object.keys(table.current).some((name) => name.startsWith(`${event.key} `))) {
        prefix = event.key;
        timer = setTimeout(() => {
          prefix = '';
        }, 900);
      }
    }
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      clearTimeout(timer);
    };
  }, [enabled]);
}
