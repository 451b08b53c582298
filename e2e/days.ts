/** Days on which the places of the demonstration are closed every year, as MM-DD. */
const CLOSED = ["01-01", "05-01", "05-08", "07-14", "07-21", "08-15", "11-01", "11-11", "12-25"];

const isOpen = (day: Temporal.PlainDate) => !CLOSED.includes(day.toString().slice(5));

/**
 * A weekday (1 is Monday) so many weeks after this one, those on which it is a holiday not counted:
 * no two numbers of weeks are ever the same day. Rooms can be booked 25 weeks ahead.
 *
 * Who plans in the rooms of Be Square, by weekday and weeks, a second try included: Monday
 * calendars 21–22, series 3–10; Tuesday sessions 2–7, calendar 14–17, calendar-import 20–21;
 * Wednesday series 2–10, kept-pages 14–15; Thursday desk 2–7 (14:00 and later), series 2–9 (11:00), programme 14–19;
 * Friday calendar 3–8, programme 15–16, series 19–20.
 */
export function weekdayAhead(dayOfWeek: number, weeks: number): Temporal.PlainDate {
  const today = Temporal.Now.plainDateISO("Europe/Brussels");
  let day = today.subtract({ days: today.dayOfWeek - dayOfWeek });
  for (let open = 0; open < weeks; ) {
    day = day.add({ weeks: 1 });
    if (isOpen(day)) open += 1;
  }
  return day;
}
