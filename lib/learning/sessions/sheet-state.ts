import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { sessions } from "#db/schema/sessions.ts";

/**
 * How a session's attendance sheet stands.
 *
 * @property version raised by each save: whoever saves says which one they saw
 */
export type SheetMark = { version: number; closedAt: Temporal.Instant | null };

/**
 * Reads the mark of a sheet and keeps it until the transaction ends; null for a session that is not
 * there.
 */
export async function lockSheet(db: Database, sessionId: string): Promise<SheetMark | null> {
  const [mark] = await db
    .select({ version: sessions.sheetVersion, closedAt: sessions.sheetClosedAt })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
    .for("update");
  return mark ?? null;
}

/** Notes that a sheet was saved. @returns its new version */
export async function raiseSheetVersion(db: Database, sessionId: string): Promise<number> {
  const [raised] = await db
    .update(sessions)
    .set({ sheetVersion: sql`${sessions.sheetVersion} + 1` })
    .where(eq(sessions.id, sessionId))
    .returning({ version: sessions.sheetVersion });
  return raised?.version ?? 0;
}

/**
 * Closes a sheet at a version that somebody saw.
 *
 * @returns false when it was saved since or is closed, or the session was cancelled: nothing is
 *   changed
 */
export async function markSheetClosed(
  db: Database,
  { sessionId, version, at }: { sessionId: string; version: number; at: Temporal.Instant },
): Promise<boolean> {
  const { rowCount } = await db
    .update(sessions)
    .set({ sheetClosedAt: at })
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.sheetClosedAt),
        eq(sessions.sheetVersion, version),
        eq(sessions.status, "planned"),
      ),
    );
  return Boolean(rowCount);
}

/** Opens a closed sheet. @returns false when it is open already */
export async function markSheetOpen(db: Database, sessionId: string): Promise<boolean> {
  const { rowCount } = await db
    .update(sessions)
    .set({ sheetClosedAt: null })
    .where(and(eq(sessions.id, sessionId), isNotNull(sessions.sheetClosedAt)));
  return Boolean(rowCount);
}
