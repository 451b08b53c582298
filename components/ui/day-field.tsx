import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { readTypedDay, typedDay } from "#lib/foundation/platform/moments.ts";
import { TextField } from "./field.tsx";

type Props = {
  locale: Locale;
  label: string;
  name: string;
  hint?: string;
  required?: boolean;
  /** What the address holds, as it was typed. */
  typed: string;
  /** The day that is shown where nothing was typed. */
  day?: Temporal.PlainDate;
  /** The year of a day that is typed without one, where that is allowed. */
  thisYear?: number;
};

const LONGEST = 10;

/** A day in the reader's order, day first, also where the device has another habit; what cannot be read is said here. */
export function DayField({ locale, label, name, typed, day, thisYear, ...field }: Props) {
  const read = typed ? tried(typed, thisYear) : day;
  return (
    <TextField
      label={label}
      name={name}
      {...field}
      defaultValue={read ? typedDay(read) : typed}
      placeholder={translator(locale, "common")("dayOrder")}
      maxLength={Math.max(LONGEST, typed.length)}
      fault={typed && !read ? translator(locale, "common")("notADay") : undefined}
    />
  );
}

function tried(typed: string, thisYear?: number): Temporal.PlainDate | undefined {
  try {
    return readTypedDay(typed, thisYear);
  } catch {
    return undefined;
  }
}
