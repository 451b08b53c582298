import type { SeriesView } from "./queries.ts";

const wall = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: "minute" });

/** A series as the API says it: wall times for what repeats, moments for what is booked. */
export function seriesAnswer(series: SeriesView) {
  const {
    id,
    roomId,
    timeZone,
    rule,
    people,
    equipment,
    purpose,
    layoutId,
    follows,
    version,
    cancelledAt,
  } = series;
  return {
    id,
    roomId,
    timeZone,
    rule,
    firstStart: wall(series.firstStart),
    firstEnd: wall(series.firstEnd),
    extraStarts: series.extraStarts.map(wall),
    excludedStarts: series.excludedStarts.map(wall),
    people,
    equipment,
    purpose,
    layoutId,
    follows,
    version,
    cancelled: cancelledAt !== null,
    dates: series.dates.map((date) => ({
      bookingId: date.bookingId,
      occurrence: wall(date.occurrence),
      start: date.during.start.toString(),
      end: date.during.end.toString(),
      roomId: date.roomId,
      people: date.people,
      layoutId: date.layoutId,
      status: date.status,
    })),
  };
}
