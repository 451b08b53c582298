import { expect } from "vitest";
import { countWaiting, waitingRequests } from "#lib/booking/bookings/approvals.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { keepForGroup } from "#lib/booking/closures/blockings.ts";
import { closeRooms } from "#lib/booking/closures/closures.ts";
import { test } from "#testing/database.ts";
import { at, sessionToPlan } from "#testing/sessions.ts";
import { planSession } from "./commands.ts";
import { type DeskEvent, deskDays } from "./desk-day.ts";
import { enrol } from "./enrolment.ts";

test("a day of the desk has what takes its rooms, each of its kind, for staff of that space alone", async ({
  ctx,
  given,
}) => {
  const { room, facilitator, plan } = await sessionToPlan(ctx, given);
  const { spaceId } = room;
  const small = await given.room({ spaceId, name: "Cabine", needsApproval: true });
  const { id } = await planSession(facilitator, plan);
  const learner = given.as(ctx, await given.person());
  await enrol(learner, id);
  await requestBooking(learner, {
    roomId: small.id,
    start: at("15:00"),
    end: at("16:00"),
    people: 3,
    equipment: [],
    purpose: "Koor",
  });
  const manager = given.as(ctx, await given.staff(spaceId));
  const wall = (time: string) => at(time).toZonedDateTimeISO("Europe/Brussels").toPlainDateTime();
  const times = { spaceId, roomIds: [small.id], repeat: "once" as const, until: null };
  await closeRooms(
    manager,
    { ...times, from: wall("09:00"), to: wall("10:00"), reason: "Verf" },
    [],
  );
  await keepForGroup(manager, {
    ...times,
    from: wall("12:00"),
    to: wall("14:00"),
    title: "Klas 3",
    organisationId: null,
    role: "learner",
    emails: [],
  });
  const within = { start: at("00:00"), end: at("23:59") };
  const asked = [{ id: spaceId, within }];

  const [day] = await deskDays(facilitator, asked);
  const seen = (day?.events ?? []).map(({ kind, title, people, session }: DeskEvent) => ({
    kind,
    title,
    people,
    taken: session?.taken,
  }));
  expect(seen).toEqual([
    { kind: "closure", title: "Verf", people: null, taken: undefined },
    { kind: "session", title: plan.title.nl, people: plan.places, taken: 1 },
    { kind: "kept", title: "Klas 3", people: null, taken: undefined },
    { kind: "request", title: "Koor", people: 3, taken: undefined },
  ]);
  expect(day?.rooms.map(({ name }) => name)).toContain("Cabine");
  expect(day?.open).toHaveLength(1);
  expect(await countWaiting(facilitator)).toBe((await waitingRequests(facilitator)).length);

  const elsewhere = given.as(ctx, await given.staff((await given.space()).id));
  expect(await deskDays(elsewhere, asked)).toEqual([]);
  expect(await countWaiting(elsewhere)).toBe(0);
  await expect(deskDays(learner, asked)).rejects.toMatchObject({ kind: "forbidden" });
});
