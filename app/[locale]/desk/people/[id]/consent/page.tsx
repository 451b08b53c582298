import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { FieldCard } from "#components/consent/field-card.tsx";
import { Listen } from "#components/ui/listen.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { consentFields, personToAsk } from "#lib/foundation/consent/queries.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { orNothing } from "#lib/foundation/platform/errors/errors.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "consent")("desk.link") };
}

/** Staff and a person read the questions together; what the person says is written down. */
export default async function DeskConsentPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "consent.record",
    `/${locale}/desk/people/${encodeURIComponent(id)}/consent`,
  );
  const asked = await askedOrNothing(ctx, id);
  if (!asked) notFound();

  const t = translator(locale, "consent");
  return (
    <div className="narrow">
      <h1>{t("desk.title", { name: asked.displayName })}</h1>
      <p>{t("desk.intro")}</p>
      <Listen locale={locale} label={t("listen")} stop={t("stop")} />
      <p>{asked.fields.length > 0 ? t("choicesIntro") : t("nothing")}</p>
      {asked.fields.map(({ since, ...view }) => (
        <FieldCard
          key={view.field}
          {...view}
          locale={locale}
          t={t}
          personId={id}
          since={since ? formatDate(locale, since, NETWORK_ZONE, ctx.now) : ""}
        />
      ))}
    </div>
  );
}

/** Whoever enrolled nowhere here is, for this desk, nobody. */
async function askedOrNothing(ctx: Context, id: string) {
  if (!z.uuid().safeParse(id).success) return null;
  const person = await orNothing(personToAsk(ctx, id));
  return person && { displayName: person.displayName, fields: await consentFields(ctx, id) };
}
