import type { ComponentProps, ReactNode } from "react";
import { Icon } from "#components/ui/icon.tsx";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { MESSAGES } from "#lib/foundation/i18n/messages.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { FocusManners } from "./focus-manners.tsx";
import { ForgetDrafts } from "./forget-drafts.tsx";
import { LanguageLinks } from "./language-links.tsx";
import { type MenuLink, MenuLinks } from "./menu-links.tsx";
import { MenuManners } from "./menu-manners.tsx";
import { SaidLine } from "./said-line.tsx";
import { SpaceSwitch } from "./space-switch.tsx";
import { WaitManners } from "./wait-manners.tsx";

type Props = {
  locale: Locale;
  /** The address of this page, with what is asked in it: the same in another language. */
  path: string;
  person: string | null;
  /** The id of whoever is signed in: whose drafts this browser keeps. */
  owner: string | null;
  demonstration: boolean;
  /** Where a visitor signs in and comes back from. */
  signIn: string;
  /** The main menu. */
  doors: Door[];
  /** What staff have beside their pages; null elsewhere. */
  wing: Wing | null;
  /** What learners have at the thumb of a phone; nothing for others. */
  tabs: MenuLink[];
  children: ReactNode;
};

export type Door = { href: string; label: string; isCurrent: boolean };

export type Wing = {
  label: string;
  links: MenuLink[];
  /** The page above this one, for those that stand below another. */
  above: { href: string; label: string } | null;
  spaces: ComponentProps<typeof SpaceSwitch> | null;
};

/**
 * What stands around every page: the banner of the demonstration, the mark, the ways on, the
 * languages.
 */
export function Shell({
  locale,
  path,
  person,
  owner,
  demonstration,
  signIn,
  doors,
  wing,
  tabs,
  children,
}: Props) {
  const t = translator(locale, "common");
  // The few pages to which an action of a visitor leads tell it themselves (said-to-visitor.tsx).
  const line = person && <SaidLine sentences={MESSAGES[locale].said} />;
  return (
    <>
      <ForgetDrafts owner={owner} />
      <MenuManners />
      <FocusManners />
      <WaitManners />
      <a className="skip" href="#main">
        {t("skipToContent")}
      </a>
      {demonstration && (
        <aside className="demo" aria-label={t("demo")}>
          {t("demoBanner")}
        </aside>
      )}
      <header className="top">
        <a className="mark" href={`/${locale}`}>
          <Mark /> Trivium
        </a>
        <details className="menu">
          <summary>
            <Icon name="menu" />
            {t("menu.open")}
          </summary>
          <nav className="doors" aria-label={t("nav.label")}>
            {doors.map(({ href, label, isCurrent }) => (
              <a key={href} href={href} aria-current={isCurrent ? "true" : undefined}>
                {label}
              </a>
            ))}
          </nav>
          <div className="langs">
            <LanguageLinks locale={locale} path={path} />
          </div>
        </details>
        {person ? (
          <details className="drop mine">
            <summary>
              <Icon name="person" />
              <bdi>{person}</bdi>
            </summary>
            <div className="drop-body">
              <a href={`/${locale}/me`}>
                <Icon name="home" />
                {t("nav.me")}
              </a>
              <form action="/api/sign-out" method="post">
                <input type="hidden" name="next" value={`/${locale}`} />
                <button type="submit">
                  <Icon name="out" />
                  {t("nav.signOut")}
                </button>
              </form>
            </div>
          </details>
        ) : (
          <a className="button quiet sign-in" href={signIn}>
            {t("nav.signIn")}
          </a>
        )}
      </header>
      {wing ? (
        <div className="desk">
          <aside className="rail" aria-label={wing.label}>
            <div className="rail-in">
              {wing.spaces && <SpaceSwitch {...wing.spaces} />}
              <MenuLinks links={wing.links} label={wing.label} more={t("menu.more")} />
            </div>
          </aside>
          <main id="main" className="work">
            {wing.above && (
              <p className="crumb">
                <a href={wing.above.href}>
                  <Icon name="back" />
                  {wing.above.label}
                </a>
              </p>
            )}
            {line}
            {children}
          </main>
        </div>
      ) : (
        <main id="main">
          {line}
          {children}
        </main>
      )}
      <footer className="bottom">
        {BELOW.map(({ to, label: [domain, key] }) => (
          <a key={to} href={`/${locale}${to}`}>
            {translator(locale, domain)(key)}
          </a>
        ))}
        {t("footer")}
      </footer>
      {tabs.length > 0 && (
        <div className="tab-bar">
          <MenuLinks links={tabs} label={t("menu.quick")} more={t("menu.more")} />
        </div>
      )}
    </>
  );
}

/**
 * What the main menu has no room for; each is an element on every page, which has so many to spare
 * (e2e/weight.spec.ts).
 */
const BELOW: { to: string; label: [domain: keyof (typeof MESSAGES)["en"], key: string] }[] = [
  { to: "/network", label: ["actors", "network.title"] },
  { to: "/about/privacy", label: ["common", "privacy"] },
  { to: "/about/accessibility", label: ["about", "access.title"] },
];

/** Three roads that meet. */
function Mark() {
  return (
    <svg
      width="34"
      height="30"
      viewBox="0 0 34 30"
      aria-hidden="true"
      fill="none"
      strokeWidth="3.4"
      strokeLinecap="round"
    >
      <path className="road-nl" d="M17 16 4 5" />
      <path className="road-fr" d="M17 16 30 5" />
      <path className="road-wa" d="M17 16v12" />
      <circle className="crossing" cx="17" cy="16" r="3.6" />
    </svg>
  );
}
