import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { connect, type Database } from "#db/client.ts";
import { recordChoice, saveAnswer } from "#lib/foundation/consent/commands.ts";
import { NOW, test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { COLUMNS_LEFT_OUT, TABLES_LEFT_OUT } from "./left-out.ts";
import { exportAll, exportedColumns, tablesOf } from "./write.ts";

/** Names that a secret has. */
const SECRET = /hash|secret|token|password|private|sealed|totp/;
/** Have such a name and hold none: proofs that anybody may compare, and moments. */
const PROOFS = [
  "audit_head.cut_hash",
  "audit_head.hash",
  "audit_seal.hash",
  "audit_seal.previous_hash",
  "person.totp_confirmed_at",
  "place_import.columns_hash",
  "webhook.old_secret_until",
];

test("every table and column is exported or named as left out, and no secret is exported", async ({
  ctx,
}) => {
  const tables = await tablesOf(ctx.db);
  const columns = tables.flatMap(({ name, columns }) =>
    columns.map((column) => `${name}.${column.name}`),
  );
  const exported = tables
    .filter(({ name }) => !(name in TABLES_LEFT_OUT))
    .flatMap((table) => exportedColumns(table).map(({ name }) => `${table.name}.${name}`));

  expect(
    Object.keys(TABLES_LEFT_OUT).filter((left) => !tables.some(({ name }) => name === left)),
  ).toEqual([]);
  expect(Object.keys(COLUMNS_LEFT_OUT).filter((left) => !columns.includes(left))).toEqual([]);
  expect(
    exported.filter((name) => SECRET.test(name.split(".")[1] ?? "") && !PROOFS.includes(name)),
  ).toEqual([]);
  // Parts stand with their table.
  expect(tables.map(({ name }) => name).filter((name) => name.startsWith("allocation"))).toEqual([
    "allocation",
  ]);
  expect(exported.length).toBeGreaterThan(300);
});

test("what is written can be read by anybody: lines, counts, checksums, pictures, opened answers; and it is this user's alone", async () => {
  const database = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), "trivium-export-"));
  const target = join(folder, "export");
  const { db, close } = connect(database.url, { max: 2 });
  try {
    const { personId, photoId } = await someOfEverything(db);
    await exportAll(db, { target, dataDir: join(folder, "data"), now: NOW });

    const described = JSON.parse(readFileSync(join(target, "datapackage.json"), "utf8")) as {
      resources: { name: string; path: string; rowCount: number; hash: string }[];
    };
    const tables = (await tablesOf(db)).filter(({ name }) => !(name in TABLES_LEFT_OUT));
    expect(described.resources.map(({ name }) => name)).toEqual(tables.map(({ name }) => name));
    for (const { name, path, rowCount, hash } of described.resources) {
      const text = readFileSync(join(target, path));
      expect(`sha256:${createHash("sha256").update(text).digest("hex")}`).toBe(hash);
      const lines = text.toString().split("\n").filter(Boolean);
      const { rows } = await db.execute<{ n: number }>(
        sql`select count(*)::int as n from ${sql.identifier(name)}`,
      );
      expect([lines.length, rowCount], name).toEqual([rows[0]?.n, rows[0]?.n]);
      for (const line of lines) expect(JSON.parse(line)).toBeTypeOf("object");
    }

    const read = (path: string) => readFileSync(join(target, path), "utf8");
    expect(JSON.parse(read("tables/profile_answer.jsonl"))).toMatchObject({
      person_id: personId,
      code: "yes",
    });
    expect(
      readFileSync(join(target, `files/photo/${photoId}-small.webp`))
        .subarray(8, 12)
        .toString(),
    ).toBe("WEBP");
    expect(read("tables/photo.jsonl")).toContain(`files/photo/${photoId}-small.webp`);
    expect(read("README.md")).toMatch(/personal data[\s\S]*person\.password_hash/);

    const files = readdirSync(target, { recursive: true, withFileTypes: true });
    for (const entry of files)
      expect(statSync(join(entry.parentPath, entry.name)).mode & 0o077, entry.name).toBe(0);
    const all = files
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
      .join("");
    expect(all).toContain("Noor");
    expect(all).not.toContain("a-very-secret");

    await expect(
      exportAll(db, { target, dataDir: join(folder, "data"), now: NOW }),
    ).rejects.toThrow("not empty");
  } finally {
    await close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an export that fails leaves nothing that could be taken for one", async () => {
  const database = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), "trivium-export-"));
  const target = join(folder, "export");
  const { db, close } = connect(database.url, { max: 2 });
  try {
    await someOfEverything(db);
    // Sealed with another key than this service has.
    await db.execute(sql`update profile_answer set sealed = 'v1.not.sealed'`);
    await expect(
      exportAll(db, { target, dataDir: join(folder, "data"), now: NOW }),
    ).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(target, "");
    await expect(
      exportAll(db, { target, dataDir: join(folder, "data"), now: NOW }),
    ).rejects.toThrow("is a file");
  } finally {
    await close();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A person with secrets, an answer that is sealed, a room with a picture. */
async function someOfEverything(db: Database): Promise<{ personId: string; photoId: string }> {
  const given = givenOn(db);
  const person = await given.person([], {
    passwordHash: "a-very-secret",
    totpSecret: "a-very-secret",
  });
  const { personId } = person;
  const { id, spaceId } = await given.room();
  await db.execute(
    sql`insert into card (person_id, code_hash) values (${personId}::uuid, 'a-very-secret')`,
  );
  const { rows } = await db.execute<{ id: string }>(sql`
    insert into photo (space_id, resource_id, alt, small, large, width, height)
    values (${spaceId}::uuid, ${id}::uuid, '{}', ${"RIFF0000WEBPVP8 "}::bytea, ${"RIFF0000WEBPVP8 "}::bytea, 4, 3) returning id`);
  const ctx = { actor: person, db, now: NOW, requestId: "test" };
  const yes = { field: "disability", country: "BE", choice: "given", isOldEnough: "yes" } as const;
  await recordChoice(ctx, yes, "nl");
  await saveAnswer(ctx, { field: "disability", code: "yes" });
  return { personId, photoId: rows[0]?.id ?? "" };
}
