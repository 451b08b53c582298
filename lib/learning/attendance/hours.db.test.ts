import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { attendances } from "#db/schema/attendance.ts";
import { visits } from "#db/schema/presence.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { cancelSession, planSession } from "#lib/learning/sessions/commands.ts";
import { test } from "#testing/database.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { hoursAttended, presentAtSession } from "./hours.ts";

type Ids = { sessionId: string; personId: string; spaceId: string };

const tick = ({ db }: Context, ids: Ids) => db.insert(attendances).values(ids);

const checkIn = ({ db }: Context, ids: Ids) =>
  db.insert(visits).values({
    ...ids,
    id: randomUUID(),
    arrivedAt: at("10:05"),
    leftAt: at("10:20"),
    source: "kiosk",
  });

test("sessions that are over count once for their whole length, by topic and together", async ({
  ctx,
  given,
}) => {
  const { facilitator, plan, space } = await sessionToPlan(ctx, given);
  const mail = (await planSession(facilitator, plan)).id;
  const repair = {
    ...plan,
    topic: "sustainable_it" as const,
    start: at("13:00"),
    end: at("14:30"),
  };
  const mending = (await planSession(facilitator, repair)).id;
  const { personId } = await given.person();
  const visitor = await given.person();
  const ids = { personId, spaceId: space.id };
  await tick(ctx, { ...ids, sessionId: mail });
  // On the sheet and at the door: still one session, and all of it, though they were there for a
  // quarter of an hour.
  await checkIn(ctx, { ...ids, sessionId: mail });
  await checkIn(ctx, { ...ids, sessionId: mending });
  const nobody = await given.person();
  const asked = [personId, visitor.personId, nobody.personId];
  await checkIn(ctx, { ...ids, personId: visitor.personId, sessionId: mending });

  const between = await hoursAttended({ ...ctx, now: at("12:00") }, asked);
  expect(between.get(personId)).toEqual({
    minutes: 120,
    sessions: 1,
    byTopic: { communication: { minutes: 120, sessions: 1 } },
  });
  expect(between.has(visitor.personId)).toBe(false);

  const after = await hoursAttended({ ...ctx, now: at("18:00") }, asked);
  expect(after.get(personId)).toEqual({
    minutes: 210,
    sessions: 2,
    byTopic: {
      communication: { minutes: 120, sessions: 1 },
      sustainable_it: { minutes: 90, sessions: 1 },
    },
  });
  expect(after.get(visitor.personId)).toMatchObject({ minutes: 90, sessions: 1 });
  expect(after.has(nobody.personId)).toBe(false);
  expect(await hoursAttended(ctx, [])).toEqual(new Map());
});

test("a session that was cancelled counts for nobody; on its sheet is who was ticked", async ({
  ctx,
  given,
}) => {
  const { facilitator, plan, space } = await sessionToPlan(ctx, given);
  const { id: sessionId } = await planSession(facilitator, plan);
  const { personId } = await given.person();
  await tick(ctx, { sessionId, personId, spaceId: space.id });
  expect(await presentAtSession(ctx, sessionId)).toEqual([personId]);
  await cancelSession(facilitator, sessionId);
  expect(await hoursAttended({ ...ctx, now: at("18:00") }, [personId])).toEqual(new Map());
});
