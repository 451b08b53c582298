import { and, eq, inArray, isNull } from "drizzle-orm";
import { practiceReports, practices, practiceVersions } from "#db/schema/practices.ts";
import { spaces } from "#db/schema/spaces.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { beginPractice, saveDraft } from "#lib/practice/practices/drafts.ts";
import { decideOnReport, reportTrial } from "#lib/practice/practices/reports.ts";
import { reviewPractice, submitPractice } from "#lib/practice/practices/reviewing.ts";
import { practiceDraft, reportForm } from "#lib/practice/practices/schema.ts";
import { translatePractice } from "#lib/practice/practices/translations.ts";
import { colleague } from "./colleague.ts";
import {
  INVENTED,
  type Invented,
  PRACTICES,
  TRANSLATIONS,
  TRIALS,
  WAITING,
} from "./practice-texts.ts";

/** Invented colleagues, one of each region: each reads what the others wrote. */
const COLLEAGUES = { vlaanderen: "Veerle", wallonie: "Aline", "hauts-de-france": "Hugo" } as const;

type Region = keyof typeof COLLEAGUES;

const NEXT: Record<Region, Region> = {
  vlaanderen: "wallonie",
  wallonie: "hauts-de-france",
  "hauts-de-france": "vlaanderen",
};

/**
 * A dozen invented practices of real places, in three languages, published as every practice is:
 * after a peer of another region read it. One more waits for its reader.
 */
export async function seedPractices(ctx: Context): Promise<void> {
  const slugs = [...PRACTICES, ...WAITING, ...TRIALS].map(({ space }) => space);
  const known = await ctx.db.select().from(spaces).where(inArray(spaces.slug, slugs));
  const actors = {} as Record<Region, PersonActor>;
  for (const region of Object.keys(COLLEAGUES) as Region[])
    actors[region] = await colleague(
      ctx,
      COLLEAGUES[region],
      known.filter((one) => one.region === region).map(({ id }) => id),
    );
  const staff: Staff = {
    as: (region, locale) => ({ ...ctx, actor: actors[region], locale }),
    regionOf: (slug) => (known.find((one) => one.slug === slug)?.region ?? "vlaanderen") as Region,
  };
  const published = await seedPublished(staff);
  await seedWaiting(staff);
  await seedTranslations(staff, published);
  await seedTrials(ctx, staff, published);
}

/** A colleague of each region, who writes in a language; and where a place is. */
type Staff = {
  as: (region: Region, locale: Locale) => Context;
  regionOf: (slug: string) => Region;
};

async function draftOf(
  author: Context,
  { space, language, words, ...facts }: Omit<Invented, "key">,
) {
  const { slug } = await beginPractice(author, { space, language, title: words.title });
  const [row] = await author.db
    .select({ id: practiceVersions.id })
    .from(practiceVersions)
    .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
    .where(and(eq(practices.slug, slug), isNull(practiceVersions.publishedAt)));
  const id = row?.id ?? "";
  const context = `${INVENTED[language]} ${words.context}`;
  const draft = practiceDraft.parse({ ...facts, ...words, context, languages: language });
  const { revision } = await saveDraft(author, { id, revision: 1 }, draft);
  return { slug, id, revision };
}

/** @returns their names in addresses, by key */
async function seedPublished({ as, regionOf }: Staff): Promise<Map<string, string>> {
  const published = new Map<string, string>();
  for (const { key, ...practice } of PRACTICES) {
    const { space, language } = practice;
    const author = as(regionOf(space), language);
    const { slug, id, revision } = await draftOf(author, practice);
    await submitPractice(author, { id, revision });
    const peer = as(NEXT[regionOf(space)], language);
    await reviewPractice(peer, { id, revision: revision + 1, what: "publish", note: "" });
    published.set(key, slug);
  }
  return published;
}

async function seedWaiting({ as, regionOf }: Staff): Promise<void> {
  for (const practice of WAITING) {
    const author = as(regionOf(practice.space), practice.language);
    const { id, revision } = await draftOf(author, practice);
    await submitPractice(author, { id, revision });
  }
}

async function seedTranslations({ as }: Staff, published: Map<string, string>): Promise<void> {
  for (const { key, language, by, words } of TRANSLATIONS) {
    const given = practiceDraft.parse({
      ...words,
      context: `${INVENTED[language]} ${words.context}`,
    });
    await translatePractice(as(by, language), {
      ...given,
      slug: published.get(key) ?? "",
      language,
    });
  }
}

/** Practices that other places tried two months ago, each shown by the place that wrote it. */
async function seedTrials(
  { db, now }: Context,
  { as, regionOf }: Staff,
  published: Map<string, string>,
): Promise<void> {
  const month = now
    .toZonedDateTimeISO("UTC")
    .toPlainDate()
    .toPlainYearMonth()
    .subtract({ months: 2 })
    .toString();
  for (const { key, space, language, ...report } of TRIALS) {
    const slug = published.get(key) ?? "";
    const trial = reportForm.parse({ ...report, slug, space, month });
    await reportTrial(as(regionOf(space), language), trial);
    const home = regionOf(PRACTICES.find((one) => one.key === key)?.space ?? "");
    const [waiting] = await db
      .select()
      .from(practiceReports)
      .where(eq(practiceReports.state, "waiting"));
    await decideOnReport(as(home, language), { id: waiting?.id ?? "", what: "show", note: "" });
  }
}
