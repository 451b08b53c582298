import { listReleases } from "#lib/evidence/research/queries.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { findPracticeById, listPractices } from "#lib/practice/practices/queries.ts";
import { editionFor } from "#lib/practice/practices/versions.ts";

type Choice = { value: string; label: string };
/** A title in the language that it was written in. */
type Titled = Choice & { lang: string };

/** Pages of practices that a list to choose from has. */
const MOST_PAGES = 5;

/**
 * Practices that a prototype can come of, the newest first, and the one that it comes of already.
 */
export async function practiceChoices(ctx: Context, practiceId: string | null): Promise<Titled[]> {
  const choices = new Map<string, Titled>();
  const add = (value: string, { title, language }: { title: string; language: string }) =>
    choices.set(value, { value, label: title, lang: language });
  const linked = practiceId === null ? null : await findPracticeById(ctx, practiceId);
  if (linked) add(linked.slug, editionFor(linked.version, languageOf(ctx)).shown);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { items } = await listPractices(ctx, { page });
    for (const item of items) add(item.slug, item);
    if (items.length === 0) break;
  }
  return [...choices.values()];
}

/** Studies whose figures were released, the newest first. */
export async function studyChoices(ctx: Context): Promise<Choice[]> {
  const locale = languageOf(ctx);
  const system: Context = { ...ctx, actor: { kind: "system", name: "prototypes" } };
  const t = translator(locale, "research");
  return (await listReleases(system, 1)).items.map(({ id, dataset, createdAt }) => ({
    value: id,
    label: `${formatDate(locale, createdAt, NETWORK_ZONE, ctx.now)} · ${t(`datasets.${dataset}`)}`,
  }));
}
