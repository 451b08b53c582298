import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect } from "#db/client.ts";
import { freshDatabase } from "#testing/postgres-database.ts";

test("a statement that is refused costs nobody the connection; one whose connection died does, once", async () => {
  const database = await freshDatabase();
  const connection = connect(database.url, { max: 1 });
  const backend = async () =>
    (await connection.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]
      ?.pid;
  const first = await backend();

  await expect(connection.db.execute(sql`select 1 / ${0}::int`)).rejects.toThrow();
  expect(await backend()).toBe(first);

  await expect(
    connection.db.execute(sql`select pg_terminate_backend(pg_backend_pid())`),
  ).rejects.toThrow();
  expect(await backend()).not.toBe(first);
  await connection.close();
  await database.drop();
});
