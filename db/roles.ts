import pg from "pg";

/**
 * Who may do what in the database. The owner makes tables and is used by nobody who serves people;
 * the application reads and writes rows, and can neither change the schema nor what is only ever
 * added to; research reads what is published; backup reads everything. People sign in as logins
 * that belong to these.
 */
export const ROLES = {
  application: "trivium_application",
  research: "trivium_research",
  backup: "trivium_backup",
} as const;

/**
 * What the application adds to and never changes. What stands beside the entries of the audit log
 * is written by functions of the owner.
 */
const ADDED_TO = {
  audit_entry: "SELECT, INSERT",
  audit_unsealed: "SELECT",
  audit_seal: "SELECT",
  audit_head: "SELECT",
  published_block: "SELECT, INSERT",
  published_badges: "SELECT, INSERT",
  published_use: "SELECT, INSERT",
};

/** Figures that anybody may read: see docs/decisions/0015-figures-of-closed-quarters.md. */
const PUBLISHED = ["published_block", "published_badges", "published_use"];

/**
 * Functions that run as the owner. Whoever may call one may also make it the trigger of a table of
 * their own, and have their own casts run in it as the owner: so nobody may but who needs it.
 * Triggers that exist need no right to be called.
 */
const AS_OWNER = {
  "note_unsealed()": null,
  "seal_audit(integer)": ROLES.application,
  "cut_audit(timestamptz)": ROLES.application,
};

/** Where pg-boss keeps its jobs: its tables are its own to change. */
const JOBS_SCHEMA = "pgboss";

/**
 * Makes the roles, gives each what it needs on the tables of now, and has every table answer to its
 * policies alone. To be called after each migration: what was given before is given once more.
 *
 * @param client signed in as the owner
 * @param login the application's own name and password; made when it is not there
 * @throws Error when the login is the owner, who may do everything
 */
export async function grantRoles(
  client: pg.Client,
  login: { user: string; password: string },
): Promise<void> {
  const { rows } = await client.query<{ owner: string }>("SELECT current_user AS owner");
  const owner = rows[0]?.owner ?? "";
  if (owner === login.user)
    throw new Error(
      "The application signs in as the owner of the tables: give it a login of its own.",
    );
  for (const role of Object.values(ROLES)) await makeRole(client, role);
  await makeLogin(client, login);
  await client.query(`GRANT ${ROLES.application} TO ${name(login.user)}`);
  await client.query(grants());
  await moveJobs(client);
  await coverTables(client, owner);
}

function grants(): string {
  const { application, research, backup } = ROLES;
  return [
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
    `GRANT USAGE ON SCHEMA public TO ${application}, ${research}, ${backup}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${application}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${application}`,
    ...Object.entries(ADDED_TO).flatMap(([table, rights]) => [
      `REVOKE ALL ON ${name(table)} FROM ${application}`,
      `GRANT ${rights} ON ${name(table)} TO ${application}`,
    ]),
    ...Object.entries(AS_OWNER).flatMap(([called, role]) => [
      `REVOKE ALL ON FUNCTION ${called} FROM PUBLIC`,
      ...(role ? [`GRANT EXECUTE ON FUNCTION ${called} TO ${role}`] : []),
    ]),
    `GRANT SELECT ON ${PUBLISHED.map(name).join(", ")} TO ${research}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${backup}`,
    `GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${backup}`,
    `GRANT USAGE ON SCHEMA drizzle TO ${application}, ${backup}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA drizzle TO ${application}, ${backup}`,
    `GRANT SELECT ON ALL SEQUENCES IN SCHEMA drizzle TO ${backup}`,
  ].join(";");
}

/** Roles belong to the whole server: another database may have made them, or makes them now. */
async function makeRole(client: pg.Client, role: string): Promise<void> {
  await client.query(
    `DO $$ BEGIN CREATE ROLE ${name(role)} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$`,
  );
}

