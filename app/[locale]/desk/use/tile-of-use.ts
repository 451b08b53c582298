import type { Tile } from "#components/occupancy/figure-tiles.tsx";
import { formatNumber } from "#lib/foundation/i18n/format.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Figure } from "#lib/places/occupancy/shares.ts";
import type { Use, UseLine } from "#lib/places/occupancy/use.ts";

/**
 * One figure of all that is shown, as it was booked, and its course by month: what the page of use
 * has in its tables as well.
 */
export function tileOfUse(locale: Locale, use: Use, figure: Figure): Tile {
  const t = translator(locale, "occupancy");
  const shareOf = ({ shares, missedShare }: UseLine) =>
    figure === "missed" ? missedShare : shares.booked[figure];
  const [only, ...others] = use.total;
  const shown = only && others.length === 0 ? only : use.whole;
  const share = shareOf(shown);
  const isWithheld =
    figure === "missed" ? shown.missedHours === null : shown.shares.booked.isWithheld;
  const course = new Map(use.month.map((line) => [Number(line.key), shareOf(line)]));
  const last = Math.max(...course.keys(), 0);
  return {
    key: figure,
    name: t(`use.${figure}`),
    value:
      share === null
        ? t(isWithheld ? "use.withheld" : "use.unmeasured")
        : formatNumber(locale, share, { style: "percent", maximumFractionDigits: 0 }),
    of: `${t(`use.short.${figure}`)}, ${use.year}`,
    course: Array.from({ length: last }, (_, month) => course.get(month + 1) ?? null),
  };
}
