import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

type Props = { href: string; lang?: string; children: ReactNode };

/** The way to the page above this one, as the first thing of a page. */
export function Crumb({ href, lang, children }: Props) {
  return (
    <p className="crumb">
      <a href={href} lang={lang}>
        <Icon name="back" />
        {children}
      </a>
    </p>
  );
}
