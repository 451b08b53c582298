import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import type { Connection } from "#db/client.ts";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import { type FreshDatabase, freshDatabase } from "#testing/postgres-database.ts";
import { submit } from "../forms/forms.ts";
import { respond } from "../http/respond.ts";
import { log } from "../logs/log.ts";
import { troubleOf } from "./trouble.ts";

let database: FreshDatabase;
let connection: Connection;
const written = vi.spyOn(log, "error");

beforeAll(async () => {
  database = await freshDatabase();
  connection = database.connect(2);
});
afterAll(async () => database.drop());

/** Has PostgreSQL itself refuse a statement under a code. */
const refuse = (code: string) =>
  connection.db.execute(
    sql.raw(
      `do $$ begin raise exception 'could not extend file' using errcode = '${code}'; end $$`,
    ),
  );

const form = (locale: string) => {
  const fields = new FormData();
  fields.set("locale", locale);
  fields.set("purpose", "Repair café");
  return fields;
};

test.each([
  ["53100", "disk_full", "common.cannot_save"],
  ["53200", "out_of_memory", "common.busy"],
  ["53300", "too_many_connections", "common.busy"],
  ["25006", "read_only", "common.cannot_save"],
  ["58030", "disk_error", "common.cannot_save"],
  ["57P01", "database_stopping", "common.no_database"],
  ["57P02", "database_stopping", "common.no_database"],
  ["57P03", "database_stopping", "common.no_database"],
  ["57014", "statement_timeout", "common.too_slow"],
  ["55P03", "lock_timeout", "common.in_use"],
  ["25P03", "idle_in_transaction", "common.too_slow"],
  ["08006", "database_away", "common.no_database"],
])("%s is %s, for a program, for a person, and in the log", async (sqlState, trouble, code) => {
  written.mockClear();
  const answer = await respond(
    new Request("http://localhost:3000/api/v1/x", { headers: { "x-request-id": "r1" } }),
    async () => {
      await refuse(sqlState);
      return new Response();
    },
  );
  expect(answer.status).toBe(503);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await answer.json()).toMatchObject({ code, status: 503 });
  expect(written.mock.calls).toEqual([
    [expect.objectContaining({ trouble, requestId: "r1", door: "GET /api/v1/x" }), "not well"],
  ]);

  for (const locale of LOCALES) {
    const shown = await submit(form(locale), z.object({ purpose: z.string() }), async () => {
      await connection.db.transaction(() => refuse(sqlState));
      return undefined;
    });
    expect(shown.message).toBe(messageFor(locale, { code }));
    expect(shown.values.purpose).toBe("Repair café");
  }
});

test.each([
  ["23505", "what is there already"],
  ["22P02", "a text that is no number"],
  ["40P01", "a deadlock, which is tried again"],
  ["42703", "a column that is not there"],
  ["XX000", "a fault of the server's own"],
])("%s (%s) is no such trouble", async (sqlState) => {
  const error: unknown = await refuse(sqlState).catch((fault: unknown) => fault);
  expect(troubleOf(error)).toBeNull();
});

const system = (code: string, syscall: string) =>
  Object.assign(new Error(code), { code, syscall, errno: -1 });

test.each([
  [system("ENOSPC", "write"), "disk_full"],
  [system("EDQUOT", "write"), "disk_full"],
  [system("EROFS", "open"), "read_only"],
  [system("EACCES", "mkdir"), "not_writable"],
  [system("EIO", "read"), "disk_error"],
  [system("EMFILE", "open"), "too_many_files"],
  [system("EACCES", "connect"), null],
  [system("ENOENT", "open"), null],
  [new Error("mail", { cause: system("ENOSPC", "write") }), "disk_full"],
  [new TypeError("x is not a function"), null],
])("%s of a file is %s", (error, trouble) => {
  expect(troubleOf(error)).toBe(trouble);
});
