// A table wider than its place: it scrolls by itself, also from the keyboard.
import type { ReactNode } from 'react';

export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section className="r-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
