import type { ReactNode } from "react";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { ForgetDrafts } from "./forget-drafts.tsx";
import { LanguageLinks } from "./language-links.tsx";

type Props = {
  locale: Locale;
  /** The address of this page, with what is asked in it: the same in another language. */
  path: string;
  person: string | null;
  /** The id of whoever is signed in: whose drafts this browser keeps. */
  owner: string | null;
  demonstration: boolean;
  /** The doors this person may open, by their place in the menu. */
  doors: Door[];
  children: ReactNode;
};

export type Door = "sessions" | "me" | "desk" | "research" | "admin";

/** What stands around every page: the banner of the demonstration, the mark, the ways on, the languages. */
export function Shell({ locale, path, person, owner, demonstration, doors, children }: Props) {
  const t = translator(locale, "common");
  return (
    <>
      <ForgetDrafts owner={owner} />
      <a className="skip" href="#main">
        {t("skipToContent")}
      </a>
      {demonstration && <p className="demo">{t("demoBanner")}</p>}
      <header className="top">
        <a className="mark" href={`/${locale}`}>
          <Mark /> Trivium
        </a>
        <nav aria-label={t("nav.label")}>
          <a href={`/${locale}`}>{t("nav.spaces")}</a>
          {doors.map((door) => (
            <a key={door} href={`/${locale}/${door}`}>
              {t(`nav.${door}`)}
            </a>
          ))}
        </nav>
        <span className="side">
          <LanguageLinks locale={locale} path={path} />
          {person ? (
            <form action="/api/sign-out" method="post">
              <input type="hidden" name="next" value={`/${locale}`} />
              <button type="submit" className="button plain">
                {t("nav.signOut", { name: person })}
              </button>
            </form>
          ) : (
            <a className="button quiet" href={`/${locale}/sign-in`}>
              {t("nav.signIn")}
            </a>
          )}
        </span>
      </header>
      <main id="main">{children}</main>
      <footer className="bottom">
        <p>
          <a href={`/${locale}/about/privacy`}>{t("privacy")}</a>
        </p>
        <p>{t("footer")}</p>
      </footer>
    </>
  );
}

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
