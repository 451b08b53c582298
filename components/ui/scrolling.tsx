import type { ReactNode } from "react";

type Props = {
  label: string;
  /** What it is drawn as; it must scroll sideways. */
  className?: string;
  /** The language of what is in it, where that is not the page's. */
  lang?: string;
  children: ReactNode;
};

/** What may be wider than the screen: it scrolls by itself, also by keyboard (WCAG 2.1.1). */
export function Scrolling({ label, className = "scroll", lang, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls what has the focus.
    <section className={className} lang={lang} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
