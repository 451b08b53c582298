import type { ReactNode } from "react";
import { labelled } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import {
  readTypedDay,
  readTypedMonth,
  readTypedTime,
  tried,
  typedDay,
  typedMonth,
} from "#lib/foundation/platform/time/moments.ts";
import { DayAid } from "./day-aid.tsx";
import { TextField } from "./field.tsx";

type Props = {
  locale: Locale;
  label: string;
  name: string;
  hint?: string | undefined;
  required?: boolean;
  /** What the address or the database holds, or as it was typed. */
  typed: string;
};

type DayProps = Props & {
  /** The day that is shown where nothing was typed. */
  day?: Temporal.PlainDate | undefined;
  /** The year of a day that is typed without one, where that is allowed. */
  thisYear?: number;
};

/**
 * A day in the reader's order, day first, also where the device has another habit; what cannot be
 * read is said here.
 */
export function DayField({ typed, day, thisYear, ...field }: DayProps) {
  const t = translator(field.locale, "common");
  const read = typed ? tried((text) => readTypedDay(text, thisYear), typed) : day;
  return (
    <TypedField
      {...field}
      typed={typed}
      shown={read && typedDay(read)}
      order="dayOrder"
      fault="notADay"
      aid={
        <DayAid
          locale={field.locale}
          title={labelled(field.locale, t("calendar.open"), field.label)}
          words={{
            open: t("calendar.open"),
            previous: t("calendar.previous"),
            next: t("calendar.next"),
          }}
        />
      }
    />
  );
}

/** A month in the reader's order. */
export function MonthField({ typed, ...field }: Props) {
  const read = tried(readTypedMonth, typed);
  return (
    <TypedField
      {...field}
      typed={typed}
      shown={read && typedMonth(read)}
      order="monthOrder"
      fault="notAMonth"
    />
  );
}

/** A time of a day on a clock of 24 hours, also where the device has another habit. */
export function TimeField({ typed, ...field }: Props) {
  const shown = tried(readTypedTime, typed);
  return <TypedField {...field} typed={typed} shown={shown} order="timeOrder" fault="notATime" />;
}

type TypedProps = Props & {
  /** What was read of it, as the field shows it. */
  shown: string | undefined;
  order: "dayOrder" | "monthOrder" | "timeOrder";
  fault: "notADay" | "notAMonth" | "notATime";
  aid?: ReactNode;
};

const LONGEST = 20;

function TypedField({ locale, typed, shown, order, fault, ...field }: TypedProps) {
  const t = translator(locale, "common");
  return (
    <TextField
      {...field}
      defaultValue={shown ?? typed}
      placeholder={t(order)}
      maxLength={Math.max(LONGEST, typed.length)}
      autoComplete="off"
      data-short
      fault={typed && !shown ? t(fault) : undefined}
    />
  );
}
