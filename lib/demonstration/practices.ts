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
  const regionOf = (slug: string) =>
    (known.find((one) => one.slug === slug)?.region ?? "vlaanderen") as Region;
  const actors = {} as Record<Region, PersonActor>;
  for (const region of Object.keys(COLLEAGUES) as Region[])
    actors[region] = await colleague(
      ctx,
      COLLEAGUES[region],
      known.filter((one) => one.region === region).map(({ id }) => id),
    );
  const as = (region: Region, locale: Locale): Context => ({
    ...ctx,
    actor: actors[region],
    locale,
  });
  const draftOf = async (
    author: Context,
    { space, language, words, ...facts }: Omit<Invented, "key">,
  ) => {
    const { slug } = await beginPractice(author, { space, language, title: words.title });
    const [row] = await ctx.db
      .select({ id: practiceVersions.id })
      .from(practiceVersions)
      .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
      .where(and(eq(practices.slug, slug), isNull(practiceVersions.publishedAt)));
    const id = row?.id ?? "";
    const context = `${INVENTED[language]} ${words.context}`;
    const draft = practiceDraft.parse({ ...facts, ...words, context, languages: language });
    const { revision } = await saveDraft(author, { id, revision: 1 }, draft);
    return { slug, id, revision };
  };
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
  for (const practice of WAITING) {
    const author = as(regionOf(practice.space), practice.language);
    const { id, revision } = await draftOf(author, practice);
    await submitPractice(author, { id, revision });
  }
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
  const before = ctx.now
    .toZonedDateTimeISO("UTC")
    .toPlainDate()
    .toPlainYearMonth()
    .subtract({ months: 2 });
  for (const { key, space, language, ...report } of TRIALS) {
    const slug = published.get(key) ?? "";
    const trial = reportForm.parse({ ...report, slug, space, month: before.toString() });
    await reportTrial(as(regionOf(space), language), trial);
    const home = regionOf(PRACTICES.find((one) => one.key === key)?.space ?? "");
    const [waiting] = await ctx.db
      .select()
      .from(practiceReports)
      .where(eq(practiceReports.state, "waiting"));
    await decideOnReport(as(home, language), { id: waiting?.id ?? "", what: "show", note: "" });
  }
}
