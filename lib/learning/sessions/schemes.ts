import { asc, eq } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { schemes } from "#db/schema/sessions.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { markOf, refuseUnlessSeen } from "#lib/foundation/platform/database/as-seen.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError, databaseFault } from "#lib/foundation/platform/errors/errors.ts";
import { picked } from "#lib/foundation/platform/text/picked.ts";
import type { SchemeInput } from "./schema.ts";
import type { Indicator } from "./traits.ts";

export type Scheme = {
  id: string;
  code: string;
  name: string;
  project: string;
  indicators: Indicator[];
};

/** The schemes of the network, by their code. Public: they name projects. */
export async function listSchemes({ db }: Context): Promise<Scheme[]> {
  const rows = await db.select().from(schemes).orderBy(asc(schemes.code));
  return rows.map(({ indicators, createdAt: _, ...scheme }) => ({
    ...scheme,
    indicators: indicators as Indicator[],
  }));
}

/** The mark of what a form shows of a scheme. */
export function markOfScheme(scheme: Scheme): string {
  return markOf(shownOf(scheme));
}

function shownOf(scheme: Pick<typeof schemes.$inferSelect, keyof Scheme>) {
  return picked(scheme, ["code", "name", "project", "indicators"]);
}

/**
 * Makes a scheme, or changes one.
 *
 * @param seen the mark of what the actor saw of it
 * @throws DomainError conflict when another has its code, or somebody changed it since
 */
export async function saveScheme(
  ctx: Context,
  input: SchemeInput,
  id?: string,
  seen?: string,
): Promise<{ id: string }> {
  authorise(ctx.actor, "scheme.manage");
  const saved = transaction(ctx.db, async (db) => {
    if (id) await refuseChanged(db, id, seen);
    const [scheme] = id
      ? await db.update(schemes).set(input).where(eq(schemes.id, id)).returning({ id: schemes.id })
      : await db.insert(schemes).values(input).returning({ id: schemes.id });
    if (!scheme) throw new DomainError("not_found", { code: "sessions.unknown_scheme" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "scheme.saved",
      spaceId: null,
      subject: scheme.id,
    });
    return scheme;
  });
  return saved.catch((error: unknown) => {
    if (databaseFault(error)?.constraint !== "scheme_code_unique") throw error;
    throw new DomainError("conflict", { code: "sessions.scheme_known" }, { cause: error });
  });
}

async function refuseChanged(db: Database, id: string, seen: string | undefined): Promise<void> {
  const [before] = await db.select().from(schemes).where(eq(schemes.id, id)).for("update");
  if (before) refuseUnlessSeen(shownOf(before), seen);
}
