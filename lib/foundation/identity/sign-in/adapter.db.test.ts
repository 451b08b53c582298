import { eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { externalIdentities, loginSessions, people } from "#db/schema/identity.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { test } from "#testing/database.ts";
import { givenOn } from "#testing/given.ts";
import { freshDatabase } from "#testing/postgres-database.ts";
import { type Context, METHODS } from "../context.ts";
import { accountIdOf, adapterOf } from "./adapter.ts";
import { actorBySession } from "./askers.ts";
import { authenticated } from "./auth.ts";
import { openSession, signOut } from "./sign-in.ts";

/** next-auth has a clock of its own: these sessions begin now. */
const present = (ctx: Context): Context => ({ ...ctx, now: Temporal.Now.instant() });
const inAnHour = () => new Date(Date.now() + 3_600_000);
const LINK = { type: "oidc", provider: "oidc" } as const;

test("of a token only the hash is kept, and only the token finds it", async ({ ctx, given }) => {
  const here = present(ctx);
  const { personId } = await given.person();
  const adapter = adapterOf(here, "code");
  const sessionToken = newToken();
  const expires = inAnHour();
  expect(await adapter.createSession({ sessionToken, userId: personId, expires })).toEqual({
    sessionToken,
    userId: personId,
    expires,
  });
  const rows = await ctx.db.select().from(loginSessions);
  expect(rows).toMatchObject([{ personId, method: "code", tokenHash: sha256(sessionToken) }]);
  expect(JSON.stringify(rows)).not.toContain(sessionToken);

  expect(await adapter.getSessionAndUser(sessionToken)).toMatchObject({
    session: { sessionToken, userId: personId, expires },
    user: { id: personId, email: "" },
  });
  for (const other of [newToken(), sha256(sessionToken), `${sessionToken} `, ""])
    expect(await adapter.getSessionAndUser(other)).toBeNull();
});

test.for(METHODS)(
  "a session that %s opened is the same for pages and programs, and ends for both at once",
  async (method) => {
    const database = await freshDatabase();
    try {
      const [pages, programs] = [database.connect(2).db, database.connect(2).db];
      const now = Temporal.Now.instant();
      const person = await givenOn(pages).person([{ role: "researcher", spaceId: null }]);
      const at = (db: Database): Context => ({
        actor: { kind: "visitor" },
        now,
        db,
        requestId: "",
      });
      const { token } = await openSession(at(programs), person.personId, method);
      const other = await openSession(at(pages), person.personId, method);
      const actor = { ...person, method, idleMinutes: method === "card" ? 30 : 60 };
      expect(await authenticated(at(pages), token)).toEqual(actor);
      expect(await actorBySession(programs, token, now)).toEqual(actor);

      await signOut(at(programs), token);
      expect(await authenticated(at(pages), token)).toBeNull();
      expect(await actorBySession(programs, token, now)).toBeNull();
      expect(await authenticated(at(pages), other.token)).toEqual(actor);

      await pages.delete(loginSessions);
      expect(await authenticated(at(pages), other.token)).toBeNull();
      expect(await actorBySession(programs, other.token, now)).toBeNull();
    } finally {
      await database.drop();
    }
  },
);

test("a session ends when it was to, and nothing makes it longer", async ({ ctx, given }) => {
  const here = present(ctx);
  const { personId } = await given.person();
  const adapter = adapterOf(here, "code");
  const sessionToken = newToken();
  const expires = inAnHour();
  await adapter.createSession({ sessionToken, userId: personId, expires });
  const later = new Date(expires.getTime() + 3_600_000);
  expect(await adapter.updateSession({ sessionToken, expires: later })).toMatchObject({ expires });
  expect(await authenticated(here, sessionToken)).toMatchObject({ personId });

  const sooner = new Date(Date.now() - 1_000);
  expect(await adapter.updateSession({ sessionToken, expires: sooner })).toMatchObject({
    expires: sooner,
  });
  expect(await authenticated(here, sessionToken)).toBeNull();
  expect(await adapter.updateSession({ sessionToken: newToken(), expires: later })).toBeNull();
});

test("next-auth reads a session in one question, and asks nothing where there is none", async ({
  ctx,
  given,
}) => {
  const here = present(ctx);
  const { token } = await openSession(here, (await given.person()).personId, "code");
  const asked: string[] = [];
  const db = new Proxy(ctx.db, {
    get(real, name) {
      asked.push(String(name));
      const value = Reflect.get(real, name, real);
      return typeof value === "function" ? value.bind(real) : value;
    },
  });
  expect(await authenticated({ ...here, db }, token)).not.toBeNull();
  expect(asked).toEqual(["select"]);
  asked.length = 0;
  expect(await authenticated({ ...here, db }, newToken())).toBeNull();
  expect(asked).toEqual(["select"]);
});

test("somebody who is locked out, or was idle too long, is nobody", async ({ ctx, given }) => {
  const here = present(ctx);
  const { personId } = await given.person();
  const { token } = await openSession(
    { ...here, now: here.now.subtract({ hours: 5 }) },
    personId,
    "code",
  );
  expect(await authenticated(here, token)).toBeNull();
  const used = await openSession(here, personId, "code");
  await ctx.db.update(people).set({ disabledAt: here.now }).where(eq(people.id, personId));
  expect(await authenticated(here, used.token)).toBeNull();
  expect(await adapterOf(here, "code").getUser(personId)).toBeNull();
});

test.for([
  ["of an old kind", "eyJhbGciOiJkaXIifQ..xyz"],
  ["with signs of a header", "a; trivium=b\r\nset-cookie: c"],
  ["in no alphabet", "é\u{1F600}%00%zz"],
  ["without end", "x".repeat(20_000)],
])("a cookie %s is nobody's, and no fault", async ([, token = ""], { ctx }) => {
  expect(await authenticated(present(ctx), token)).toBeNull();
});

test("when the database is away, nobody is told that they are signed out", async ({ ctx }) => {
  const away = new Error("away");
  const db = {
    select() {
      throw away;
    },
  } as unknown as Database;
  await expect(authenticated({ ...present(ctx), db }, newToken())).rejects.toBe(away);
});

test("sessions and links that are made at the same moment do not disturb each other", async () => {
  const database = await freshDatabase();
  try {
    const { db } = database.connect(10);
    const now = Temporal.Now.instant();
    const adapter = adapterOf({ db, now }, "organisation");
    const [one, two] = [await givenOn(db).person(), await givenOn(db).person()];
    const tokens = Array.from({ length: 20 }, newToken);
    await Promise.all(
      tokens.map((sessionToken) =>
        adapter.createSession({ sessionToken, userId: one.personId, expires: inAnHour() }),
      ),
    );
    expect(await db.$count(loginSessions)).toBe(20);
    await Promise.all([...tokens.slice(0, 10), ...tokens.slice(0, 10)].map(adapter.deleteSession));
    const found = await Promise.all(tokens.map(adapter.getSessionAndUser));
    expect(found.map((session) => session !== null)).toEqual(tokens.map((_, at) => at >= 10));

    const providerAccountId = accountIdOf({ issuer: "https://issuer.example", subject: "a b c" });
    const links = await Promise.allSettled(
      [one, two].map(({ personId }) =>
        adapter.linkAccount({ ...LINK, providerAccountId, userId: personId }),
      ),
    );
    expect(links.filter(({ status }) => status === "rejected")).toMatchObject([
      { reason: { kind: "conflict", reason: { code: "identity.organisation_failed" } } },
    ]);
    expect(await db.select().from(externalIdentities)).toMatchObject([
      { issuer: "https://issuer.example", subject: "a b c" },
    ]);
    const linked = [one, two].find((_, at) => links[at]?.status === "fulfilled");
    expect(await adapter.getUserByAccount({ provider: "oidc", providerAccountId })).toMatchObject({
      id: linked?.personId,
    });
  } finally {
    await database.drop();
  }
});

test("nobody is made, changed or found by address in somebody else's name", async ({
  ctx,
  given,
}) => {
  const { personId } = await given.person([], { email: "Rosa@trivium.test" });
  const adapter = adapterOf(ctx, "organisation");
  const before = await ctx.db.$count(people);
  expect(() =>
    adapter.createUser({ id: "", email: "new@trivium.test", emailVerified: null }),
  ).toThrow();
  expect(() => adapter.updateUser({ id: personId, name: "Somebody else" })).toThrow();
  expect(await ctx.db.$count(people)).toBe(before);
  expect(await adapter.getUserByEmail("rosa@TRIVIUM.test")).toMatchObject({
    id: personId,
    email: "",
  });
  expect(await adapter.getUserByEmail("rosa@trivium")).toBeNull();
});
