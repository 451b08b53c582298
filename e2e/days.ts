/** Days on which the places of the demonstration are closed every year, as MM-DD. */
const CLOSED = ["01-01", "05-01", "05-08", "07-14", "07-21", "08-15", "11-01", "11-11", "12-25"];
const WEEKS_APART = 12;

/** A weekday (1 is Monday) so many weeks after this one; a quarter later where it falls on a holiday. */
export function weekdayAhead(dayOfWeek: number, weeks: number): Temporal.PlainDate {
  const today = Temporal.Now.plainDateISO("Europe/Brussels");
  const day = today.subtract({ days: today.dayOfWeek - dayOfWeek }).add({ weeks });
  return CLOSED.includes(day.toString().slice(5)) ? day.add({ weeks: WEEKS_APART }) : day;
}
