import { and, eq, inArray, isNull } from "drizzle-orm";
import { practiceEditions, practices, practiceVersions } from "#db/schema/practices.ts";
import { releases } from "#db/schema/research.ts";
import { spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { correctPractice, saveDraft } from "#lib/practice/practices/drafts.ts";
import { reviewPractice, submitPractice } from "#lib/practice/practices/reviewing.ts";
import { practiceDraft } from "#lib/practice/practices/schema.ts";
import { colleague } from "./colleague.ts";
import { INVENTED, PRACTICES } from "./practice-texts.ts";

/** A practice, and a space of another region whose manager reads it again. */
const STUDIED = { key: "volunteers", reader: "buda-lab" };

/**
 * A practice of which a study of the network says something: its second version, read by a peer of
 * another region as the first was.
 */
export async function seedStudied(ctx: Context): Promise<void> {
  const { db } = ctx;
  const practice = PRACTICES.find(({ key }) => key === STUDIED.key);
  const [study] = await db.select({ id: releases.id }).from(releases).orderBy(releases.id).limit(1);
  if (!practice || !study) return;
  const { key: _key, space, language, words, ...facts } = practice;
  const known = await db
    .select({ id: spaces.id, slug: spaces.slug })
    .from(spaces)
    .where(inArray(spaces.slug, [space, STUDIED.reader]));
  const managerOf = async (name: string, slug: string) => ({
    ...ctx,
    actor: await colleague(
      ctx,
      name,
      known.flatMap((one) => (one.slug === slug ? [one.id] : [])),
    ),
  });
  const [found] = await db
    .select({ slug: practices.slug })
    .from(practices)
    .innerJoin(practiceVersions, eq(practiceVersions.practiceId, practices.id))
    .innerJoin(practiceEditions, eq(practiceEditions.versionId, practiceVersions.id))
    .where(eq(practiceEditions.title, words.title));
  if (!found) return;
  const author = await managerOf("Inès", space);
  await correctPractice(author, found.slug);
  const [version] = await db
    .select({ id: practiceVersions.id, revision: practiceVersions.revision })
    .from(practiceVersions)
    .innerJoin(practices, eq(practices.id, practiceVersions.practiceId))
    .where(and(eq(practices.slug, found.slug), isNull(practiceVersions.publishedAt)));
  if (!version) return;
  const draft = practiceDraft.parse({
    ...facts,
    ...words,
    context: `${INVENTED[language]} ${words.context}`,
    languages: language,
    evidence: "network_study",
    release: study.id,
  });
  const { id } = version;
  const { revision } = await saveDraft(author, version, draft);
  await submitPractice(author, { id, revision });
  const reader = await managerOf("Lotte", STUDIED.reader);
  await reviewPractice(reader, { id, revision: revision + 1, what: "publish", note: "" });
}
