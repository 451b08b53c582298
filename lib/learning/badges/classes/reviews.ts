import { and, isNull, lte } from "drizzle-orm";
import { z } from "zod";
import { badgeClasses } from "#db/schema/badges.ts";
import { formatDay } from "#lib/foundation/i18n/format.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { administrators } from "#lib/foundation/identity/people/space-staff.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { type Compose, enqueue } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { Job } from "#lib/module.ts";
import { newestById } from "./queries.ts";
import { badgesToReview, editionIn, REVIEW_NOTICE_DAYS } from "./rules.ts";

/**
 * Writes to every administrator of badges that are to be looked at again soon: one letter for all,
 * and once for each day of review.
 */
export const remindOfReviews: Job = async (db, now) =>
  transaction(db, async (tx) => {
    const until = now
      .toZonedDateTimeISO(NETWORK_ZONE)
      .toPlainDate()
      .add({ days: REVIEW_NOTICE_DAYS });
    const due = await tx
      .update(badgeClasses)
      .set({ reviewRemindedAt: now })
      .where(
        and(isNull(badgeClasses.reviewRemindedAt), lte(badgeClasses.reviewOn, until.toString())),
      )
      .returning({ id: badgeClasses.id });
    const badges = due.map(({ id }) => id).toSorted();
    if (badges.length === 0) return { reminded: 0 };
    for (const personId of await administrators(tx))
      await enqueue(tx, { template: "badge-reviews", personId, data: { badges } });
    return { reminded: badges.length };
  });

const letterData = z.object({ badges: z.array(z.uuid()) });

/** Names the badges that are still to be looked at; null when all of them were. */
export const composeReviewMail: Compose = async (db, { data, locale }) => {
  const known = await newestById({ db }, letterData.parse(data).badges);
  const today = Temporal.Now.instant().toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const badges = badgesToReview(known, today);
  if (badges.length === 0) return null;
  const t = translator(locale, "badges");
  const subject = t("mail.reviews.subject", { count: badges.length });
  return {
    subject,
    text: [
      subject,
      "",
      t("mail.reviews.text"),
      "",
      ...badges.map(({ version, reviewOn }) =>
        t("mail.reviews.line", {
          name: isolated(editionIn(version.editions, locale).name),
          day: formatDay(locale, reviewOn),
        }),
      ),
      "",
      `${settings().publicUrl}/${locale}/admin/badges`,
      "",
      translator(locale, "booking")("mail.bye"),
    ].join("\n"),
  };
};
