import { sql } from "drizzle-orm";
import { expect, inject, test, vi } from "vitest";
import { freshDatabase } from "#testing/postgres-database.ts";
import { subscribe } from "./listen.ts";

const here = vi.hoisted(() => ({ url: "" }));

vi.mock("../settings/settings.ts", () => ({
  settings: () => ({ databaseUrl: here.url, logLevel: "silent" }),
}));

test("what is told on a channel is heard, also after the connection was lost", async () => {
  const database = await freshDatabase(inject("serverUrl"));
  here.url = database.url;
  const { db } = database.connect(2);
  const heard: string[] = [];
  const stop = subscribe("rooms", (payload) => heard.push(payload));
  const notify = (payload: string) => db.execute(sql`select pg_notify('rooms', ${payload})`);
  const hears = (payload: string) =>
    vi.waitFor(
      async () => {
        await notify(payload);
        expect(heard).toContain(payload);
      },
      { timeout: 10_000, interval: 100 },
    );
  await hears("first");
  await db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'trivium-listen' and datname = current_database()`,
  );
  await hears("second");
  stop();
  const before = heard.length;
  await notify("third");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(heard).toHaveLength(before);
  await database.drop();
});
