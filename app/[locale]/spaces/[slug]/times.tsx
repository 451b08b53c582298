import { BusyDay, BusyMap, BusyWords } from "#components/occupancy/busy-hours.tsx";
import { closuresOf } from "#lib/booking/closures/closures.ts";
import { COLON, labelled, SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import { daysAlike } from "#lib/foundation/i18n/days-alike.ts";
import {
  formatDate,
  formatDateTimeRange,
  shortWeekdayNames,
  weekdayNames,
} from "#lib/foundation/i18n/format.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { busyHours } from "#lib/places/occupancy/busy-hours.ts";
import { exceptionsOf } from "#lib/places/spaces/hours.ts";
import { readableWeek } from "#lib/places/spaces/opening-hours.ts";
import { dayInWords } from "#lib/places/spaces/week-in-words.ts";
import type { PartProps } from "./parts.ts";

/** When it is open, and when it is busy. */
export function Times({ ctx, locale, space, t }: PartProps) {
  return (
    <section id="times" aria-labelledby="times-title">
      <h2 id="times-title">{t("page.times")}</h2>
      <div className="pair">
        <UsualHours ctx={ctx} locale={locale} space={space} />
        <Hours ctx={ctx} locale={locale} space={space} t={t} />
      </div>
    </section>
  );
}

/** How busy it is at which hour, as the weeks before were; nothing where that is not known. */
async function UsualHours({ ctx, locale, space }: Omit<PartProps, "t">) {
  const t = translator(locale, "occupancy");
  const hours = await busyHours(ctx, space);
  if (hours.every(({ band }) => band === null)) return null;
  const today = ctx.now.toZonedDateTimeISO(space.timeZone);
  const days = weekdayNames(locale);
  const bands = { quiet: t("bands.quiet"), busy: t("bands.busy"), full: t("bands.full") };
  return (
    <div className="panel">
      <h3>{t("hours.title")}</h3>
      <BusyDay
        hours={hours.filter(({ weekday }) => weekday === today.dayOfWeek)}
        hour={today.hour}
        label={labelled(locale, days[today.dayOfWeek - 1] ?? "", t("hours.caption"))}
        now={translator(locale, "spaces")("page.now")}
      />
      <details>
        <summary>{translator(locale, "spaces")("page.otherDays")}</summary>
        <BusyMap
          hours={hours}
          days={shortWeekdayNames(locale)}
          caption={t("hours.caption")}
          bands={bands}
        />
        <BusyWords hours={hours} days={days} bands={bands} hidden={t("hours.hidden")} />
      </details>
    </div>
  );
}

/** Today's hours in sight; the week, other hours and closures behind one press or below it. */
async function Hours({ ctx, locale, space, t }: PartProps) {
  const closures = await closuresOf(ctx, space.id);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const exceptions = (await exceptionsOf(ctx, space)).slice(0, 10);
  const week = readableWeek({ ...space, country: space.country === "FR" ? "FR" : "BE" }, monday);
  const hours = week?.[today.dayOfWeek - 1];
  return (
    <div className="panel">
      <h3>{t("hours")}</h3>
      {hours && (
        <p>
          <strong>
            {hours.length > 0
              ? t("page.today", { hours: dayInWords(hours.join(",")) })
              : t("page.shutToday")}
          </strong>
        </p>
      )}
      {week ? (
        <details>
          <summary>{t("page.week")}</summary>
          <Week week={week} days={weekdayNames(locale)} t={t} />
        </details>
      ) : (
        <p>{t("hours_unreadable")}</p>
      )}
      {exceptions.length > 0 && (
        <>
          <h4>{t("otherHours")}</h4>
          <ul>
            {exceptions.map(({ day, hours: there, reason }) => (
              <li key={day}>
                {formatDate(
                  locale,
                  Temporal.Instant.from(`${day}T12:00:00Z`),
                  space.timeZone,
                  ctx.now,
                )}
                {COLON[locale]}
                {[dayInWords(there) || t("closed"), reason].filter(Boolean).join(" · ")}
              </li>
            ))}
          </ul>
        </>
      )}
      {closures.length > 0 && (
        <>
          <h4>{t("closures")}</h4>
          <ul>
            {closures.slice(0, 10).map(({ id, roomNames, reason, windows }) => (
              <li key={id}>
                {windows
                  .slice(0, 3)
                  .map((window) => formatDateTimeRange(locale, window, space.timeZone))
                  .join(SEMICOLON[locale])}
                {windows.length > 3 && ` ${t("closuresMore", { count: windows.length - 3 })}`}
                {labelled(
                  locale,
                  "",
                  roomNames.length > 0 ? roomNames.join(", ") : t("wholeSpace"),
                )}
                {" · "}
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

type WeekProps = { week: string[][]; days: string[]; t: Translate };

/** The hours of each day, days that are alike together. */
function Week({ week, days, t }: WeekProps) {
  const texts = week.map((intervals) => dayInWords(intervals.join(",")) || t("closed"));
  return (
    <ul>
      {daysAlike(days, texts).map(({ days: names, text }) => (
        <li key={names}>{`${names} · ${text}`}</li>
      ))}
    </ul>
  );
}
