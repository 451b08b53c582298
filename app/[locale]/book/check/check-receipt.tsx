import { Receipt } from "#components/booking/receipt.tsx";
import type { Step } from "#components/booking/steps.tsx";
import type { EquipmentRequest } from "#lib/booking/allocation/schema.ts";
import type { Check, CheckRequest } from "#lib/booking/search/check.ts";
import {
  formatDate,
  formatDateTime,
  formatTime,
  formatTimeRange,
  unbroken,
} from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { passesMidnight } from "#lib/foundation/platform/time/days.ts";

type Props = {
  check: Check;
  request: CheckRequest;
  /** What the space is: its drawing stands beside the lines. */
  kind: string;
  /** The screens before this one, as far as they can show what is booked. */
  back: Partial<Record<Step, string>>;
  now: Temporal.Instant;
  locale: Locale;
};

/** When, where and for how many: three lines, each with the way to choose it again. */
export function CheckReceipt({ check, request, kind, back, now, locale }: Props) {
  const t = translator(locale, "booking");
  const { room, roomNames } = check;
  const { start, people, equipment } = request;
  const editing = (href: string | undefined, label: string) => (href ? { href, label } : undefined);
  return (
    <Receipt
      kind={kind}
      edit={t("check.edit")}
      lines={[
        {
          icon: "calendar",
          name: formatDate(locale, start, room.timeZone, now),
          detail: hoursIn(locale, request, room.timeZone),
          edit: editing(back.when, t("check.editWhen")),
        },
        {
          icon: "pin",
          name: `${room.spaceName}, ${roomNames.join(" + ")}`,
          detail: room.address,
          edit: editing(back.where, t("check.editWhere")),
        },
        {
          icon: "people",
          name: t("check.people", { count: people }),
          detail:
            equipment.length > 0 ? t("check.with", { things: thingsIn(locale, equipment) }) : "",
          edit: editing(back.what, t("check.editWhat")),
        },
      ]}
    />
  );
}

/** "14:00–16:00", with the day of the end when it is another. */
function hoursIn(
  locale: Locale,
  time: { start: Temporal.Instant; end: Temporal.Instant },
  zone: string,
): string {
  if (!passesMidnight(time, zone)) return formatTimeRange(locale, time, zone);
  const until = formatDateTime(locale, time.end, zone);
  return unbroken(`${formatTime(locale, time.start, zone)}–${until}`);
}

/** "projector, 3 × laptop". */
function thingsIn(locale: Locale, equipment: EquipmentRequest[]): string {
  const t = translator(locale, "spaces");
  return equipment
    .map(({ kind, quantity }) => {
      const name = t.or(`features.${kind}`, kind).toLocaleLowerCase(locale);
      return quantity > 1 ? `${quantity} × ${name}` : name;
    })
    .join(", ");
}
