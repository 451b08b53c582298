import type { Metadata } from "next";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { IndexPage } from "../index-page.tsx";

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "common")("menu.reports") };
}

/** Figures of the spaces, each on a page of its own. */
export default async function Page({ params }: Props) {
  const locale = localeOf((await params).locale);
  return IndexPage({ locale, href: "/desk/reports", title: "menu.reports", action: "use.read" });
}
