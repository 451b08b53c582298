import { and, asc, count, desc, eq } from "drizzle-orm";
import { releaseChunks, releases } from "#db/schema/research.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import type { Dataset } from "./schema.ts";

const PAGE = 10;

export type Release = Omit<typeof releases.$inferSelect, "dataset"> & { dataset: Dataset };

/** The register: every release, newest first. */
export async function listReleases(
  ctx: Context,
  page: number,
): Promise<{ items: Release[]; pages: number }> {
  authorise(ctx.actor, "research.read");
  const items = await ctx.db
    .select()
    .from(releases)
    .orderBy(desc(releases.createdAt), asc(releases.id))
    .limit(PAGE)
    .offset((page - 1) * PAGE);
  const [counted] = await ctx.db.select({ total: count() }).from(releases);
  return { items: items.map(releaseFrom), pages: Math.ceil((counted?.total ?? 0) / PAGE) };
}

/** @throws DomainError not_found */
export async function findRelease(ctx: Context, id: string): Promise<Release> {
  authorise(ctx.actor, "research.read");
  const [found] = await ctx.db.select().from(releases).where(eq(releases.id, id));
  if (!found) throw new DomainError("not_found", { code: "research.unknown" });
  return releaseFrom(found);
}

/** The bytes of a release, piece by piece. The caller has asked whether the actor may have them. */
export async function* releaseBytes({ db }: Context, id: string): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const [chunk] = await db
      .select({ content: releaseChunks.content })
      .from(releaseChunks)
      .where(chunkAt(id, position));
    if (!chunk) return;
    yield chunk.content;
  }
}

/**
 * The first lines of a release, its header included. The caller has asked whether the actor may
 * have them.
 */
export async function firstLines({ db }: Context, id: string, count: number): Promise<string[]> {
  const [chunk] = await db
    .select({ content: releaseChunks.content })
    .from(releaseChunks)
    .where(chunkAt(id, 0));
  return Buffer.from(chunk?.content ?? [])
    .toString("utf8")
    .split("\n", count)
    .filter((line) => line !== "");
}

function chunkAt(id: string, position: number) {
  return and(eq(releaseChunks.releaseId, id), eq(releaseChunks.position, position));
}

function releaseFrom(row: typeof releases.$inferSelect): Release {
  return { ...row, dataset: row.dataset === "table" ? "table" : "person_lines" };
}
