import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { Crumb } from "#components/ui/crumb.tsx";
import { PrintButton } from "#components/ui/print-button.tsx";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { LOCALES, type Locale, localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { readSession, type SessionView } from "#lib/learning/sessions/queries.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { placeOfStaff } from "#lib/learning/visits/commands.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { QrCode } from "../../../qr-code.tsx";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "presence")("poster.title") };
}

/**
 * A sheet for the wall, in three languages: its square opens the page to check in with one's phone
 * and the door's code.
 */
export default async function PosterPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("attendance.take", `/${locale}/desk/presence`);
  const { space: asked, session: chosen } = await searchParams;
  const { space: own } = await chosenSpaces(ctx, "attendance.take", asked);
  if (!own) notFound();
  const { slug } = own;
  const { space } = await placeOfStaff(ctx, slug);
  const session = await sessionHere(ctx, chosen, space.id);

  const t = translator(locale, "presence");
  const language = localeOf(space.language);
  const query = session ? `?session=${session.id}` : "";
  const address = `${settings().publicUrl}/${language}/check-in/${slug}${query}`;
  return (
    <>
      <Crumb href={`/${locale}/desk/presence?space=${slug}`}>{t("title")}</Crumb>
      <div className="poster">
        <p className="unprinted">{t("poster.intro")}</p>
        <PrintButton label={t("poster.print")} />
        <h1>{space.name}</h1>
        {session && (
          <p>
            <strong lang={titleIn(session.title, language).lang}>
              {titleIn(session.title, language).text}
            </strong>
            <br />
            {formatDateTimeRange(language, session.during, space.timeZone)}
          </p>
        )}
        <QrCode className="qr" address={address} alt={t("poster.qr")} size={320} />
        <p className="fact">{address.replace(/^https?:\/\//, "").replace(/\?.*/, "")}</p>
        {[language, ...LOCALES.filter((other) => other !== language)].map((spoken) => (
          <Steps key={spoken} spoken={spoken} />
        ))}
      </div>
    </>
  );
}

function Steps({ spoken }: { spoken: Locale }) {
  const t = translator(spoken, "presence");
  return (
    <section lang={spoken}>
      <h2>{t("poster.heading")}</h2>
      <ol>
        {["scan", "signIn", "code"].map((step) => (
          <li key={step}>{t(`poster.${step}`)}</li>
        ))}
      </ol>
      <p>{t("poster.noPhone")}</p>
    </section>
  );
}

/** The session of this place that was asked for; an address that names another one names none. */
async function sessionHere(
  ctx: Context,
  asked: unknown,
  spaceId: string,
): Promise<SessionView | null> {
  const id = z.uuid().safeParse(asked);
  const session = id.success ? await readSession(ctx.db, id.data) : null;
  return session?.spaceId === spaceId ? session : null;
}
