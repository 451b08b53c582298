import ICAL from "ical.js";
import { describe, expect } from "vitest";
import type { Choice } from "#lib/booking/series/schema.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { shownIn } from "#testing/calendar-reader.ts";
import { test } from "#testing/database.ts";
import { at, courseToPlan, jointToPlan, sessionToPlan } from "#testing/sessions.ts";
import { changeSession } from "./change.ts";
import { cancelSession, planSession } from "./commands.ts";
import { planCourse } from "./courses.ts";
import { programmeFeed } from "./feed.ts";
import { composeSessionMail } from "./mails.ts";
import { sessionFilter } from "./schema.ts";

const REFUSE: Choice = { decisions: [], onConflict: "refuse" };
const WEEK = { hours: 7 * 24 };

function letter(
  ctx: Context,
  what: Parameters<typeof composeSessionMail>[0],
  sessionId: string,
  status = "enrolled",
) {
  const template = `session-${what}`;
  return composeSessionMail(what)(ctx.db, {
    template,
    data: { sessionId, status },
    locale: "fr",
    to: "lien@trivium.test",
  });
}

/** What a calendar program reads: the method, and each event. */
function read(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const events = calendar.getAllSubcomponents("vevent");
  return {
    method: calendar.getFirstPropertyValue("method"),
    events: events.map((event) => ({
      uid: event.getFirstPropertyValue("uid"),
      sequence: Number(event.getFirstPropertyValue("sequence")),
      status: event.getFirstPropertyValue("status"),
      start: String(event.getFirstPropertyValue("dtstart")),
    })),
  };
}

