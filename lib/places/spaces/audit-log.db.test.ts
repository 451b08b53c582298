import { expect } from "vitest";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { AuditAction } from "#lib/modules.ts";
import { test } from "#testing/database.ts";
import { AUDIT_PAGE, auditSearch, listAudit } from "./audit-log.ts";

test("the log is read by administrators of the network alone, page after page, and what was asked for", async ({
  ctx,
  given,
}) => {
  const space = await given.space();
  const admin = given.as(ctx, await given.person([{ role: "administrator", spaceId: null }]));
  const manager = given.as(ctx, await given.staff(space.id));
  const note = (action: AuditAction, spaceId: string | null) =>
    recordAudit(ctx.db, { actor: manager.actor, action, spaceId, subject: "x" });
  for (let count = 0; count < AUDIT_PAGE + 2; count += 1) await note("resource.changed", space.id);
  await note("closure.made", null);
  await recordAudit(ctx.db, {
    actor: { kind: "system", name: "worker" },
    action: "closure.ended",
    spaceId: space.id,
    subject: "y",
  });

  const first = await listAudit(admin, auditSearch.parse({ space: space.slug }));
  expect(first.items).toHaveLength(AUDIT_PAGE);
  expect(first.items[0]).toMatchObject({
    action: "closure.ended",
    by: { kind: "system", name: "worker" },
    spaceName: space.name,
  });
  expect(first.items[1]?.by).toMatchObject({ kind: "person", name: "Noor" });
  const second = await listAudit(
    admin,
    auditSearch.parse({ space: space.slug, before: String(first.next) }),
  );
  expect(second.items).toHaveLength(3);
  expect(second.next).toBeNull();

  const closures = await listAudit(admin, auditSearch.parse({ action: "closure" }));
  expect(closures.items.map(({ action }) => action)).toEqual(["closure.ended", "closure.made"]);
  // What is no action, no place and no entry is as if it had not been asked.
  expect(
    (await listAudit(admin, auditSearch.parse({ action: "%'", before: "x" }))).items[0]?.action,
  ).toBe("closure.ended");
  await expect(listAudit(manager, auditSearch.parse({}))).rejects.toMatchObject({
    kind: "forbidden",
  });
});
