import type { Database } from "#db/client.ts";
import { journalEntries, journalPhases, journals } from "#db/schema/journal.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authenticated, authorise } from "#lib/foundation/identity/permission/policy.ts";
import { limit } from "#lib/foundation/identity/sign-in/rate-limits.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { slugOf } from "#lib/practice/practices/rules.ts";
import { findJournal } from "./queries.ts";
import { type Phase, type PhaseKind, planFrom } from "./rules.ts";

/** Addresses for one title, tried in turn. */
const MOST_OF_A_NAME = 50;
const BEGUN_AN_HOUR = 30;

type Begun = { space: string; language: Locale; title: string; summary: string };

type Plan = {
  phases: Phase[];
  /** Words in the language of the journal have none of their own. */
  tasks?: { phase: PhaseKind; day: string; words: string; language: Locale | null }[];
  guideId?: string;
};

/**
 * Begins the journal of a place: a draft that the team of its space sees.
 *
 * @throws DomainError not_found for a space that is not there; forbidden; rate_limited
 */
export async function beginJournal(
  ctx: Context,
  { space: spaceSlug, ...words }: Begun,
  { phases, tasks = [], guideId }: Plan,
): Promise<{ slug: string }> {
  const { personId } = authenticated(ctx.actor, "journal.write");
  const space = (await spacesByName(ctx)).find((one) => one.slug === spaceSlug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  authorise(ctx.actor, "journal.write", { spaceId: space.id });
  await limit(ctx, { key: `journal:${personId}`, attempts: BEGUN_AN_HOUR, windowMinutes: 60 });
  return transaction(ctx.db, async (db) => {
    const { id, slug } = await named(db, slugOf(words.title), {
      ...words,
      spaceId: space.id,
      authorId: personId,
      guideId,
    });
    if (phases.length > 0)
      await db.insert(journalPhases).values(phases.map((phase) => ({ ...phase, journalId: id })));
    if (tasks.length > 0)
      await db.insert(journalEntries).values(
        tasks.map((task) => ({
          ...task,
          journalId: id,
          authorId: personId,
          kind: "task",
          isOpen: true,
        })),
      );
    await recordAudit(db, {
      actor: ctx.actor,
      action: "journal.begun",
      spaceId: space.id,
      subject: id,
    });
    return { slug };
  });
}

/**
 * Begins a journal with the plan that the guide of another one gives: its phases and tasks, from a
 * day on.
 *
 * @throws DomainError not_found for a space or a guide that is not there; forbidden; rate_limited
 */
export async function beginFromGuide(
  ctx: Context,
  begun: Begun,
  { guide: guideSlug, startsOn }: { guide: string; startsOn: string },
): Promise<{ slug: string }> {
  const guide = await findJournal(ctx, guideSlug);
  if (!guide) throw new DomainError("not_found", { code: "journal.unknown" });
  const { phases, tasks } = planFrom(guide, startsOn);
  return beginJournal(ctx, begun, {
    phases,
    tasks: tasks.map(({ phase, day, words, language }) => {
      const written = language ?? guide.language;
      return { phase, day, words, language: written === begun.language ? null : written };
    }),
    guideId: guide.id,
  });
}

/** Two that are called alike have two addresses. */
async function named(
  db: Database,
  name: string,
  values: Omit<typeof journals.$inferInsert, "slug">,
): Promise<{ id: string; slug: string }> {
  for (let nth = 1; nth <= MOST_OF_A_NAME; nth += 1) {
    const slug = nth === 1 ? name : `${name}-${nth}`;
    const [row] = await db
      .insert(journals)
      .values({ ...values, slug })
      .onConflictDoNothing()
      .returning({ id: journals.id, slug: journals.slug });
    if (row) return row;
  }
  throw new DomainError("conflict", { code: "journal.name_taken" });
}
