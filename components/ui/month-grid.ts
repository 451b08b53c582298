/**
 * A day of a calendar that is drawn on the reader's device: midnight in UTC, whatever the zone of
 * the device.
 */
export type GridDay = number;

const DAY = 86_400_000;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/** The day that a field shows, day first or as addresses have it; null for what is none. */
export function dayIn(typed: string): GridDay | null {
  const text = typed.trim();
  const [, day, month, year] = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text) ?? [];
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  return dayOf(Number(year ?? isoYear), Number(month ?? isoMonth), Number(day ?? isoDay));
}

function dayOf(year: number, month: number, day: number): GridDay | null {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return null;
  const found = new Date(Date.UTC(year, month - 1, day));
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day ? found.getTime() : null;
}

/** Today on the clock of the device. */
export function todayOn(now: Date): GridDay {
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

/** As a field shows it, in the order of the three languages. */
export function typedAs(day: GridDay): string {
  const date = new Date(day);
  return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
}

/** The weeks that a month touches, Monday first; null for the days of other months. */
export function weeksOf(day: GridDay): (GridDay | null)[][] {
  const first = new Date(day);
  first.setUTCDate(1);
  const month = first.getUTCMonth();
  const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY;
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const one = monday + (week * 7 + weekday) * DAY;
      return new Date(one).getUTCMonth() === month ? one : null;
    }),
  ).filter((week) => week.some((one) => one !== null));
}

/** The same day of another month, or its last where that month is shorter. */
export function monthsLater(day: GridDay, months: number): GridDay {
  const date = new Date(day);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
  return Date.UTC(
    last.getUTCFullYear(),
    last.getUTCMonth(),
    Math.min(date.getUTCDate(), last.getUTCDate()),
  );
}

/** Where a key leads from a day; null for a key that leads nowhere. */
export function dayAfterKey(key: string, day: GridDay): GridDay | null {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  switch (key) {
    case "ArrowLeft":
      return day - DAY;
    case "ArrowRight":
      return day + DAY;
    case "ArrowUp":
      return day - 7 * DAY;
    case "ArrowDown":
      return day + 7 * DAY;
    case "Home":
      return day - weekday * DAY;
    case "End":
      return day + (6 - weekday) * DAY;
    case "PageUp":
      return monthsLater(day, -1);
    case "PageDown":
      return monthsLater(day, 1);
    default:
      return null;
  }
}
