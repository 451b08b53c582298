import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BookingsToMove } from "#components/desk/bookings-to-move.tsx";
import { ActionForm } from "#components/ui/action-form.tsx";
import { DayField } from "#components/ui/day-field.tsx";
import { TextField, Tick } from "#components/ui/field.tsx";
import { Status } from "#components/ui/status.tsx";
import { bookingsOutsideHours } from "#lib/booking/bookings/no-longer-fits.ts";
import { formatDate, weekdayNames } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";
import { type Translate, translator } from "#lib/foundation/i18n/translator.ts";
import { staffContext } from "#lib/foundation/identity/sign-in/session.ts";
import type { PageQuery } from "#lib/foundation/platform/http/page-query.ts";
import {
  removeExceptionAction,
  setExceptionAction,
  setUsualHoursAction,
} from "#lib/places/spaces/actions.ts";
import { chosenSpaces } from "#lib/places/spaces/chosen.ts";
import { dayHoursFrom, doubleTimes } from "#lib/places/spaces/day-hours.ts";
import {
  exceptionsOf,
  markOfException,
  markOfHours,
  marksOfDays,
} from "#lib/places/spaces/hours.ts";
import { readableWeek } from "#lib/places/spaces/opening-hours.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { dayInWords } from "#lib/places/spaces/week-in-words.ts";

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<PageQuery>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: translator(localeOf((await params).locale), "desk")("hours.title") };
}

/** When a space is open: every week, and on days that are different. */
export default async function HoursPage({ params, searchParams }: Props) {
  const locale = localeOf((await params).locale);
  const ctx = await staffContext("space.manage", `/${locale}/desk/hours`);
  const asked = await searchParams;
  const t = translator(locale, "desk");
  const { own, space: chosen } = await chosenSpaces(ctx, "space.manage", asked.space);
  const space = chosen && (await findSpace(ctx, chosen.slug));
  if (!space) notFound();
  const exceptions = await exceptionsOf(ctx, space);
  const outside = await bookingsOutsideHours(ctx, space.id);
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  const country = space.country === "FR" ? "FR" : "BE";
  // The first whole week of March: no holiday of either country falls into it.
  const march = today.with({ month: 3, day: 7 });
  const usual = readableWeek({ ...space, country }, march.subtract({ days: march.dayOfWeek - 1 }));
  const hidden = { locale, spaceId: space.id, space: space.slug };
  const working = t("form.working");
  return (
    <div className="narrow">
      <h1>{t("hours.title")}</h1>
      {own.length > 1 && <p className="fact">{space.name}</p>}
      {asked.saved !== undefined && <Status>{t("hours.saved")}</Status>}
      <BookingsToMove
        bookings={outside}
        title={t("hours.outside")}
        hint={t("hours.outsideHint")}
        locale={locale}
        timeZone={space.timeZone}
      />
      <h2>{t("hours.other")}</h2>
      {exceptions.length === 0 && <p>{t("hours.none")}</p>}
      <ul className="cards">
        {exceptions.map(({ day, hours, reason }) => (
          <li className="card" key={day}>
            <div>
              <h3>{formatDate(locale, noonOf(day, space.timeZone), space.timeZone, ctx.now)}</h3>
              <p>{dayInWords(hours) || t("hours.closed")}</p>
              <Twice day={day} hours={hours} timeZone={space.timeZone} t={t} />
              {reason && <p className="fact">{reason}</p>}
            </div>
            <ActionForm
              action={removeExceptionAction}
              submit={t("hours.remove")}
              working={working}
              values={{ ...hidden, day, revision: markOfException({ hours, reason }) }}
              quiet
            />
          </li>
        ))}
      </ul>
      <ActionForm
        action={setExceptionAction}
        submit={t("hours.add")}
        working={working}
        values={{ ...hidden, revision: marksOfDays(exceptions) }}
      >
        <DayField locale={locale} label={t("day")} name="day" typed="" required />
        <TextField label={t("hours.hours")} hint={t("hours.hint")} name="hours" maxLength={100} />
        <TextField label={t("hours.reason")} name="reason" maxLength={100} />
      </ActionForm>
      <h2>{t("hours.usual")}</h2>
      <p>{t("hours.usualHint")}</p>
      <ActionForm
        action={setUsualHoursAction}
        submit={t("hours.save")}
        working={working}
        values={{ ...hidden, revision: markOfHours(space) }}
        quiet
      >
        {weekdayNames(locale).map((name, day) => (
          <TextField
            key={name}
            label={name}
            name={`day${day}`}
            maxLength={100}
            data-short
            defaultValue={(usual?.[day] ?? []).join(", ")}
          />
        ))}
        <Tick
          label={t("hours.holidays")}
          name="closedOnHolidays"
          value="on"
          defaultChecked={/\bPH (off|closed)\b/.test(space.openingHours)}
        />
      </ActionForm>
    </div>
  );
}

type TwiceProps = { day: string; hours: string; timeZone: string; t: Translate };

/** Which of the times of a day come twice, in the night in which the clocks go back. */
function Twice({ day, hours, timeZone, t }: TwiceProps) {
  const times = doubleTimes(Temporal.PlainDate.from(day), dayHoursFrom(hours) ?? [], timeZone);
  return (
    times.length > 0 && <p className="fact">{t("hours.twice", { times: times.join(", ") })}</p>
  );
}

function noonOf(day: string, timeZone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: "12:00" }).toInstant();
}
