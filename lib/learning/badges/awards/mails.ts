import { eq } from "drizzle-orm";
import { z } from "zod";
import { awards } from "#db/schema/badges.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { versionsById } from "../classes/queries.ts";
import { editionIn } from "../classes/rules.ts";
import type { AwardState } from "./transitions.ts";

const letterData = z.object({ awardId: z.uuid() });

type Letter = "asked" | "decide" | "look-along" | "question" | "refused" | "waits" | "signed";

/**
 * A letter is sent while what it says is so: whoever was overtaken by a later step gets the later
 * letter only.
 */
const STILL: Record<Letter, readonly AwardState[]> = {
  asked: ["submitted"],
  decide: ["in_review"],
  "look-along": ["in_review"],
  question: ["changes_asked"],
  refused: ["refused"],
  waits: ["accepted"],
  signed: ["issued"],
};

/** What happened to a request for a badge, and where to go. It names the badge, and nobody. */
export function composeBadgeMail(letter: Letter): Compose {
  return async (db, { data, locale }) => {
    const { awardId } = letterData.parse(data);
    const [award] = await db.select().from(awards).where(eq(awards.id, awardId));
    if (!award || !STILL[letter].includes(award.state as AwardState)) return null;
    const badge = (await versionsById({ db }, [award.versionId])).get(award.versionId);
    if (!badge) return null;
    const t = translator(locale, "badges");
    const name = isolated(editionIn(badge.version.editions, locale).name);
    const subject = t(`mail.${letter}.subject`, { name });
    const isRefusal = letter === "question" || letter === "refused";
    const page = letter === "asked" || letter === "decide" ? "desk/badges" : "me/badges";
    return {
      subject,
      text: [
        subject,
        "",
        t(`mail.${letter}.text`, { until: dayOf(award.reviewsEndAt, locale) }),
        ...(isRefusal && award.note ? ["", isolated(award.note)] : []),
        "",
        `${settings().publicUrl}/${locale}/${page}`,
        "",
        translator(locale, "booking")("mail.bye"),
      ].join("\n"),
    };
  };
}

const dayOf = (at: Temporal.Instant | null, locale: Locale) =>
  at === null ? "" : formatDay(locale, at.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate());
