import type { Database } from "#db/client.ts";
import { answerRequest } from "#lib/booking/bookings/approvals.ts";
import { requestBooking } from "#lib/booking/bookings/requesting.ts";
import { closeRooms, previewClosure, reopen } from "#lib/booking/closures/closures.ts";
import type { Context, PersonActor } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { call } from "../bench/load.ts";
import { FREE_FROM, HOURS, type Network } from "../bench/network.ts";
import type { Asked, Known, Log, Outcome } from "./log.ts";

/** Dates of each series. */
export const DATES = 4;
const DAYS = 40;
const ROOMS = 40;

const below = (limit: number) => Math.floor(Math.random() * limit);
const day = () => Temporal.Now.plainDateISO("UTC").add({ days: 2 + below(DAYS) });
const hour = () => FREE_FROM + below(HOURS);

type Web = { url: string; log: Log; network: Network; isKilled: () => boolean };

/** A client of the API: books, moves and cancels, single times and series. */
export async function webDeed(web: Web): Promise<void> {
  const { log, network } = web;
  const choice = below(10);
  if (choice < 5) return ask(web, bookingOf(network));
  if (choice < 7) return ask(web, seriesOf(network));
  const kind = choice === 9 ? "series" : "booking";
  const thing = log.some(kind, kind === "series" ? "booked" : "confirmed");
  if (thing) await change(web, thing);
}

async function change(web: Web, thing: Known): Promise<void> {
  const { id, kind, token, version } = thing;
  const isSeries = kind === "series";
  const path = `/api/v1/${isSeries ? "series" : "bookings"}/${id}`;
  const cancels = below(2) === 0;
  const [at, start] = [hour(), startOf()];
  const moved = isSeries
    ? { from: clock(at), to: clock(at + 1) }
    : { start: start.toString(), end: start.add({ hours: 1 }).toString(), people: 4 };
  const settle = web.log.changing(
    thing,
    cancels ? "cancelled" : isSeries ? `booked ${clock(at)}` : `confirmed ${start}`,
  );
  const json = isSeries
    ? { scope: "all", version, ...(cancels ? { cancel: true } : moved) }
    : { version, ...moved };
  const { outcome } =
    cancels && !isSeries
      ? await send(web, { path, method: "DELETE", token })
      : await send(web, { path, method: "PATCH", token, json });
  settle(outcome);
}

const startOf = () => day().toZonedDateTime("UTC").add({ hours: hour() }).toInstant();
const clock = (at: number) => `${String(at).padStart(2, "0")}:00`;

function bookingOf({ rooms, people }: Network): Asked {
  const start = startOf();
  const key = crypto.randomUUID();
  const json = {
    roomId: rooms[below(ROOMS)]?.roomId,
    start: start.toString(),
    end: start.add({ hours: 1 }).toString(),
    people: 4,
    equipment: [{ kind: "laptop", quantity: 1 + below(8) }],
    purpose: key,
  };
  return {
    key,
    path: "/api/v1/bookings",
    json,
    token: tokenOf(people),
    outcome: "unknown",
    id: null,
  };
}

function seriesOf({ rooms, people }: Network): Asked {
  const date = day();
  const at = hour();
  const key = crypto.randomUUID();
  const json = {
    roomId: rooms[below(ROOMS)]?.roomId,
    rule: `FREQ=DAILY;COUNT=${DATES}`,
    firstStart: `${date}T${clock(at)}`,
    firstEnd: `${date}T${clock(at + 1)}`,
    people: 4,
    equipment: [{ kind: "laptop", quantity: 2 }],
    purpose: key,
  };
  return {
    key,
    path: "/api/v1/series",
    json,
    token: tokenOf(people),
    outcome: "unknown",
    id: null,
  };
}

function tokenOf(people: Network["people"]): string {
  return people[below(people.length)]?.token ?? "";
}

