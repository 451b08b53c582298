import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { knownMigrations } from "#db/journal.ts";
import { messageFor } from "#lib/foundation/i18n/translator.ts";
import type { CheckState } from "#lib/operations/checks.ts";
import { wordsOf } from "#lib/operations/words.ts";
import { ownerOf, type Service, startService } from "#testing/service.ts";
import { ACTION_NAMES_KEY } from "./build.ts";

/** A migration that this version does not know, done after all that it knows. */
const OF_LATER =
  "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('later', 9000000000000)";
/** The name of an action that no build has, as long as those that one has. */
const GONE = "60f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";
const BUILD = ".next";

/** How `doctor` says so of the tables. */
const tablesAre = (state: CheckState, code: string, values: Record<string, string | number>) =>
  wordsOf("en", { name: "migrations", state, code, values }).sentence;
const TABLES = {
  well: tablesAre("well", "well", { newest: knownMigrations().at(-1)?.tag ?? "" }),
  newer: tablesAre("fault", "newer", { count: 1 }),
};

let service: Service;
let dataDir: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "trivium-upgrade-"));
  mkdirSync(join(dataDir, "static/chunks"), { recursive: true });
  writeFileSync(join(dataDir, "static/chunks/of-before.js"), "before()");
  service = await startService({ dataDir, env: { TRUST_PROXY: "1" } });
});

afterAll(async () => {
  service.signal("SIGTERM");
  await service.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

/** @returns exit code and everything that was said */
function doctor(): Promise<{ code: number; said: string }> {
  return new Promise((answered) => {
    execFile(
      process.execPath,
      ["lib/cli/main.ts", "doctor"],
      { env: { ...process.env, DATA_DIR: dataDir, DEMO: "0" } },
      (error, stdout, stderr) => answered({ code: error ? 1 : 0, said: stdout + stderr }),
    );
  });
}

/** The form for a code by mail, as a browser without scripts fills it in. */
async function signInForm(): Promise<FormData> {
  const html = await (await fetch(`${service.url}/nl/sign-in`)).text();
  const [form = ""] =
    /<form[^>]*>(?:(?!<\/form>).)*name="email"(?:(?!<\/form>).)*<\/form>/s.exec(html) ?? [];
  const fields = new FormData();
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const part = (name: string) =>
      (new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? "").replaceAll("&quot;", '"');
    fields.append(part("name"), part("value"));
  }
  fields.append("email", "an@upgrade.test");
  return fields;
}

function send(form: FormData, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${service.url}/nl/sign-in`, {
    method: "POST",
    body: form,
    headers: { origin: service.url, ...headers },
    redirect: "manual",
  });
}

test("a build takes its name and those of its actions from its sources alone", () => {
  const { encryptionKey, node } = JSON.parse(
    readFileSync(join(BUILD, "server/server-reference-manifest.json"), "utf8"),
  );
  // Names are hashes of this key, a file and a function.
  expect(encryptionKey).toBe(ACTION_NAMES_KEY);
  expect(Object.keys(node).length).toBeGreaterThan(50);
  const sources = readFileSync(join(BUILD, "trivium-sources"), "utf8");
  expect(readFileSync(join(BUILD, "BUILD_ID"), "utf8")).toBe(sources.slice(0, 20));
});

test("a form whose action is gone since is answered in words, with what was typed; one whose action is there is taken", async () => {
  const form = await signInForm();
  expect((await send(form)).status).toBe(200);

  const field = [...form.keys()].find((name) => /^\$ACTION_\d+:0$/.test(name)) ?? "";
  form.set(field, String(form.get(field)).replace(/"id":"[\da-f]+"/, `"id":"${GONE}"`));
  expect(form.get(field)).toContain(GONE);
  const page = await send(form);
  expect(page.status).toBe(409);
  const html = await page.text();
  expect(html).toContain(messageFor("nl", { code: "common.page_outdated" }));
  expect(html).toContain("<pre>an@upgrade.test</pre>");

  const byScript = new FormData();
  byScript.append("_1_email", "an@upgrade.test");
  byScript.append("0", JSON.stringify([{ message: null, errors: {}, values: {} }, "$K1"]));
  const state = await send(byScript, { "next-action": GONE, accept: "text/x-component" });
  expect(state.headers.get("content-type")).toBe("text/x-component");
  // The sign on which Next's scripts throw the page away.
  expect(state.headers.has("x-nextjs-action-not-found")).toBe(false);
  expect(await state.text()).toContain('"email":"an@upgrade.test"');
});

test("a script of the build before is still there for a page that was open", async () => {
  const script = await fetch(`${service.url}/_next/static/chunks/of-before.js`);
  expect(await script.text()).toBe("before()");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(script.headers.get("cache-control")).toContain("immutable");
  expect((await fetch(`${service.url}/_next/static/chunks/of-nobody.js`)).status).toBe(404);
});

test("what runs goes on when a newer version has migrated, tells its proxy before it stops, and is not started again", async () => {
  expect(await doctor()).toMatchObject({ code: 0, said: expect.stringContaining(TABLES.well) });
  const owner = await ownerOf(service);
  await owner.query(OF_LATER);
  await owner.end();
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  expect(await doctor()).toMatchObject({ code: 1, said: expect.stringContaining(TABLES.newer) });

  service.signal("SIGTERM");
  await wait(500);
  for (const path of ["/healthz", "/readyz"])
    expect((await fetch(`${service.url}${path}`)).status).toBe(503);
  expect((await fetch(`${service.url}/api/v1/spaces`)).status).toBe(200);
  expect(await service.ended).toBe(0);

  const again = await startService({ dataDir, isReady: false });
  expect(await again.ended).toBe(1);
  expect(again.log()).toMatch(/^The database belongs to a newer version of Trivium .*\.$/m);
  expect(again.log()).not.toMatch(/^\s+at /m);
});
