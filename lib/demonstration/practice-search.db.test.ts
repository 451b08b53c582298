import { expect } from "vitest";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { listPractices } from "#lib/practice/practices/queries.ts";
import { test } from "#testing/database.ts";
import { seedBadges } from "./badges.ts";
import { QUESTIONS } from "./practice-questions.ts";
import { PRACTICES } from "./practice-texts.ts";
import { seedPractices } from "./practices.ts";
import { seedSpaces } from "./spaces.ts";

/** The least mean of one over the place at which the answer stands. */
const LEAST_MEAN = 0.8;

test("a hundred questions in three languages find their practice, typos and missing accents forgiven", async ({
  ctx,
}) => {
  const system = { ...ctx, actor: { kind: "system", name: "test" } as const };
  await seedSpaces(system);
  await seedBadges(system);
  await seedPractices(system);
  const slugs = new Map<string, string>();
  for (const locale of LOCALES)
    for (const page of [1, 2])
      for (const item of (await listPractices({ ...ctx, locale }, { page })).items)
        for (const { key, language, words } of PRACTICES)
          if (language === item.language && words.title === item.title) slugs.set(key, item.slug);
  expect(slugs.size).toBe(PRACTICES.length);

  const places: { asked: string; rank: number }[] = [];
  for (const locale of LOCALES)
    for (const [key, questions] of Object.entries(QUESTIONS[locale]))
      for (const q of questions) {
        const { items } = await listPractices({ ...ctx, locale }, { q });
        places.push({
          asked: `${locale} ${q}`,
          rank: items.findIndex(({ slug }) => slug === slugs.get(key)) + 1,
        });
      }
  const mean = places.reduce((sum, { rank }) => sum + (rank > 0 ? 1 / rank : 0), 0) / places.length;
  process.stdout.write(
    `mean reciprocal rank over ${places.length} questions: ${mean.toFixed(3)}\n`,
  );
  expect(places.length).toBeGreaterThanOrEqual(100);
  const missed = places
    .filter(({ rank }) => rank !== 1)
    .map(({ asked, rank }) => `${asked}: ${rank}`);
  expect(mean, missed.join("\n")).toBeGreaterThanOrEqual(LEAST_MEAN);
  expect((await listPractices(ctx, { q: "zzzzqqqq" })).total).toBe(0);
  expect((await listPractices(ctx, { q: "' \\ & | ! :* <-> (" })).total).toBe(0);
}, 120_000);
