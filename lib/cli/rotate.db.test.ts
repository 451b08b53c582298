import { execFileSync } from "node:child_process";
import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { guestToken, linkHash } from "#lib/booking/guests/guest-link.ts";
import { openAnswer } from "#lib/foundation/consent/answers.ts";
import { recordChoice, saveAnswer } from "#lib/foundation/consent/commands.ts";
import { seal, unseal } from "#lib/foundation/platform/secrets/seal.ts";
import { authSecret } from "#lib/foundation/platform/settings/settings.ts";
import { NOW, test } from "#testing/database.ts";
import { COLUMNS_LEFT_OUT } from "./export/left-out.ts";
import { FATES, rotateSecret, SEALED } from "./rotate.ts";

const TO = "another key of thirty-two signs and more";

test("under a new key everything that was sealed opens, nothing opens with the old one, and once more changes nothing", async ({
  ctx,
  given,
}) => {
  const { db } = ctx;
  const from = authSecret();
  const { personId } = await given.person([], { totpSecret: seal(from, "the app") });
  const { id: roomId, spaceId } = await given.room();
  const { id: space } = await given.space();
  await db.execute(
    sql`insert into webhook (space_id, url, events, secret) values (${space}::uuid, 'https://x.example', '{booking.confirmed}', ${seal(from, "signs")})`,
  );
  await db.execute(sql`insert into card (person_id, code_hash) values (${personId}::uuid, 'x')`);
  if (ctx.actor.kind !== "person") throw new Error("a person is needed");
  await recordChoice(
    ctx,
    { field: "disability", country: "BE", choice: "given", isOldEnough: "yes" },
    "nl",
  );
  await saveAnswer(ctx, { field: "disability", code: "yes" });
  const { rows: guests } = await db.execute<{ id: string }>(sql`
    with booked as (insert into booking (space_id, room_id, during, people, booked_by, status)
      values (${spaceId}::uuid, ${roomId}::uuid, '[2026-03-03 08:00+00,2026-03-03 09:00+00)', 1, ${personId}::uuid, 'cancelled') returning id)
    insert into guest_booking (id, booking_id, person_id, link_hash, contact_hash) select gen_random_uuid(), id, ${personId}::uuid, 'old', 'old' from booked returning id`);

  const first = await rotateSecret(db, { from, to: TO, now: NOW });
  expect(first).toMatchObject({ sealed: 3, unreadable: 0, cards: 1, guests: 1 });
  const values = async (column: string, table: string) => {
    const { rows } = await db.execute<{ text: string }>(
      sql`select ${sql.identifier(column)} as text from ${sql.identifier(table)} where ${sql.identifier(column)} is not null`,
    );
    return rows.map(({ text }) => text);
  };
  const sealed: string[] = [];
  for (const [table, , column] of SEALED) sealed.push(...(await values(column, table)));
  expect(sealed).toHaveLength(3);
  for (const text of sealed) {
    expect(unseal(TO, text)).toBeTruthy();
    expect(() => unseal(from, text)).toThrow();
  }
  expect(unseal(TO, (await values("totp_secret", "person"))[0] ?? "")).toBe("the app");
  const [answer = ""] = await values("sealed", "profile_answer");
  const place = { personId: ctx.actor.personId, field: "disability" };
  expect(openAnswer({ ...place, code: null, sealed: seal(from, unseal(TO, answer)) })).toBe("yes");
  expect(await values("link_hash", "guest_booking")).toEqual([
    linkHash(guestToken(guests[0]?.id ?? "", TO)),
  ]);

  // A try that was cut off after it was written is finished by another.
  expect(await rotateSecret(db, { from, to: TO, now: NOW })).toMatchObject({
    sealed: 0,
    unreadable: 0,
    cards: 0,
  });
});

test("whoever uses the key has said what becomes of it, and whatever is sealed is sealed anew", () => {
  const users = execFileSync(
    "git",
    ["grep", "-l", "authSecret()", "--", "lib/**/*.ts", "server", ":!server/doors", "app/**/*.ts*"],
    {
      encoding: "utf8",
    },
  )
    .split("\n")
    .filter((name) => name && !name.includes(".test.ts"));
  expect(users.toSorted()).toEqual(Object.keys(FATES).toSorted());
  const named = SEALED.map(([table, , column]) => `${table}.${column}`);
  const secrets = Object.entries(COLUMNS_LEFT_OUT).filter(([, why]) => why.startsWith("sealed"));
  expect(secrets.map(([name]) => name).filter((name) => !named.includes(name))).toEqual([]);
});
