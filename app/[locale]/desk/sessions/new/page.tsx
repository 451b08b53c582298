import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "#components/ui/action-form.tsx";
import { RadioGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { NETWORK_ZONE } from "#lib/booking/search-form.ts";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { can } from "#lib/identity/policy.ts";
import { staffContext } from "#lib/identity/session.ts";
import { planSessionAction } from "#lib/sessions/actions.ts";
import { MODALITIES, TOPICS } from "#lib/sessions/traits.ts";
import { findSpace, spacesWhere } from "#lib/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "sessions")("plan.title") };
}

/** A session with its room and equipment, planned and booked in one step. The place is chosen first. */
export default async function PlanSessionPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("session.plan", `/${locale}/desk/sessions/new`);
  const t = translator(locale, "sessions");
  const features = translator(locale, "spaces");
  const mine = await spacesWhere(ctx, "session.plan");
  const chosen = [(await searchParams).space ?? mine[0]?.slug ?? ""].flat()[0] ?? "";
  const space = await findSpace(ctx, chosen);
  if (!space || !can(ctx.actor, "session.plan", { spaceId: space.id })) notFound();

  const rooms = space.resources.filter(({ kind }) => kind === "room" || kind === "desk");
  const things = space.resources.filter(({ equipmentKind }) => equipmentKind !== null);
  const tomorrow = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate().add({ days: 1 });
  return (
    <div className="narrow">
      <h1>{t("plan.title")}</h1>
      {mine.length > 1 && (
        <form className="search" action={`/${locale}/desk/sessions/new`} method="get">
          <SelectField
            label={t("plan.space")}
            name="space"
            defaultValue={space.slug}
            options={mine.map(({ slug, name }) => ({ value: slug, label: name }))}
          />
          <button type="submit" className="button quiet">
            {t("plan.choose")}
          </button>
        </form>
      )}
      <h2>{space.name}</h2>
      <ActionForm
        action={planSessionAction}
        submit={t("plan.save")}
        working={t("working")}
        values={{ locale, spaceSlug: space.slug }}
      >
        <p className="fact">{t("plan.titleHint")}</p>
        <TextField label={t("plan.titleNl")} name="titleNl" lang="nl" maxLength={120} />
        <TextField label={t("plan.titleFr")} name="titleFr" lang="fr" maxLength={120} />
        <TextField label={t("plan.titleEn")} name="titleEn" lang="en" maxLength={120} />
        <SelectField
          label={t("plan.topic")}
          name="topic"
          options={TOPICS.map((topic) => ({ value: topic, label: t(`topics.${topic}`) }))}
        />
        <RadioGroup
          legend={t("plan.modality")}
          name="modality"
          chosen="in_person"
          options={MODALITIES.map((modality) => ({ value: modality, label: t(`modalities.${modality}`) }))}
        />
        <RadioGroup
          legend={t("plan.language")}
          name="language"
          chosen={space.language}
          options={["nl", "fr", "en"].map((language) => ({
            value: language,
            label: t(`languages.${language}`),
          }))}
        />
        <TextField
          label={t("plan.places")}
          name="places"
          inputMode="numeric"
          maxLength={3}
          defaultValue="10"
        />
        <SelectField
          label={t("plan.room")}
          name="roomId"
          defaultValue={rooms[0]?.id}
          options={[
            ...rooms.map(({ id, name, capacity }) => ({
              value: id,
              label: t("plan.roomOption", { name, count: capacity }),
            })),
            { value: "", label: t("plan.noRoom") },
          ]}
        />
        <TextField label={t("plan.day")} name="day" type="date" defaultValue={tomorrow.toString()} required />
        <TextField label={t("plan.from")} name="from" type="time" step={900} defaultValue="10:00" required />
        <TextField label={t("plan.to")} name="to" type="time" step={900} defaultValue="12:00" required />
        {things.map(({ id, equipmentKind, name, quantity }) => (
          <TextField
            key={id}
            label={t("plan.equipment", {
              name: features.or(`features.${equipmentKind}`, name),
              count: quantity,
            })}
            name={`equipment.${equipmentKind}`}
            inputMode="numeric"
            maxLength={4}
            defaultValue="0"
          />
        ))}
      </ActionForm>
    </div>
  );
}
