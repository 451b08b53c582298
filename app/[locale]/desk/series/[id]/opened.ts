import { notFound } from "next/navigation";
import { z } from "zod";
import { findSeries } from "#lib/booking/series/queries.ts";
import { type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";

/** The series of an address, for staff of its space; for anybody else there is no such page. */
export async function openedSeries(params: Promise<{ locale: string; id: string }>) {
  const { locale: segment, id } = await params;
  const locale: Locale = localeOf(segment);
  const ctx = await staffContext(
    "booking.manage",
    `/${locale}/desk/series/${encodeURIComponent(id)}`,
  );
  const series = z.uuid().safeParse(id).success ? await findSeries(ctx, id) : null;
  return series ? { ctx, locale, id, series } : notFound();
}
