import { expect, test } from "vitest";
import { readPhrase } from "#lib/booking/search/phrases.ts";
import {
  NETWORK_ZONE,
  readSearch,
  searchFormFrom,
  withWhen,
} from "#lib/booking/search/search-form.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { searchAsTyped, searchInWords } from "./words.ts";

const now = Temporal.Instant.from("2026-11-24T10:00:00Z");

/** The search of an address, and its words for the bar. */
function searched(locale: (typeof LOCALES)[number], address: Record<string, string>) {
  const form = searchFormFrom(address, now);
  const search = readSearch(form, now);
  if ("code" in search) throw new Error(search.code);
  return { form, search, typed: searchAsTyped(locale, translator(locale, "home"), search) };
}

test.each(LOCALES)(
  "the words of the bar are short, and mean the same when read again (%s)",
  (locale) => {
    for (const address of [
      { day: "2026-11-25", from: "14:00", to: "16:00", minutes: "" },
      { day: "2026-12-01", from: "08:00", to: "22:00", minutes: "90" },
      { day: "2027-02-06", from: "09:30", to: "10:00", minutes: "" },
      { day: "2027-08-26", from: "10:00", to: "13:00", minutes: "" },
    ]) {
      const { form, search, typed } = searched(locale, address);
      // As many as the bar shows on the narrowest phone.
      expect(typed.length, typed).toBeLessThanOrEqual(address.minutes ? 36 : 28);
      const when = readPhrase(typed, now.toZonedDateTimeISO(NETWORK_ZONE));
      if ("code" in when) throw new Error(`${when.code}: ${typed}`);
      expect(readSearch(withWhen(form, when), now)).toMatchObject({
        windows: search.windows,
        minutes: search.minutes,
      });
    }
  },
);

test.each(LOCALES)(
  "several days stand in the bar as in the heading, and are read again (%s)",
  (locale) => {
    const { form, search, typed } = searched(locale, {
      day: "2026-11-26",
      until: "2026-11-27",
      from: "08:00",
      to: "22:00",
      minutes: "120",
    });
    expect(typed).toBe(searchInWords(locale, translator(locale, "home"), search));
    const when = readPhrase(typed, now.toZonedDateTimeISO(NETWORK_ZONE));
    if ("code" in when) throw new Error(`${when.code}: ${typed}`);
    expect(readSearch(withWhen(form, when), now)).toMatchObject({
      windows: search.windows,
      minutes: search.minutes,
    });
  },
);

test("what is copied from a page is read as if it had been typed", () => {
  const { when } = searchFormFrom({ when: "wo 25 nov, 14:00–\u206016:00" }, now);
  expect(when).toBe("wo 25 nov, 14:00–16:00");
});
