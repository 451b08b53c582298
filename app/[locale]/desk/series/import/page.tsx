import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportForm } from "#components/series/import-form.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { localeOf } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translator.ts";
import { staffContext } from "#lib/identity/session.ts";
import { importCalendarAction } from "#lib/series/actions-import.ts";
import { roomsOf, spacesWhere } from "#lib/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("import.title") };
}

/** Bookings from another calendar's file: looked at first, then booked. */
export default async function ImportPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/series/import`);
  const t = translator(locale, "series");
  const desk = translator(locale, "desk");
  const mine = await spacesWhere(ctx, "booking.manage");
  const slug = [(await searchParams).space ?? ""].flat()[0];
  const space = slug ? mine.find((one) => one.slug === slug) : mine[0];
  if (!space) notFound();
  const rooms = await roomsOf(ctx, space.slug);
  return (
    <div className="narrow">
      <h1>{t("import.title")}</h1>
      <h2>{space.name}</h2>
      <p>{t("import.intro")}</p>
      <ImportForm
        action={importCalendarAction}
        locale={locale}
        words={{
          file: t("import.file"),
          look: t("import.look"),
          book: t("import.book"),
          working: t("import.working"),
          looked: t("import.looked"),
          done: t("import.done"),
          empty: t("import.empty"),
        }}
      >
        <SelectField
          label={t("form.room")}
          name="roomId"
          defaultValue={rooms[0]?.id}
          options={rooms.map(({ id, name, capacity }) => ({
            value: id,
            label: desk("form.roomOption", { name, count: capacity }),
          }))}
        />
        <TextField
          label={t("import.people")}
          name="people"
          inputMode="numeric"
          maxLength={3}
          defaultValue="1"
          required
        />
      </ImportForm>
    </div>
  );
}