async function ask(web: Web, asked: Asked): Promise<void> {
  web.log.asked.push(asked);
  const { path, json, token, key } = asked;
  const { outcome, body } = await send(web, { path, method: "POST", token, json, key });
  asked.outcome = outcome;
  if (outcome !== "ok") return;
  asked.id = JSON.parse(body).id;
  noteMade(web.log, asked);
}

export function noteMade(log: Log, { id, path, json, token }: Asked): void {
  if (!id) return;
  if (path === "/api/v1/bookings")
    log.made({ id, kind: "booking", token }, `confirmed ${json.start}`);
  else log.made({ id, kind: "series", token }, `booked ${String(json.firstStart).slice(11)}`);
}

type Sent = { path: string; method: string; token: string; json?: unknown; key?: string };

export async function send(
  { url, log, isKilled }: Pick<Web, "url" | "log" | "isKilled">,
  { path, key, ...sent }: Sent,
): Promise<{ outcome: Outcome; status: number; body: string }> {
  const headers: Record<string, string> = key ? { "idempotency-key": key } : {};
  const { status, body } = await call({ url: `${url}${path}`, headers, ...sent }).catch(() => ({
    status: 0,
    body: "",
  }));
  const outcome =
    status >= 200 && status < 300 ? "ok" : status >= 400 && status < 500 ? "refused" : "unknown";
  if (outcome === "unknown" && !isKilled()) log.faults.push(`${sent.method} ${path}: ${status}`);
  log.note(outcome);
  return { outcome, status, body };
}

/** Where staff work: a room that needs their answer, and what they know of it. */
export type Desk = {
  db: () => Database;
  log: Log;
  staff: PersonActor;
  learner: PersonActor;
  room: { roomId: string; spaceId: string };
};

/** Staff at another process: requests, answers to them, and closures that displace both. */
export async function deskDeed(desk: Desk): Promise<void> {
  const { log, room, learner, staff } = desk;
  const as = (actor: PersonActor): Context => ({
    actor,
    db: desk.db(),
    now: Temporal.Now.instant(),
    requestId: "crash",
  });
  const choice = below(10);
  if (choice < 5) {
    const start = startOf();
    const request = { start, end: start.add({ hours: 1 }), people: 2, equipment: [], purpose: "" };
    const [outcome, booking] = await tried(log, () =>
      requestBooking(as(learner), { roomId: room.roomId, ...request }, crypto.randomUUID()),
    );
    if (outcome === "ok" && booking)
      log.made({ id: booking.id, kind: "booking", token: "" }, `requested ${start}`);
    return;
  }
  if (choice < 8) {
    const asked = log.some("booking", "requested");
    if (!asked) return;
    const confirm = below(2) === 0;
    const { id, version } = asked;
    const settle = log.changing(
      asked,
      confirm ? [...asked.states].join().replace("requested", "confirmed") : "refused",
    );
    const [outcome] = await tried(log, () => answerRequest(as(staff), id, { confirm, version }));
    settle(outcome);
    return;
  }
  const from = day().toPlainDateTime({ hour: hour() + 1 });
  const plan = {
    spaceId: room.spaceId,
    roomIds: [room.roomId],
    from,
    to: from.add({ hours: 3 }),
    repeat: "once" as const,
    until: null,
    reason: "x",
  };
  const [, preview] = await tried(log, () => previewClosure(as(staff), plan));
  if (!preview) return;
  const displaced = preview.displaced.map(({ id }) => id);
  const settle = displaced.map((id) => log.changing({ id }, "cancelled"));
  const [outcome, closure] = await tried(log, () => closeRooms(as(staff), plan, displaced));
  for (const each of settle) each(outcome);
  if (!closure) return;
  await tried(log, () => reopen(as(staff), closure.id));
}

async function tried<T>(log: Log, run: () => Promise<T>): Promise<[Outcome, T?]> {
  try {
    const result = await run();
    log.note("ok");
    return ["ok", result];
  } catch (error) {
    const outcome = error instanceof DomainError ? "refused" : "unknown";
    log.note(outcome);
    return [outcome];
  }
}
