import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { isLocale } from "#lib/foundation/i18n/locales.ts";
import "../../globals.css";

type Props = { children: ReactNode; params: Promise<{ locale: string }> };

export const metadata: Metadata = { robots: { index: false } };

/**
 * What stands in frames on other sites: no header, no session, no cookie; every link opens in place
 * of the page around it.
 */
export default async function EmbedLayout({ children, params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  return (
    <html lang={locale}>
      <head>
        <base target="_top" />
      </head>
      <body>{children}</body>
    </html>
  );
}
