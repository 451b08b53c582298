import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { type Door, Shell } from "#components/site/shell.tsx";
import { isLocale } from "#lib/i18n/locales.ts";
import type { Actor } from "#lib/identity/context.ts";
import { can } from "#lib/identity/policy.ts";
import { requestContext } from "#lib/identity/session.ts";
import { settings } from "#lib/platform/settings.ts";
import "../globals.css";

export const metadata: Metadata = { title: { default: "Trivium", template: "%s – Trivium" } };

type Props = { children: ReactNode; params: Promise<{ locale: string }> };

export default async function Layout({ children, params }: Props) {
  const { locale } = await params;
  // `server/gate.ts` lets no other first word through.
  if (!isLocale(locale)) notFound();
  const { actor } = await requestContext();
  const path = (await headers()).get("x-address") ?? `/${locale}`;
  return (
    <html lang={locale}>
      <body>
        <Shell
          locale={locale}
          path={path}
          person={actor.kind === "person" ? actor.displayName : null}
          owner={actor.kind === "person" ? actor.personId : null}
          demonstration={settings().demo}
          doors={doorsFor(actor)}
        >
          {children}
        </Shell>
      </body>
    </html>
  );
}

function doorsFor(actor: Actor): Door[] {
  const doors: [Door, boolean][] = [
    ["sessions", true],
    ["me", can(actor, "booking.request")],
    ["desk", can(actor, "booking.manage")],
    ["research", can(actor, "research.read")],
    ["admin", can(actor, "people.card")],
  ];
  return doors.filter(([, open]) => open).map(([door]) => door);
}
