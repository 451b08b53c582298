import type { Metadata } from "next";
import type { ReactNode } from "react";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import "../../globals.css";

type Props = { children: ReactNode; params: Promise<{ space: string }> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const space = await findSpace(await requestContext(), (await params).space);
  const title = translator(localeOf(space?.language ?? "en"), "presence")("kiosk.welcome");
  return {
    title: [title, space?.name, "Trivium"].filter(Boolean).join(" – "),
    icons: { icon: "/icon.svg" },
    robots: { index: false },
  };
}

/** The tablet at the door: no menu, nothing that leads away. */
export default async function KioskLayout({ children, params }: Props) {
  const space = await findSpace(await requestContext(), (await params).space);
  return (
    <html lang={localeOf(space?.language ?? "en")}>
      <body>
        <main className="kiosk">{children}</main>
      </body>
    </html>
  );
}
