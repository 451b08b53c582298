import { and, eq } from "drizzle-orm";
import { z } from "zod";
import {
  practiceEditions,
  practiceReports,
  practices,
  practiceVersions,
} from "#db/schema/practices.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import type { PracticeState } from "./transitions.ts";

const ofVersion = z.object({ versionId: z.uuid() });
const ofReport = z.object({ reportId: z.uuid() });

/** A letter is sent while what it says is so. */
const STILL = { changes: "changes_asked", published: "published" } as const satisfies Record<
  string,
  PracticeState
>;

/**
 * What became of what an author wrote, with the words of whoever read it. It names the practice,
 * and nobody.
 */
export function composeVersionMail(letter: keyof typeof STILL): Compose {
  return async (db, { data, locale }) => {
    const { versionId } = ofVersion.parse(data);
    const [found] = await db
      .select({
        slug: practices.slug,
        title: practiceEditions.title,
        note: practiceVersions.reviewNote,
      })
      .from(practiceVersions)
      .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
      .innerJoin(
        practiceEditions,
        and(
          eq(practiceEditions.versionId, practiceVersions.id),
          eq(practiceEditions.isOriginal, true),
        ),
      )
      .where(and(eq(practiceVersions.id, versionId), eq(practiceVersions.state, STILL[letter])));
    if (!found) return null;
    const page = letter === "published" ? "practices" : "desk/practices";
    return mailOf(locale, letter, found, `${page}/${found.slug}`);
  };
}

/** What became of the report that a space tried a practice too. */
export const composeReportMail: Compose = async (db, { data, locale }) => {
  const { reportId } = ofReport.parse(data);
  const [found] = await db
    .select({
      slug: practices.slug,
      title: practiceEditions.title,
      note: practiceReports.note,
      state: practiceReports.state,
    })
    .from(practiceReports)
    .innerJoin(practices, eq(practices.id, practiceReports.practiceId))
    .innerJoin(
      practiceVersions,
      and(eq(practiceVersions.practiceId, practices.id), eq(practiceVersions.state, "published")),
    )
    .innerJoin(
      practiceEditions,
      and(
        eq(practiceEditions.versionId, practiceVersions.id),
        eq(practiceEditions.isOriginal, true),
      ),
    )
    .where(eq(practiceReports.id, reportId));
  if (!found || found.state === "waiting") return null;
  return mailOf(
    locale,
    found.state === "shown" ? "reportShown" : "reportRefused",
    found,
    `practices/${found.slug}`,
  );
};

function mailOf(
  locale: Locale,
  letter: string,
  { title, note }: { title: string; note: string },
  path: string,
): Mail {
  const t = translator(locale, "practices");
  const subject = t(`mail.${letter}.subject`, { title });
  return {
    subject,
    text: [
      subject,
      "",
      t(`mail.${letter}.text`),
      ...(note ? ["", isolated(note)] : []),
      "",
      `${settings().publicUrl}/${locale}/${path}`,
      "",
      translator(locale, "booking")("mail.bye"),
    ].join("\n"),
  };
}
