import type { Metadata } from "next";
import type { ReactNode } from "react";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { requestContext } from "#lib/foundation/identity/session.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import "../../globals.css";

export const metadata: Metadata = { title: "Trivium", robots: { index: false } };

type Props = { children: ReactNode; params: Promise<{ space: string }> };

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
