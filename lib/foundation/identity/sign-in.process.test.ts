import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort, type RunningDatabase, startDatabase } from "#scripts/embedded-database.ts";
import { type Organisation, startOrganisation } from "#testing/organisation.ts";
import { type Service, startService, stopService } from "#testing/service.ts";

/**
 * Two web processes of one network, as behind a proxy, and an organisation that signs people in.
 */
let organisation: Organisation;
let database: RunningDatabase;
let one: Service;
let other: Service;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "trivium-sign-in-"));
  organisation = await startOrganisation();
  database = await startDatabase({ dataDir });
  const port = await freePort();
  const start = (at?: number) =>
    startService({
      command: [process.execPath, "scripts/supervisor.ts", "web"],
      port: at,
      env: {
        ...organisation.settings,
        DATABASE_URL: database.applicationUrl,
        DATABASE_OWNER_URL: database.url,
        AUTH_SECRET: "the same for both, and long enough to be one",
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        // What another product of this machine may have left: none of it is ours.
        AUTH_URL: "not an address",
        AUTH_REDIRECT_PROXY_URL: "https://elsewhere.example",
        AUTH_OIDC_ISSUER: "https://elsewhere.example",
      },
    });
  one = await start(port);
  other = await start();
});

afterAll(async () => {
  organisation.close();
  for (const service of [one, other]) if (service) await stopService(service);
  await database.stop();
});

/** A browser: it keeps cookies, and goes where it is told to one step at a time. */
function browser() {
  const jar = new Map<string, string>();
  return {
    jar,
    async ask(service: Service, path: string, init: RequestInit = {}) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const answer = await fetch(`${service.url}${path}`, {
        redirect: "manual",
        ...init,
        headers: { cookie, ...init.headers },
      });
      for (const header of answer.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
        if (value === "" || /max-age=0/i.test(header)) jar.delete(name);
        else jar.set(name, value);
      }
      return {
        status: answer.status,
        location: answer.headers.get("location") ?? "",
        text: await answer.text(),
      };
    },
  };
}

type Browser = ReturnType<typeof browser>;

const ROSA = { sub: "42", email: "rosa@trivium.test", email_verified: true, name: "Rosa" };

/** Leaves from one process and comes back to the other. */
async function signIn({ ask }: Browser, claims: Record<string, unknown> = ROSA) {
  const left = await ask(one, "/api/auth/oidc?next=/en/me/account");
  expect(left.status).toBe(303);
  const visit = new URL(left.location);
  expect(visit.origin).toBe(organisation.issuer);
  organisation.say(visit, claims);
  const state = visit.searchParams.get("state") ?? "";
  return ask(other, `/api/auth/oidc/callback?${new URLSearchParams({ code: "c", state })}`);
}

/** Whether pages and programs of both processes know this browser. */
async function known({ ask }: Browser): Promise<boolean[]> {
  const found: boolean[] = [];
  for (const service of [one, other]) {
    const program = await ask(service, "/api/v1/me/data");
    const page = await ask(service, "/en/me/account");
    expect([200, 401]).toContain(program.status);
    expect([200, 307]).toContain(page.status);
    found.push(program.status === 200, page.status === 200);
  }
  return found;
}

const EVERYWHERE = [true, true, true, true];
const NOWHERE = [false, false, false, false];

test("an organisation's sign-in is known to pages and programs of both processes, and ends at once on both", async () => {
  const rosa = browser();
  const back = await signIn(rosa);
  expect(back).toMatchObject({ status: 303, location: "/en/me/account" });
  expect([...rosa.jar.keys()]).toEqual(["trivium"]);
  expect(await known(rosa)).toEqual(EVERYWHERE);

  const still = browser();
  still.jar.set("trivium", rosa.jar.get("trivium") ?? "");
  const left = await rosa.ask(one, "/api/sign-out", {
    method: "POST",
    body: new URLSearchParams({ next: "/en" }),
    headers: { origin: one.url },
  });
  expect(left.status).toBe(303);
  expect(await known(still)).toEqual(NOWHERE);
  expect([...still.jar]).toEqual([]);
});

test("a session that is gone, or was never ours, is signed out cleanly", async () => {
  const rosa = browser();
  await signIn(rosa);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("delete from login_session");
  await client.end();
  for (const value of [rosa.jar.get("trivium") ?? "", "eyJhbGciOiJkaXIifQ..x", "a%3Bb%0D%0Ac"]) {
    const visitor = browser();
    visitor.jar.set("trivium", value);
    // A part of a page that a script asks for: whoever asked may have signed in anew meanwhile.
    expect(await visitor.ask(one, "/en/me/account", { headers: { rsc: "1" } })).not.toMatchObject({
      status: 500,
    });
    expect(visitor.jar.has("trivium")).toBe(true);
    expect(await visitor.ask(one, "/api/v1/me/data")).toMatchObject({ status: 401 });
    expect(await visitor.ask(one, "/en")).toMatchObject({ status: 200 });
    expect([...visitor.jar]).toEqual([]);
  }
});

test("who comes back with something else than they left with is nobody", async () => {
  const visitor = browser();
  const left = await visitor.ask(one, "/api/auth/oidc?next=/nl");
  organisation.say(new URL(left.location), ROSA);
  const back = await visitor.ask(one, "/api/auth/oidc/callback?code=c&state=another");
  expect(back).toMatchObject({
    status: 303,
    location: "/nl/sign-in?failed=identity.organisation_failed",
  });
  expect(visitor.jar.has("trivium")).toBe(false);
  expect(await browser().ask(one, "/api/auth/oidc/callback?code=c&state=s")).toMatchObject({
    status: 303,
  });
});

test.for([
  "session",
  "csrf",
  "providers",
  "signin",
  "signin/oidc",
  "signout",
  "callback/oidc?code=c",
  "error",
  "verify-request",
  "webauthn-options/oidc",
])("next-auth's own address %s does not exist", async (path) => {
  for (const method of ["GET", "POST"])
    expect(await browser().ask(one, `/api/auth/${path}`, { method })).toMatchObject({
      status: 404,
    });
});
