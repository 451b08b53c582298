import { randomUUID } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { recordChoice, saveAnswer, withdrawConsent } from "#lib/foundation/consent/commands.ts";
import { test } from "#testing/database.ts";
import { folderOfFile } from "#testing/folder.ts";

const dataDir = folderOfFile("erasures");
process.env.DATA_DIR = dataDir;
// The settings are read once: after the folder is set.
const { eraseMyself } = await import("./erasure.ts");
const { listErasures, readErasures } = await import("./erasure-list.ts");
const { repeatErasures } = await import("./repeat-erasures.ts");

const file = join(dataDir, "erasures.jsonl");
const yes = { field: "disability", country: "BE", choice: "given", isOldEnough: "yes" } as const;

test("who is erased and what is withdrawn is listed outside the database, each once, also after a line was lost", async ({
  ctx,
  given,
}) => {
  const anna = await given.person();
  const record = await recordChoice(ctx, yes, "nl");
  await withdrawConsent(ctx, { recordId: record });
  await eraseMyself({ ...ctx, actor: anna });
  expect((await readErasures(file)).people).toEqual([anna.personId]);
  expect(statSync(file).mode & 0o077).toBe(0);

  expect(await listErasures(ctx.db)).toBe(1);
  expect(await listErasures(ctx.db)).toBe(0);
  expect(await readErasures(file)).toEqual({ people: [anna.personId], consents: [record] });

  writeFileSync(file, "");
  expect(await listErasures(ctx.db)).toBe(2);
  const text = readFileSync(file, "utf8");
  expect(text).toContain(anna.personId);
  expect(text).not.toContain(anna.displayName);

  // A line that was cut off by a power cut is none; one that is whole and says something else is an
  // error.
  writeFileSync(file, '{"at": "2026-03-02T06:00:00Z", "per');
  expect(await readErasures(file)).toEqual({ people: [], consents: [] });
  writeFileSync(file, '{"at": "2026-03-02T06:00:00Z", "per"}\n');
  await expect(readErasures(file)).rejects.toThrow("line 1");
});

test("a database that has them again forgets them again; who is needed is named, and who is not there is left", async ({
  ctx,
  given,
}) => {
  const anna = await given.person();
  const last = await given.person([{ role: "administrator", spaceId: null }]);
  const record = await recordChoice(ctx, yes, "nl");
  await saveAnswer(ctx, { field: "disability", code: "yes" });
  const list = {
    people: [anna.personId, last.personId, randomUUID()],
    consents: [record, randomUUID()],
  };

  const system = { ...ctx, actor: { kind: "system", name: "cli" } as const };
  const refused = [{ person: last.personId, reason: "privacy.last_administrator" }];
  expect(await repeatErasures(system, list)).toEqual({ people: 1, consents: 1, refused });
  expect(await repeatErasures(system, list)).toEqual({ people: 0, consents: 0, refused });

  const { rows } = await ctx.db.execute(sql`
    select (select email from person where id = ${anna.personId}) as email, (select count(*)::int from profile_answer) as answers,
      consent_state(${record}) as state`);
  expect(rows).toEqual([{ email: null, answers: 0, state: "withdrawn" }]);
});
