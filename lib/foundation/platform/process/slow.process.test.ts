import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RunningDatabase, startDatabase } from "#scripts/embedded-database.ts";
import { folderOfFile } from "#testing/folder.ts";
import { type Service, startService, stopService } from "#testing/service.ts";

const TOKEN = "a-token-for-the-metrics";
const folder = folderOfFile("slow");
let database: RunningDatabase;
let service: Service;

beforeAll(async () => {
  database = await startDatabase({ dataDir: folder });
  service = await startService({
    command: [process.execPath, "scripts/supervisor.ts", "web"],
    env: {
      DATABASE_URL: database.applicationUrl,
      DATABASE_OWNER_URL: database.url,
      METRICS_TOKEN: TOKEN,
    },
  });
});

afterAll(async () => {
  await stopService(service);
  await database.stop();
});

type Answer = {
  status: number;
  type: string | null;
  retry: string | null;
  text: string;
  ms: number;
};

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const began = performance.now();
  const answer = await fetch(`${service.url}${path}`, { redirect: "manual", ...init });
  const text = await answer.text();
  const { status, headers } = answer;
  return {
    status,
    type: headers.get("content-type"),
    retry: headers.get("retry-after"),
    text,
    ms: performance.now() - began,
  };
}

const withToken = { headers: { authorization: `Bearer ${TOKEN}` } };

async function asOwner<T>(run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Lines of the log as objects. */
const logged = () =>
  service
    .log()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("one table that is locked holds up nobody else, and whoever needs it is told in time", async () => {
  const path = "/api/v1/sessions?from=2030-01-01&until=2030-02-01";
  await asOwner(async (holder) => {
    await holder.query("BEGIN; LOCK TABLE session IN ACCESS EXCLUSIVE MODE");
    const stuck = Array.from({ length: 24 }, () => ask(path));
    const page = ask("/fr/sessions", { headers: { accept: "text/html" } });
    await wait(300);
    const others = await Promise.all([
      ask("/api/v1/spaces"),
      ask("/nl"),
      ask("/readyz", withToken),
      ask("/metrics", withToken),
      ask("/healthz"),
    ]);
    for (const { status, ms } of others) expect([status, ms < 3_000]).toEqual([200, true]);
    expect(others[2]?.text).toMatch(/pool: \d+ open, \d+ idle, \d+ waited for/);
    expect(others[3]?.text).toContain("trivium_database_up 1");

    for (const { status, type, retry, text, ms } of await Promise.all(stuck)) {
      expect([status, type, Number(retry) > 0]).toEqual([503, "application/problem+json", true]);
      expect(["common.in_use", "common.busy"]).toContain(JSON.parse(text).code);
      expect(ms).toBeLessThan(12_000);
    }
    const shown = await page;
    expect([shown.status, Number(shown.retry) > 0]).toEqual([503, true]);
    expect(shown.type).toContain("text/html");
    expect(shown.text).toContain('<html lang="fr">');
    expect(shown.text).toContain("Réessayez dans un instant");
    await holder.query("ROLLBACK");
  });
  expect(await ask(path)).toMatchObject({ status: 200 });
  const lines = logged().filter(({ trouble }) => trouble === "lock_timeout");
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(lines.map(({ door }) => door)).toContain("GET /:locale/sessions");
});

/** The form of the sign-in page as a browser without scripts sends it. */
async function signInForm(): Promise<FormData> {
  const { text } = await ask("/nl/sign-in");
  const form = new FormData();
  const first = /<form[^>]*>(?:(?!<\/form>).)*name="email".*?<\/form>/s.exec(text)?.[0] ?? "";
  for (const [input] of first.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    const value = /value="([^"]*)"/.exec(input)?.[1] ?? "";
    if (name) form.append(name, value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  form.set("email", "ann@trivium.test");
  return form;
}

test("where nothing can be written, forms keep what was typed and programs are told when to come back", async () => {
  const form = await signInForm();
  await asOwner(async (owner) => {
    await owner.query("ALTER SYSTEM SET default_transaction_read_only = on");
    await owner.query("SELECT pg_reload_conf()");
  });
  await wait(300);
  const sent = await ask("/nl/sign-in", {
    method: "POST",
    body: form,
    headers: { origin: service.url },
  });
  const ready = await ask("/readyz", withToken);
  await asOwner(async (owner) => {
    await owner.query("SET default_transaction_read_only = off");
    await owner.query("ALTER SYSTEM RESET default_transaction_read_only");
    await owner.query("SELECT pg_reload_conf()");
  });
  expect([sent.status, sent.retry]).toEqual([503, "60"]);
  expect(sent.text).toContain("Er kan nu niets bewaard worden");
  expect(sent.text).toContain("ann@trivium.test");
  expect(ready).toMatchObject({ status: 200, text: expect.stringContaining("writing: read_only") });
  expect(logged().find(({ trouble }) => trouble === "read_only")).toMatchObject({
    door: "POST /:locale/sign-in",
    requestId: expect.any(String),
  });
});

test("without a database everything says so with 503, and goes on when it is back", async () => {
  const form = await signInForm();
  const port = Number(new URL(database.url).port);
  await database.stop();
  const cookie = { cookie: "trivium=abcdefghijklmnopqrstuvwxyz" };
  const paths: [string, RequestInit?][] = [
    ["/en"],
    ["/fr/sessions", { headers: cookie }],
    ["/nl/me", { headers: cookie }],
    ["/kiosk/nowhere", { headers: cookie }],
    ["/api/v1/spaces"],
    ["/api/v1/occupancy/stream"],
    ["/api/v1/spaces/nowhere/occupancy/stream"],
    ["/calendar/spaces/nowhere.ics"],
    ["/calendar/programme.ics"],
    ["/readyz"],
    ["/nl/sign-in", { method: "POST", body: form, headers: { origin: service.url } }],
  ];
  const answers = await Promise.all(paths.map(([path, init]) => ask(path, init)));
  expect(answers.map(({ status }, at) => [paths[at]?.[0], status])).toEqual(
    paths.map(([path]) => [path, 503]),
  );
  for (const { retry } of answers) expect(Number(retry)).toBeGreaterThan(0);
  expect(answers.at(-1)?.text).toContain("ann@trivium.test");
  expect(await ask("/metrics", withToken)).toMatchObject({
    status: 200,
    text: expect.stringContaining("trivium_database_up 0"),
  });
  expect(service.log()).not.toMatch(/secretKey|processID|postgresql:\/\/[^"]*:[^"@…]+@/);

  database = await startDatabase({ dataDir: folder, port });
  await expect.poll(async () => (await ask("/readyz")).status, { timeout: 15_000 }).toBe(200);
  expect(await ask("/fr/sessions")).toMatchObject({ status: 200 });
});
