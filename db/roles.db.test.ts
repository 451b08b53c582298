import pg from "pg";
import { PgBoss } from "pg-boss";
import { test as base, describe, expect, inject } from "vitest";
import { freshDatabase } from "#testing/postgres-database.ts";
import { migrate } from "./migrate.ts";
import { ROLES } from "./roles.ts";

const PASSWORD = "a password of the tests";

/** A migrated database with its roles, and a way to be each of them. */
const test = base
  .extend("serverUrl", { scope: "file" }, inject("serverUrl"))
  .extend("database", { scope: "file" }, async ({ serverUrl }, { onCleanup }) => {
    const database = await freshDatabase(serverUrl);
    const application = new URL(database.url);
    application.username = "trivium_tested";
    application.password = PASSWORD;
    await migrate(database.url, { application: application.href });
    // Given once more, nothing changes.
    await migrate(database.url, { application: application.href });
    onCleanup(database.drop);
    return { owner: database.url, application: application.href };
  })
  .extend("as", async ({ database }, { onCleanup }) => {
    const open: pg.Client[] = [];
    onCleanup(async () => {
      await Promise.all(open.map((client) => client.end()));
    });
    return async (role: "owner" | "application" | "research" | "backup") => {
      const client = new pg.Client({
        connectionString: role === "application" ? database.application : database.owner,
      });
      await client.connect();
      if (role === "research" || role === "backup") await client.query(`SET ROLE ${ROLES[role]}`);
      open.push(client);
      return client;
    };
  });

const entry = `INSERT INTO audit_entry (actor, action, subject, data) VALUES ('person:1', 'test.done', 'x', '{}')`;

describe("the application", () => {
  test("adds to the audit log, and each entry is sealed", async ({ as }) => {
    const client = await as("application");
    await client.query(entry);
    expect((await client.query(`SELECT seal_audit(10) AS sealed`)).rows).toEqual([{ sealed: 1 }]);
    const { rows } = await client.query(
      `SELECT seal.hash = head.hash AS fits FROM audit_seal seal JOIN audit_head head USING (chain, position)`,
    );
    expect(rows).toEqual([{ fits: true }]);
  });

  test("reads every view, and locks the rows behind it", async ({ as }) => {
    const client = await as("application");
    const { rows } = await client.query<{ name: string; runsAsReader: boolean }>(`
      SELECT relname AS name, 'security_invoker=true' = ANY (reloptions) AS "runsAsReader"
      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' ORDER BY 1`);
    expect(rows.length).toBeGreaterThan(20);
    for (const { name } of rows) await client.query(`SELECT FROM ${name} LIMIT 1`);
    await client.query("SELECT FROM spaces_space FOR UPDATE");
    await expect(
      client.query("UPDATE identity_audit_entry SET action = 'test.other'"),
    ).rejects.toMatchObject({ code: "42501" });
    const others = rows.filter(({ runsAsReader }) => !runsAsReader).map(({ name }) => name);
    // Made by migration 34, and shows no more than the application reads anyway.
    expect(others).toEqual(["closure_time"]);
  });

  test.for([
    ["changes an entry", "UPDATE audit_entry SET action = 'test.other'"],
    ["takes an entry away", "DELETE FROM audit_entry"],
    ["forges a seal", "UPDATE audit_seal SET hash = ''"],
    ["adds a seal", "INSERT INTO audit_seal SELECT * FROM audit_seal"],
    ["changes what waits for a seal", "UPDATE audit_unsealed SET digest = ''"],
    ["takes away what waits for a seal", "DELETE FROM audit_unsealed"],
    [
      "says itself what waits for a seal",
      "INSERT INTO audit_unsealed (entry_id, digest) VALUES (1, '')",
    ],
    ["moves the end of a chain", "UPDATE audit_head SET position = 0"],
    ["changes what is published", "UPDATE published_block SET cells = '{}'"],
    ["empties a table", "TRUNCATE audit_entry"],
    ["switches a trigger off", "ALTER TABLE audit_entry DISABLE TRIGGER ALL"],
    ["switches all triggers off", "SET session_replication_role = replica"],
    [
      "has a function of the owner run on a table of its own",
      `CREATE TEMP TABLE mine (id bigint, space_id uuid);
       CREATE TRIGGER mine AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION note_unsealed()`,
    ],
    ["changes a function", "ALTER FUNCTION seal_audit(integer) SECURITY INVOKER"],
    ["switches the policies off", "ALTER TABLE person DISABLE ROW LEVEL SECURITY"],
    ["makes a table", "CREATE TABLE mine (id int)"],
    ["makes a role", "CREATE ROLE mine"],
    ["becomes the owner", "SET ROLE trivium"],
    ["reads passwords of the server", "SELECT rolpassword FROM pg_authid"],
    ["reads files of the server", "SELECT pg_read_file('/etc/passwd')"],
    ["runs programs of the server", "COPY (SELECT 1) TO PROGRAM 'true'"],
  ] as const)("never %s", async ([, statement], { as }) => {
    const client = await as("application");
    await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
  });
});

