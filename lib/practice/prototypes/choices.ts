import { listReleases } from "#lib/evidence/research/queries.ts";
import { formatDate } from "#lib/foundation/i18n/format.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { type Context, languageOf } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { editionFor, findPracticeById, listPractices } from "#lib/practice/practices/queries.ts";

type Choice = { value: string; label: string };

/** Pages of practices that a list to choose from has. */
const MOST_PAGES = 5;

/**
 * Practices that a prototype can come of, the newest first, and the one that it comes of already.
 */
export async function practiceChoices(ctx: Context, practiceId: string | null): Promise<Choice[]> {
  const choices = new Map<string, string>();
  const linked = practiceId === null ? null : await findPracticeById(ctx, practiceId);
  if (linked) choices.set(linked.slug, editionFor(linked.version, languageOf(ctx)).shown.title);
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { items } = await listPractices(ctx, { page });
    for (const { slug, title } of items) choices.set(slug, title);
    if (items.length === 0) break;
  }
  return [...choices].map(([value, label]) => ({ value, label }));
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
