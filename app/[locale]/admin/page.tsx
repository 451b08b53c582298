import { redirect } from "next/navigation";
import { localeOf } from "#lib/foundation/i18n/locales.ts";

/** The door "network" of the menu opens on its people. */
export default async function AdminPage({ params }: { params: Promise<{ locale: string }> }) {
  redirect(`/${localeOf((await params).locale)}/admin/people`);
}
