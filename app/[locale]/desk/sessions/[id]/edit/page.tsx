import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { RoomField, TimeFields } from "#components/sessions/place-fields.tsx";
import { DetailFields, WhatFields } from "#components/sessions/what-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { wallTime } from "#lib/foundation/platform/time/days.ts";
import { changeSessionAction } from "#lib/learning/sessions/actions-desk.ts";
import { partnerLines } from "#lib/learning/sessions/form.ts";
import { readSession } from "#lib/learning/sessions/queries.ts";
import { listSchemes } from "#lib/learning/sessions/schemes.ts";
import { roomsOf } from "#lib/places/spaces/queries.ts";

type Props = { params: Promise<{ locale: string; id: string }> };

const CENTS = 100;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("plan.editTitle") };
}

/** Everything of a session that can change. Whoever has a place hears of another time or room. */
export default async function EditSessionPage({ params }: Props) {
  const { locale: segment, id } = await params;
  const locale = localeOf(segment);
  const ctx = await staffContext(
    "session.plan",
    `/${locale}/desk/sessions/${encodeURIComponent(id)}/edit`,
  );
  const session = z.uuid().safeParse(id).success ? await readSession(ctx.db, id) : null;
  if (!session || !can(ctx.actor, "session.plan", { spaceId: session.spaceId })) notFound();

  const t = translator(locale, "sessions");
  const { title, timeZone, during, version, roomId } = session;
  const start = during.start.toZonedDateTimeISO(timeZone);
  const end = during.end.toZonedDateTimeISO(timeZone);
  const values = {
    titleNl: title.nl ?? "",
    titleFr: title.fr ?? "",
    titleEn: title.en ?? "",
    topic: session.topic,
    modality: session.modality,
    language: session.language,
    places: String(session.places),
    about: session.about,
    bring: session.bring,
    provided: session.provided,
    cost: String(session.costCents / CENTS),
    level: session.level ?? "",
    partners: partnerLines(session.partners),
    schemeId: session.schemeId ?? "",
  };
  return (
    <div className="narrow">
      <h1>{t("plan.editTitle")}</h1>
      <h2>{session.spaceName}</h2>
      <p>{t("plan.editHint")}</p>
      {session.courseId && <p>{t("plan.editCourseHint")}</p>}
      {session.other && <p>{t("plan.editJointHint")}</p>}
      <ActionForm
        action={changeSessionAction}
        submit={t("plan.saveChange")}
        working={t("working")}
        values={{ locale, id, version: String(version) }}
      >
        <WhatFields locale={locale} values={values} />
        <RoomField
          locale={locale}
          label={t("plan.room")}
          name="roomId"
          rooms={await roomsOf(ctx, session.spaceSlug)}
          chosen={roomId ?? ""}
          optional={!session.other}
        />
        <TimeFields
          locale={locale}
          values={{ day: start.toPlainDate().toString(), from: wallTime(start), to: wallTime(end) }}
        />
        <DetailFields
          locale={locale}
          values={values}
          lists={{ accessibility: session.accessibility, competences: session.competences }}
          schemes={await listSchemes(ctx)}
        />
      </ActionForm>
      <p className="row">
        <a href={`/${locale}/desk/sessions/${id}`}>{t("desk.who")}</a>
      </p>
    </div>
  );
}
