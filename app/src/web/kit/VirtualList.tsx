import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

export type VirtualListHandle = { scrollTo(index: number): void; focus(): void };

/** Only the rows in view exist; rows have one height. `onEnd` asks for the next page. Keeps its place when rows are added below. */
export function VirtualList<T>({
  items,
  rowHeight,
  keyOf,
  render,
  label,
  onEnd,
  onKeyDown,
  footer,
  selected,
  handle,
}: {
  items: readonly T[];
  rowHeight: number;
  keyOf(item: T): string;
  render(item: T, index: number): ReactNode;
  label: string;
  onEnd?: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  footer?: ReactNode;
  /** Index that carries `aria-activedescendant`; its row needs the id `row-${key}`. */
  selected?: number;
  handle?: Ref<VirtualListHandle>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setView({ top: element.scrollTop, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useImperativeHandle(handle, () => ({
    focus: () => box.current?.focus({ preventScroll: true }),
    scrollTo(index) {
      const element = box.current;
      if (!element) return;
      const top = index * rowHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + rowHeight - element.clientHeight;
      }
    },
  }));
  const first = Math.max(0, Math.floor(view.top / rowHeight) - 6);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + 6);
  const active = selected === undefined ? undefined : items[selected];
  return (
    <div
      ref={box}
      className="k-vlist"
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={active ? `row-${keyOf(active)}` : undefined}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        const element = event.currentTarget;
        setView({ top: element.scrollTop, height: element.clientHeight });
        if (onEnd && element.scrollHeight - element.scrollTop - element.clientHeight < rowHeight * 8) onEnd();
      }}
    >
      <div className="k-vlist-space" role="presentation" style={{ height: items.length * rowHeight }}>
        {items.slice(first, last).map((item, offset) => (
          <div
            key={keyOf(item)}
            className="k-vlist-row"
            role="presentation"
            style={{ top: (first + offset) * rowHeight, height: rowHeight }}
          >
            {render(item, first + offset)}
          </div>
        ))}
      </div>
      {footer}
    </div>
  );
}