async function makeLogin(
  client: pg.Client,
  { user, password }: { user: string; password: string },
): Promise<void> {
  const known = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [user]);
  if (known.rowCount === 0)
    await client.query(
      `CREATE ROLE ${name(user)} LOGIN PASSWORD ${client.escapeLiteral(password)}`,
    );
}

/**
 * The schema of the jobs, and whatever stands in it since a time when there was one role, goes to
 * the application.
 */
async function moveJobs(client: pg.Client): Promise<void> {
  await client.query(`
    GRANT ${ROLES.application} TO current_user;
    GRANT USAGE ON SCHEMA ${JOBS_SCHEMA} TO ${ROLES.backup};
    DO $$ DECLARE statement text; BEGIN
      FOR statement IN
        SELECT format('ALTER TABLE %s OWNER TO ${ROLES.application}', oid::regclass) FROM pg_class
          WHERE relnamespace = '${JOBS_SCHEMA}'::regnamespace AND relkind IN ('r', 'p') AND relowner = current_user::regrole
        UNION ALL SELECT format('ALTER FUNCTION %s OWNER TO ${ROLES.application}', oid::regprocedure) FROM pg_proc
          WHERE pronamespace = '${JOBS_SCHEMA}'::regnamespace AND proowner = current_user::regrole
        UNION ALL SELECT format('ALTER TYPE %s OWNER TO ${ROLES.application}', oid::regtype) FROM pg_type
          WHERE typnamespace = '${JOBS_SCHEMA}'::regnamespace AND typtype = 'e' AND typowner = current_user::regrole
      LOOP EXECUTE statement; END LOOP;
    END $$;
    ALTER SCHEMA ${JOBS_SCHEMA} OWNER TO ${ROLES.application}`);
}

/**
 * The worker makes the tables of its jobs itself, under its login. Backup reads them, and another
 * login of the application works on them, those that are made later too. No table is locked.
 *
 * @param client signed in as the application, after `grantRoles`
 */
export async function shareJobs(client: pg.Client): Promise<void> {
  const { application, backup } = ROLES;
  await client.query(`
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${JOBS_SCHEMA} GRANT SELECT ON TABLES TO ${backup};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${JOBS_SCHEMA} GRANT SELECT ON SEQUENCES TO ${backup};
    ALTER DEFAULT PRIVILEGES IN SCHEMA ${JOBS_SCHEMA} GRANT ALL ON TABLES TO ${application};
    DO $$ DECLARE made regclass; BEGIN
      FOR made IN SELECT oid FROM pg_class WHERE relnamespace = '${JOBS_SCHEMA}'::regnamespace
        AND relkind IN ('r', 'p', 'v', 'S') AND pg_has_role(relowner, 'USAGE')
      LOOP EXECUTE format('GRANT SELECT ON %s TO ${backup}; GRANT ALL ON %s TO ${application}', made, made); END LOOP;
    END $$`);
}

/**
 * Each table answers to nobody for whom no policy is written, its owner included: a role that is
 * given too much one day still sees no rows. Tables that are covered already are left alone, so
 * that a start waits for no lock.
 */
async function coverTables(client: pg.Client, owner: string): Promise<void> {
  const { rows } = await client.query<{ table: string }>(`
    SELECT oid::regclass::text AS table FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
      AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid))
    ORDER BY oid`);
  for (const { table } of rows) {
    const published = PUBLISHED.includes(table)
      ? [`CREATE POLICY research ON ${table} FOR SELECT TO ${ROLES.research} USING (true)`]
      : [];
    await client.query(
      [
        `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`,
        `CREATE POLICY owner ON ${table} TO ${name(owner)} USING (true) WITH CHECK (true)`,
        `CREATE POLICY application ON ${table} TO ${ROLES.application} USING (true) WITH CHECK (true)`,
        `CREATE POLICY backup ON ${table} FOR SELECT TO ${ROLES.backup} USING (true)`,
        ...published,
      ].join(";"),
    );
  }
}

function name(identifier: string): string {
  return pg.escapeIdentifier(identifier);
}
