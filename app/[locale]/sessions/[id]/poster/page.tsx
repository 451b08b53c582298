import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { costIn } from "#components/sessions/session-facts.tsx";
import { Drawing } from "#components/spaces/drawing.tsx";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { datesOf, readSession } from "#lib/learning/sessions/queries.ts";
import { titleIn } from "#lib/learning/sessions/rules.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { QrCode } from "../../../qr-code.tsx";

type Props = { params: Promise<{ locale: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return {
    title: translator(localeOf(locale), "sessions")("poster.title"),
    robots: { index: false },
  };
}

/**
 * A session on one sheet of A4, to hang up: what, when, where, and the way to a place. In the
 * language of its address.
 */
export default async function PosterPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await requestContext();
  const { db } = ctx;
  const session = z.uuid().safeParse(id).success ? await readSession(db, id) : null;
  if (!session || session.status === "cancelled") notFound();

  const t = translator(locale, "sessions");
  const title = titleIn(session.title, locale);
  const place = await findSpace(ctx, session.spaceSlug);
  const { other, courseId, timeZone, level, language } = session;
  const dates = courseId
    ? (await datesOf(db, courseId)).filter(({ status }) => status === "planned")
    : [session];
  const address = `${settings().publicUrl}/${locale}/sessions/${id}`;
  const spoken = t("spoken", { language: t(`languages.${language}`) });
  return (
    <>
      <p className="unprinted">{t("poster.print")}</p>
      <article className="bill">
        {place && <Drawing kind={place.kind} />}
        <div className="bill-body">
          <h1 lang={title.lang}>{title.text}</h1>
          <ul className="bill-dates">
            {dates.map(({ id: date, during }) => (
              <li key={date}>{formatDateTimeRange(locale, during, timeZone)}</li>
            ))}
          </ul>
          {session.about && <p lang={language}>{session.about}</p>}
          <ul className="bill-words">
            <li>{costIn(session.costCents, locale, t)}</li>
            <li>{t("capacity", { count: session.places })}</li>
            <li>{level ? `${spoken} · ${t("levelFrom", { level })}` : spoken}</li>
            {session.accessibility.map((code) => (
              <li key={code}>{t(`accessibility.${code}`)}</li>
            ))}
          </ul>
        </div>
        <div className="bill-way">
          <QrCode className="qr" address={address} alt={t("poster.qr")} size={220} />
          <div>
            {[session, ...(other ? [other] : [])].map(
              ({ id: place, spaceName, roomName, address: street }) => (
                <p key={place}>
                  <strong>{spaceName}</strong>
                  {roomName && (
                    <>
                      {" – "}
                      <bdi>{roomName}</bdi>
                    </>
                  )}
                  <br />
                  {street}
                </p>
              ),
            )}
            <p>
              {t("poster.scan")} {t("poster.noPhone")}
            </p>
            {session.partners.length > 0 && (
              <p>{[session.spaceName, ...session.partners.map(({ name }) => name)].join(" · ")}</p>
            )}
          </div>
        </div>
      </article>
      <p className="row unprinted">
        <a href={`/${locale}/sessions/${id}`}>{t("back")}</a>
      </p>
    </>
  );
}
