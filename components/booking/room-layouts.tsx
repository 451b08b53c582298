import { PlanPicture } from "#components/prototypes/floor-plan.tsx";
import { planSum } from "#components/prototypes/plan-words.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { titleIn } from "#lib/foundation/i18n/title.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Layout } from "#lib/places/spaces/schema.ts";
import { LayoutChoices } from "./layout-choices.tsx";

type Props = {
  layouts: Layout[];
  /** How many come: what is too small for them is named and not offered. */
  people: number;
  chosen: string | null;
  locale: Locale;
};

/** The ways in which a room can be set up for a booking; nothing where it offers none. */
export function RoomLayouts({ layouts, people, chosen, locale }: Props) {
  if (layouts.length === 0) return null;
  const t = translator(locale, "booking");
  const prototypes = translator(locale, "prototypes");
  const nameOf = ({ names }: Layout) => titleIn(names, locale).text;
  const { fits = [], small = [] } = Object.groupBy(layouts, ({ seats }) =>
    seats >= people ? "fits" : "small",
  );
  return (
    <LayoutChoices
      legend={t("layout.legend")}
      chosen={fits.find(({ id }) => id === chosen)?.id ?? ""}
      options={[
        { value: "", name: t("layout.asIs"), detail: t("layout.asIsHint") },
        ...fits.map((layout) => ({
          value: layout.id,
          name: nameOf(layout),
          lang: titleIn(layout.names, locale).lang,
          detail: `${t("layout.seats", { count: layout.seats })} ${planSum(locale, prototypes, layout.plan)}`,
          picture: <PlanPicture plan={layout.plan} />,
        })),
      ]}
      left={
        small.length > 0
          ? t("layout.tooSmall", {
              people: t("check.people", { count: people }),
              layouts: small.map(nameOf).join(", "),
            })
          : null
      }
    />
  );
}

/** The layouts of all rooms of a space as the answers of one list; none where it has no layouts. */
export function layoutOptions(layouts: Layout[], locale: Locale) {
  const t = translator(locale, "booking");
  const offered = layouts.filter(({ isRetired }) => !isRetired);
  if (offered.length === 0) return [];
  return [
    { value: "", label: t("layout.asIs") },
    ...offered.map(({ id, roomName, names, seats }) => ({
      value: id,
      label: t("layout.option", {
        room: roomName,
        layout: titleIn(names, locale).text,
        count: seats,
      }),
    })),
  ];
}
