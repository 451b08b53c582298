/** From when to when a day is drawn: "08:00", "24:00". */
export type Frame = { from: string; to: string };

/** A day that is drawn long enough for an event, in whole hours of the space's clock. */
export function frameWith(
  { from, to }: Frame,
  { start, end }: { start: string; end: string },
  timeZone: string,
): Frame {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const wall = (text: string) => {
    const parts = clock.formatToParts(new Date(text));
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "00";
    return { day: part("day"), hour: part("hour"), minute: part("minute") };
  };
  const [first, last] = [wall(start), wall(end)];
  const endsAtMidnight = last.hour === "00" && last.minute === "00";
  if (first.day !== last.day && !endsAtMidnight) return { from: "00:00", to: "24:00" };
  const until = endsAtMidnight ? 24 : Number(last.hour) + (last.minute === "00" ? 0 : 1);
  const [begins, ends] = [`${first.hour}:00`, `${String(until).padStart(2, "0")}:00`];
  return { from: begins < from ? begins : from, to: ends > to ? ends : to };
}

/** Whether a moment, on the space's clock, lies in the hours that are drawn. */
export function isDrawn({ from, to }: Frame, moment: Date, timeZone: string): boolean {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(moment);
  return clock >= from && clock < to;
}
