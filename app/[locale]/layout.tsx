import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "#components/site/shell.tsx";
import { isLocale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { signInFrom } from "#lib/foundation/identity/sign-in/after-sign-in.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import "../globals.css";
import { metadataOf } from "./found.ts";
import { frameOf } from "./frame.ts";

type Props = { children: ReactNode; params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const locale = localeOf((await params).locale);
  return metadataOf(locale, (await headers()).get("x-address") ?? `/${locale}`);
}

export default async function Layout({ children, params }: Props) {
  const { locale } = await params;
  // `server/gate.ts` lets no other first word through.
  if (!isLocale(locale)) notFound();
  const ctx = await requestContext();
  const { actor } = ctx;
  const path = (await headers()).get("x-address") ?? `/${locale}`;
  const { doors, wing, tabs } = await frameOf(ctx, locale, path);
  return (
    <html lang={locale}>
      <body className={wing ? "staff" : tabs.length > 0 ? "with-tabs" : undefined}>
        <Shell
          locale={locale}
          path={path}
          person={actor.kind === "person" ? actor.displayName : null}
          owner={actor.kind === "person" ? actor.personId : null}
          demonstration={settings().demo}
          signIn={signInFrom(path, locale)}
          doors={doors}
          wing={wing}
          tabs={tabs}
        >
          {children}
        </Shell>
      </body>
    </html>
  );
}
