import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { connect } from "#db/client.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { badgeAs } from "#lib/learning/badges/credentials/answer.ts";
import { issueCredential, revokeCredential } from "#lib/learning/badges/credentials/commands.ts";
import { readableCredential } from "#lib/learning/badges/credentials/queries.ts";
import { shareCredential } from "#lib/learning/badges/credentials/sharing.ts";
import { givenAward } from "#testing/badges.ts";

/* Run by e2e/badges.ts: signs a badge for the learner of the demonstration, and prints it as JSON on its last line. */

const { db, close } = connect(
  readFileSync(join(settings().dataDir, "database-url"), "utf8").trim(),
  {
    max: 2,
  },
);
const system: Context = {
  actor: { kind: "system", name: "journey" },
  now: Temporal.Now.instant(),
  db,
  requestId: randomUUID(),
};
const { rows } = await db.execute<{ personId: string; spaceId: string }>(sql`
  select person.id::text as "personId", (select id::text from space where slug = 'hangar-k') as "spaceId"
  from person where email = 'learner@trivium.test'`);
const [row] = rows;
if (!row) throw new Error("the demonstration has no learner");
const holder: Context = {
  ...system,
  actor: {
    kind: "person",
    personId: row.personId,
    displayName: "",
    locale: "fr",
    roles: [],
    scopes: null,
  },
};
const id = await issueCredential(system, givenAward(row));
const what = process.argv[2];
if (what === "withdrawn") await revokeCredential(system, id, "Given to the wrong person");
const badge = await readableCredential(holder, id, null);
const { address } = await shareCredential(holder, id);
if (what === "left") await db.execute(sql`delete from credential where id = ${id}`);
process.stdout.write(
  JSON.stringify({
    id,
    json: badge.signed,
    png: Buffer.from(await badgeAs("png", badge)).toString("base64"),
    link: address,
  }),
);
await close();
