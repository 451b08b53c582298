import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ImportForm } from "#components/series/import-form.tsx";
import { RadioGroup, SelectField, TextField } from "#components/ui/field.tsx";
import { optionsOf } from "#components/ui/options.ts";
import { importCalendarAction } from "#lib/booking/series/actions-import.ts";
import { IMPORTS } from "#lib/booking/series/schema.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import { firstOf, type PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import { roomsOf, spacesWhere } from "#lib/places/spaces/queries.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "series")("import.title") };
}

/** Bookings or closures from another calendar's file: looked at first, then taken. */
export default async function ImportPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("booking.manage", `/${locale}/desk/series/import`);
  const t = translator(locale, "series");
  const desk = translator(locale, "desk");
  const own = await spacesWhere(ctx, "booking.manage");
  const asked = await searchParams;
  const one = (name: string) => firstOf(asked[name]);
  const slug = one("space");
  const space = slug ? own.find((one) => one.slug === slug) : own[0];
  if (!space) notFound();
  const rooms = await roomsOf(ctx, space.slug);
  return (
    <div className="narrow">
      <h1>{t("import.title")}</h1>
      <h2>{space.name}</h2>
      <p>{t("import.intro")}</p>
      <ImportForm
        action={importCalendarAction}
        values={{ locale, space: space.slug, timeZone: space.timeZone, key: crypto.randomUUID() }}
        words={{
          file: t("import.file"),
          look: t("import.look"),
          book: t("import.book"),
          close: t("import.close"),
          working: t("import.working"),
          looked: t("import.looked"),
          lookedClosures: t("import.lookedClosures"),
          done: t("import.done"),
          empty: t("import.empty"),
          inTheWay: t("import.inTheWay"),
          cancel: t("import.cancel"),
          anew: t("import.anew"),
          tooLarge: t("file_too_large"),
        }}
      >
        <RadioGroup
          legend={t("import.as")}
          name="as"
          chosen={one("as") === "closures" ? "closures" : "bookings"}
          options={optionsOf(IMPORTS, (value) => t(`import.kinds.${value}`))}
        />
        <SelectField
          label={t("form.room")}
          hint={t("import.roomHint")}
          name="roomId"
          defaultValue={rooms[0]?.id}
          options={[
            { value: "", label: t("import.whole") },
            ...rooms.map(({ id, name, capacity }) => ({
              value: id,
              label: desk("form.roomOption", { name, count: capacity }),
            })),
          ]}
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
