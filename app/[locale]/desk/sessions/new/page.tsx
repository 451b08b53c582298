import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PieceFields, RoomField, TimeFields } from "#components/sessions/place-fields.tsx";
import { DetailFields, WhatFields } from "#components/sessions/what-fields.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { ChooseSpace } from "#components/ui/choose-space.tsx";
import { RadioGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search/search-form.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { can } from "#lib/foundation/identity/permission/policy.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { planSessionAction } from "#lib/learning/sessions/actions-desk.ts";
import { listSchemes } from "#lib/learning/sessions/schemes.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("plan.title") };
}

/**
 * A session with its rooms and equipment, planned and booked in one step. The place is chosen
 * first, and the other one.
 */
export default async function PlanSessionPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("session.plan", `/${locale}/desk/sessions/new`);
  const t = translator(locale, "sessions");
  const asked = await searchParams;
  const { own, space: chosen } = await chosenSpaces(ctx, "session.plan", asked.space);
  const space = chosen && (await findSpace(ctx, chosen.slug));
  if (!space || !can(ctx.actor, "session.plan", { spaceId: space.id })) notFound();
  const wanted = firstOf(asked.other);
  const other = wanted && wanted !== space.slug ? await findSpace(ctx, wanted) : null;
  if (other && !can(ctx.actor, "session.plan", { spaceId: other.id })) notFound();

  const tomorrow = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().add({ days: 1 });
  const rooms = roomsOf(space);
  return (
    <div className="narrow">
      <h1>{t("plan.title")}</h1>
      <p className="row">
        <a className="button quiet" href={`/${locale}/desk/sessions/course?space=${space.slug}`}>
          {t("plan.courseTitle")}
        </a>
      </p>
      <ChooseSpace
        action={`/${locale}/desk/sessions/new`}
        label={t("plan.space")}
        submit={t("plan.choose")}
        spaces={own}
        chosen={space.slug}
      >
        <SelectField
          label={t("plan.joint")}
          name="other"
          defaultValue={other?.slug ?? ""}
          options={[
            { value: "", label: t("plan.alone") },
            ...own.map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
      </ChooseSpace>
      <h2>{other ? `${isolated(space.name)} + ${isolated(other.name)}` : space.name}</h2>
      <ActionForm
        action={planSessionAction}
        submit={t("plan.save")}
        working={t("working")}
        values={{ locale, spaceSlug: space.slug, otherSlug: other?.slug ?? "", key: randomUUID() }}
      >
        <WhatFields locale={locale} values={{ language: space.language }} />
        <RoomField
          locale={locale}
          label={t("plan.room")}
          name="roomId"
          rooms={rooms}
          chosen={rooms[0]?.id}
          optional={!other}
        />
        <TimeFields
          locale={locale}
          values={{ day: tomorrow.toString(), from: "10:00", to: "12:00" }}
        />
        <PieceFields locale={locale} things={thingsOf(space)} under="equipment" />
        {other && (
          <>
            <h3>{other.name}</h3>
            <RoomField
              locale={locale}
              label={t("plan.otherRoom")}
              name="otherRoomId"
              rooms={roomsOf(other)}
              chosen={roomsOf(other)[0]?.id}
              optional={false}
            />
            <TextField
              label={t("plan.otherPlaces")}
              name="otherPlaces"
              inputMode="numeric"
              maxLength={3}
              defaultValue="10"
            />
            <PieceFields locale={locale} things={thingsOf(other)} under="other" />
            <RadioGroup
              legend={t("plan.facilitator")}
              name="facilitator"
              chosen="first"
              options={[
                { value: "first", label: space.name },
                { value: "other", label: other.name },
              ]}
            />
          </>
        )}
        <DetailFields
          locale={locale}
          values={{}}
          lists={{ accessibility: [], competences: [] }}
          schemes={await listSchemes(ctx)}
        />
      </ActionForm>
    </div>
  );
}

type Space = NonNullable<Awaited<ReturnType<typeof findSpace>>>;

function roomsOf({ resources }: Space) {
  return resources.filter(({ kind }) => kind === "room" || kind === "desk");
}

function thingsOf({ resources }: Space) {
  return resources.filter(({ equipmentKind }) => equipmentKind !== null);
}