describe("the letters of a session", () => {
  test("carry an invitation that moves and goes in place", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const first = await letter(ctx, "enrolled", id);
    expect(first?.subject).toBe("Vous avez une place\u202f: Le courriel");
    const invited = read(first?.invitation?.content ?? "");
    expect(invited).toMatchObject({
      method: "REQUEST",
      events: [{ status: "CONFIRMED", start: "2026-03-03T10:00:00" }],
    });

    await changeSession(facilitator, id, { version: 1, start: at("14:00"), end: at("16:00") });
    const moved = read((await letter(ctx, "moved", id))?.invitation?.content ?? "");
    expect(moved).toMatchObject({ method: "REQUEST", events: [{ start: "2026-03-03T14:00:00" }] });
    expect(moved.events[0]?.uid).toBe(invited.events[0]?.uid);
    expect(moved.events[0]?.sequence).toBeGreaterThan(invited.events[0]?.sequence ?? 0);

    const given1 = await letter(ctx, "withdrawn", id);
    expect(read(given1?.invitation?.content ?? "")).toMatchObject({
      method: "CANCEL",
      events: [{ uid: invited.events[0]?.uid, status: "CANCELLED" }],
    });

    await cancelSession(facilitator, id);
    const gone = await letter(ctx, "cancelled", id);
    expect(gone?.subject).toBe("Cette séance est annulée\u202f: Le courriel");
    const ended = read(gone?.invitation?.content ?? "");
    expect(ended).toMatchObject({ method: "CANCEL", events: [{ uid: invited.events[0]?.uid }] });
    expect(ended.events[0]?.sequence).toBeGreaterThan(moved.events[0]?.sequence ?? 0);
    // What was on its way says nothing any more.
    expect(await letter(ctx, "enrolled", id)).toBeNull();
  });

  test("invite nobody who waits", async ({ ctx, given }) => {
    const { facilitator, plan } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    expect(await letter(ctx, "waiting", id)).toMatchObject({
      subject: expect.stringContaining("attente"),
    });
    expect((await letter(ctx, "waiting", id))?.invitation).toBeUndefined();
    expect((await letter(ctx, "moved", id, "waiting"))?.invitation).toBeUndefined();
    expect((await letter(ctx, "moved", id))?.invitation).toBeDefined();
  });

  test("tell of a course as one event with its dates, less one that is cancelled, one of them moved", async ({
    ctx,
    given,
  }) => {
    const { facilitator, course } = await courseToPlan(ctx, given);
    const { sessions: dates, id: courseId } = await planCourse(facilitator, course, REFUSE);
    const content = (await letter(ctx, "enrolled", dates[0]!.id))?.invitation?.content ?? "";
    const first = read(content);
    expect(first.method).toBe("REQUEST");
    expect(first.events[0]?.uid).toContain(courseId);
    expect(shownIn(content)).toEqual(
      ["03", "10", "17", "24"].map((day) => `2026-03-${day}T09:00:00Z/2026-03-${day}T11:00:00Z`),
    );

    const start = at("15:00").add(WEEK);
    await changeSession(facilitator, dates[1]!.id, {
      version: 1,
      start,
      end: start.add({ hours: 1 }),
    });
    await cancelSession(facilitator, dates[2]!.id);
    const text = await letter(ctx, "cancelled", dates[2]!.id);
    expect(text?.subject).toBe("Une date est annulée\u202f: Le courriel");
    const now = read(text?.invitation?.content ?? "");
    expect(now.method).toBe("REQUEST");
    expect(shownIn(text?.invitation?.content ?? "")).toEqual([
      "2026-03-03T09:00:00Z/2026-03-03T11:00:00Z",
      "2026-03-10T14:00:00Z/2026-03-10T15:00:00Z",
      "2026-03-24T09:00:00Z/2026-03-24T11:00:00Z",
    ]);
    expect(now.events[0]?.sequence).toBeGreaterThan(first.events[0]?.sequence ?? 0);

    await cancelSession(facilitator, dates[0]!.id, "all");
    const gone = await letter(ctx, "cancelled", dates[0]!.id);
    expect(read(gone?.invitation?.content ?? "")).toMatchObject({
      method: "CANCEL",
      events: [{ uid: first.events[0]?.uid, status: "CANCELLED" }],
    });
  });

  test("name the room of a date of a course that has another one", async ({ ctx, given }) => {
    const { facilitator, course, space } = await courseToPlan(ctx, given);
    const { sessions: dates } = await planCourse(facilitator, course, REFUSE);
    const other = await given.room({ spaceId: space.id, name: "Salle du haut" });
    await changeSession(facilitator, dates[1]!.id, { version: 1, roomId: other.id });
    const content = (await letter(ctx, "moved", dates[1]!.id))?.invitation?.content ?? "";
    const events = new ICAL.Component(ICAL.parse(content)).getAllSubcomponents("vevent");
    const places = events.map((event) => String(event.getFirstPropertyValue("location")));
    expect(places).toHaveLength(2);
    expect(places[0]).not.toContain("Salle du haut");
    expect(places[1]).toContain("Salle du haut");
  });
});

describe("the feed of the programme", () => {
  test("has what is planned, of one space or of all, and what was cancelled as such", async ({
    ctx,
    given,
  }) => {
    const { facilitator, plan, space } = await sessionToPlan(ctx, given);
    const { id } = await planSession(facilitator, plan);
    const later = { ...plan, start: at("14:00"), end: at("15:00"), topic: "safety" as const };
    const { id: gone } = await planSession(facilitator, later);
    await cancelSession(facilitator, gone);
    const joint = await jointToPlan(ctx, given, { start: at("16:00"), end: at("17:00") });
    await planSession(joint.facilitator, joint.plan);
    const events = async (change: Record<string, string>) =>
      read(await programmeFeed(ctx, sessionFilter.parse(change), "fr")).events;

    const all = await events({});
    expect(all).toHaveLength(3);
    expect(all.find(({ uid }) => String(uid).startsWith(id))).toMatchObject({
      status: "CONFIRMED",
      start: "2026-03-03T10:00:00",
    });
    expect(all.find(({ uid }) => String(uid).startsWith(gone))?.status).toBe("CANCELLED");
    expect(await events({ space: space.slug })).toHaveLength(2);
    expect(await events({ space: joint.over.slug })).toHaveLength(1);
    expect(await events({ topic: "safety" })).toHaveLength(1);
    await expect(events({ space: "nowhere" })).rejects.toMatchObject({ kind: "not_found" });
  });
});