test("what runs as the owner is called by nobody but the application, which needs two of them", async ({
  as,
}) => {
  const client = await as("owner");
  const { rows } = await client.query(`
    SELECT proname AS name, has_function_privilege('${ROLES.application}', oid, 'EXECUTE') AS application,
      has_function_privilege('${ROLES.research}', oid, 'EXECUTE') AS research,
      has_function_privilege('${ROLES.backup}', oid, 'EXECUTE') AS backup
    FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1`);
  expect(rows).toEqual([
    { name: "cut_audit", application: true, research: false, backup: false },
    { name: "note_unsealed", application: false, research: false, backup: false },
    { name: "seal_audit", application: true, research: false, backup: false },
  ]);
  await expect((await as("application")).query("SELECT cut_audit(now())")).resolves.toBeDefined();
});

describe("research", () => {
  test("reads what is published", async ({ as }) => {
    const client = await as("research");
    expect((await client.query("SELECT FROM published_block")).rowCount).toBe(0);
  });

  test("reads no other table", async ({ as }) => {
    const [client, owner] = [await as("research"), await as("owner")];
    const { rows } = await owner.query<{ table: string }>(TABLES);
    const read: string[] = [];
    for (const { table } of rows)
      await client.query(`SELECT FROM ${table} LIMIT 1`).then(
        () => read.push(table),
        () => {},
      );
    expect(rows.length).toBeGreaterThan(60);
    expect(read).toEqual(["published_badges", "published_block", "published_use"]);
  });
});

/** Views too: through one nobody reads what they could not read themselves. */
const TABLES = `SELECT oid::regclass::text AS table FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') ORDER BY 1`;

test("backup reads every table, and changes none", async ({ as }) => {
  const [client, owner] = [await as("backup"), await as("owner")];
  await owner.query(entry);
  expect((await client.query("SELECT FROM audit_entry")).rowCount).toBeGreaterThan(0);
  const { rows } = await owner.query<{ table: string }>(TABLES);
  for (const { table } of rows) await client.query(`SELECT FROM ${table} LIMIT 1`);
  await expect(client.query("DELETE FROM person")).rejects.toMatchObject({ code: "42501" });
});

test("backup reads the jobs and the list of migrations too, also what the worker makes later", async ({
  as,
  database,
}) => {
  const boss = new PgBoss({ connectionString: database.application, createSchema: false });
  await boss.start();
  await boss.createQueue("later", { partition: true });
  await boss.stop({ graceful: false });
  const [client, owner] = [await as("backup"), await as("owner")];
  const { rows } = await owner.query<{ name: string; kind: string }>(`
    SELECT oid::regclass::text AS name, relkind AS kind FROM pg_class
    WHERE relnamespace IN ('pgboss'::regnamespace, 'drizzle'::regnamespace) AND relkind IN ('r', 'p', 'S')`);
  expect(rows.length).toBeGreaterThan(5);
  for (const { name } of rows) await client.query(`SELECT FROM ${name} LIMIT 1`);
});

test("every table answers to its policies alone: a role that is given too much sees no row", async ({
  as,
}) => {
  const owner = await as("owner");
  const { rows } = await owner.query(`SELECT oid::regclass::text AS open FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)`);
  expect(rows).toEqual([]);

  await owner.query(entry);
  await owner.query(`CREATE ROLE trivium_stranger; GRANT USAGE ON SCHEMA public TO trivium_stranger;
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO trivium_stranger; SET ROLE trivium_stranger`);
  try {
    expect((await owner.query("SELECT FROM audit_entry")).rowCount).toBe(0);
  } finally {
    await owner.query("RESET ROLE; DROP OWNED BY trivium_stranger; DROP ROLE trivium_stranger");
  }
});

test("the owner is no login for people", async ({ database }) => {
  await expect(migrate(database.owner, { application: database.owner })).rejects.toThrow(
    /a login of its own/,
  );
});
