import "./series.css";
import { SelectField } from "#components/ui/field.tsx";
import { formatDateTimeRange } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { messageFor, translator } from "#lib/foundation/i18n/translator.ts";

export type DateToChoose = {
  start: Temporal.PlainDateTime;
  during: { start: Temporal.Instant; end: Temporal.Instant };
  roomId: string;
  state: "free" | "elsewhere" | "clash";
  reason: { code: string; [value: string]: string | number } | null;
  takenBy: string | null;
  rooms: { roomId: string; roomName: string; capacity: number }[];
};

type Props = {
  locale: Locale;
  timeZone: string;
  dates: DateToChoose[];
  roomNames: Map<string, string>;
  /** One answer that was pressed for all dates that are not free. */
  forAll: string;
};

/** Every date with its state and what becomes of it: in its room, in another one, or left out. */
export function DateChoices({ locale, timeZone, dates, roomNames, forAll }: Props) {
  const t = translator(locale, "series");
  const choices = dates.map(({ start, during, roomId, state, reason, takenBy, rooms }) => {
    const key = start.toString({ smallestUnit: "minute" });
    const why = reason ? messageFor(locale, reason) : t("check.isFree");
    const isFree = state === "free";
    const nextBest = forAll === "nextBest" ? rooms[0]?.roomId : undefined;
    return (
      <SelectField
        key={key}
        label={formatDateTimeRange(locale, during, timeZone)}
        hint={takenBy ? t("check.takenBy", { title: takenBy }) : why}
        name={`on.${key}`}
        defaultValue={isFree ? "book" : (nextBest ?? (forAll ? "skip" : ""))}
        required
        options={[
          isFree
            ? { value: "book", label: t("check.book", { room: roomNames.get(roomId) ?? "" }) }
            : { value: "", label: t("check.chooseFate") },
          ...rooms.map((room) => ({
            value: room.roomId,
            label: t("check.move", { room: room.roomName, count: room.capacity }),
          })),
          { value: "skip", label: t("check.skip") },
        ]}
      />
    );
  });
  return <div className="date-choices">{choices}</div>;
}
