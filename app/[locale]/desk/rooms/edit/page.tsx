import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { UnfitBookings } from "#components/desk/unfit-bookings.tsx";
import { LayoutList } from "#components/spaces/layout-list.tsx";
import { Photos } from "#components/spaces/photo-form.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { CheckboxGroup, SelectField, TextField, Tick } from "#components/ui/field.tsx";
import { saveResourceAction } from "#lib/booking/closures/actions-rooms.ts";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { organisationsByName } from "#lib/foundation/identity/organisations.ts";
import { staffContext } from "#lib/foundation/identity/session.ts";
import { layoutsOfSpace } from "#lib/places/spaces/layouts.ts";
import { photosOf } from "#lib/places/spaces/photos.ts";
import { findSpace, spacesWhere } from "#lib/places/spaces/queries.ts";
import { BOOKABLE_BY, FEATURES } from "#lib/places/spaces/schema.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const LENGTHS = [
  "minMinutes",
  "maxMinutes",
  "stepMinutes",
  "bufferBeforeMinutes",
  "bufferMinutes",
] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("resources.edit") };
}

/** One thing that can be booked, with its rules; what a rule means stands under it. */
export default async function EditResourcePage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/rooms`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const words = translator(locale, "spaces");
  const one = (name: string) => [asked[name] ?? ""].flat()[0] ?? "";
  const own = await spacesWhere(ctx, "space.manage");
  const space = own.some(({ slug }) => slug === one("space"))
    ? await findSpace(ctx, one("space"))
    : null;
  if (!space || (one("id") && !z.uuid().safeParse(one("id")).success)) notFound();
  const resource = space.resources.find(({ id }) => id === one("id"));
  if (one("id") && !resource) notFound();
  const parts = space.resources.filter(
    ({ id, kind, madeOf }) =>
      (kind === "room" || kind === "desk") && madeOf.length === 0 && id !== resource?.id,
  );
  const usual = {
    minMinutes: 30,
    maxMinutes: 480,
    stepMinutes: 15,
    bufferBeforeMinutes: 0,
    bufferMinutes: 0,
  };
  const until = resource?.outOfServiceUntil
    ?.toZonedDateTimeISO(space.timeZone)
    .toPlainDate()
    .toString();
  return (
    <div className="narrow">
      <h1>{resource?.name ?? t("resources.new")}</h1>
      <p>{space.name}</p>
      <ActionForm
        action={saveResourceAction}
        submit={t("resources.save")}
        working={t("form.working")}
        values={{ locale, id: resource?.id ?? "", spaceId: space.id, space: space.slug }}
      >
        <TextField
          label={t("resources.name")}
          name="name"
          maxLength={100}
          defaultValue={resource?.name}
          required
        />
        <SelectField
          label={t("resources.kind")}
          name="kind"
          defaultValue={resource?.kind ?? "room"}
          options={["room", "desk", "item", "stock"].map((value) => ({
            value,
            label: t(`resources.kinds.${value}`),
          }))}
        />
        <TextField
          label={t("resources.capacity")}
          name="capacity"
          inputMode="numeric"
          defaultValue={String(resource?.capacity ?? 8)}
          required
        />
        <CheckboxGroup
          legend={t("resources.features")}
          name="features"
          chosen={resource?.features ?? []}
          options={[...new Set([...FEATURES, ...(resource?.features ?? [])])].map((value) => ({
            value,
            label: words.or(`features.${value}`, value),
          }))}
        />
        {parts.length > 1 && (
          <CheckboxGroup
            legend={t("resources.madeOf")}
            name="madeOf"
            chosen={resource?.madeOf ?? []}
            options={parts.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <h2>{t("resources.equipment")}</h2>
        <TextField
          label={t("resources.equipmentKind")}
          hint={t("resources.equipmentKindHint")}
          name="equipmentKind"
          maxLength={40}
          defaultValue={resource?.equipmentKind ?? ""}
        />
        <TextField
          label={t("resources.quantity")}
          name="quantity"
          inputMode="numeric"
          defaultValue={String(resource?.quantity ?? 1)}
          required
        />
        <SelectField
          label={t("resources.staysIn")}
          hint={t("resources.staysInHint")}
          name="staysIn"
          defaultValue={resource?.staysIn ?? ""}
          options={[
            { value: "", label: t("resources.movesFreely") },
            ...parts.map(({ id, name }) => ({
              value: id,
              label: t("resources.onlyIn", { room: name }),
            })),
          ]}
        />
        <Tick
          label={t("resources.lendable")}
          name="lendable"
          value="on"
          defaultChecked={resource?.lendable ?? false}
        />
        <TextField
          label={t("resources.travelMinutes")}
          name="travelMinutes"
          inputMode="numeric"
          defaultValue={String(resource?.travelMinutes ?? 0)}
          required
        />
        <h2>{t("resources.rules")}</h2>
        {LENGTHS.map((name) => (
          <TextField
            key={name}
            label={t(`resources.${name}`)}
            name={name}
            inputMode="numeric"
            defaultValue={String(resource?.[name] ?? usual[name])}
            required
          />
        ))}
        <TextField
          label={t("resources.noticeMinutes")}
          name="noticeMinutes"
          inputMode="numeric"
          defaultValue={String(resource?.noticeMinutes ?? 0)}
          required
        />
        <TextField
          label={t("resources.horizonDays")}
          name="horizonDays"
          inputMode="numeric"
          defaultValue={String(resource?.horizonDays ?? 180)}
          required
        />
        <SelectField
          label={t("resources.bookableBy")}
          name="bookableBy"
          defaultValue={resource?.bookableBy ?? "everyone"}
          options={BOOKABLE_BY.map((value) => ({ value, label: t(`resources.who.${value}`) }))}
        />
        <SelectField
          label={t("resources.organisation")}
          hint={t("resources.organisationHint")}
          name="organisationId"
          defaultValue={resource?.organisationId ?? ""}
          options={[
            { value: "", label: t("resources.noOrganisation") },
            ...(await organisationsByName(ctx)).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Tick
          label={t("resources.needsApproval")}
          name="needsApproval"
          value="on"
          defaultChecked={resource?.needsApproval ?? false}
        />
        <TextField
          label={t("resources.releaseMinutes")}
          hint={t("resources.releaseHint")}
          name="releaseMinutes"
          inputMode="numeric"
          defaultValue={resource?.releaseMinutes ? String(resource.releaseMinutes) : ""}
        />
        <TextField
          label={t("resources.costCode")}
          name="costCode"
          maxLength={40}
          defaultValue={resource?.costCode ?? ""}
        />
        <h2>{t("resources.service")}</h2>
        <TextField
          label={t("resources.outOfServiceReason")}
          hint={t("resources.outHint")}
          name="outOfServiceReason"
          maxLength={300}
          defaultValue={resource?.outOfServiceReason ?? ""}
        />
        <DayField
          locale={locale}
          label={t("resources.outOfServiceUntil")}
          name="outOfServiceUntil"
          typed={until ?? ""}
        />
        <UnfitBookings
          bookings={`/${locale}/me/bookings`}
          words={{
            title: t("resources.decide.title"),
            question: t("resources.decide.question"),
            keep: t("resources.decide.keep"),
            cancel: t("resources.decide.cancel"),
            session: t("resources.decide.session"),
            people: labelled(locale, t("form.people"), ""),
          }}
        />
      </ActionForm>
      {resource && (resource.kind === "room" || resource.kind === "desk") && (
        <LayoutList
          locale={locale}
          layouts={(await layoutsOfSpace(ctx, space.id)).filter(
            ({ roomId }) => roomId === resource.id,
          )}
          here={`/${locale}/desk/rooms/edit?space=${space.slug}&id=${resource.id}#layouts`}
        />
      )}
      {resource && (
        <Photos
          locale={locale}
          title={t("photos.title")}
          door={`/api/v1/resources/${resource.id}/photos`}
          photos={(await photosOf(ctx, space.id)).filter(
            ({ resourceId }) => resourceId === resource.id,
          )}
          here={`/${locale}/desk/rooms/edit?space=${space.slug}&id=${resource.id}`}
          asked={asked}
        />
      )}
      <p className="row">
        <a href={`/${locale}/desk/rooms?space=${space.slug}`}>{t("resources.title")}</a>
      </p>
    </div>
  );
}
