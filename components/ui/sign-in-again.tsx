"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { keepTypedUntilSignedIn } from "#components/site/typed.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";

/**
 * The way to sign in and back to this page, for whoever is signed out by now: what was typed comes
 * back with them.
 */
export function SignInAgain({ label }: { label: string }) {
  const path = usePathname();
  const query = useSearchParams().toString();
  const next = encodeURIComponent(query ? `${path}?${query}` : path);
  const locale = localeOf(path.split("/")[1] ?? "");
  return (
    <p>
      <a
        className="button"
        href={`/${locale}/sign-in?next=${next}`}
        onClick={keepTypedUntilSignedIn}
      >
        {label}
      </a>
    </p>
  );
}
