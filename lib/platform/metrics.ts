import { timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { database } from "./database.ts";
import { withoutSecrets } from "./redact.ts";

// Next evaluates a module once per bundle; the figures are one set per process.
const shared = globalThis as { triviumMetrics?: ReturnType<typeof makeMetrics> };

/** What this process counts. Labels hold route templates and codes: never an id, a name or an address. */
export function metrics() {
  shared.triviumMetrics ??= makeMetrics();
  return shared.triviumMetrics;
}

function makeMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "trivium_" });
  const registers = [registry];
  new Gauge({
    name: "trivium_outbox_waiting",
    help: "Messages written and not sent yet",
    registers,
    async collect() {
      const { rows } = await database().db.execute<{ waiting: number }>(
        sql`select count(*)::int as waiting from outbox_message where sent_at is null`,
      );
      this.set(rows[0]?.waiting ?? 0);
    },
  });
  new Gauge({
    name: "trivium_database_connections",
    help: "Connections of this process's pool",
    labelNames: ["state"],
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = database().pool;
      this.set({ state: "open" }, totalCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waited_for" }, waitingCount);
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: "trivium_http_request_seconds",
      help: "Answers of the HTTP API",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    securityEvents: new Counter({
      name: "trivium_security_events_total",
      help: "Refusals that may be an attack: failed sign-ins, tokens, rights, limits",
      labelNames: ["event", "code"],
      registers,
    }),
    bookings: new Counter({
      name: "trivium_bookings_total",
      help: "Bookings asked for, by what came of it",
      labelNames: ["outcome"],
      registers,
    }),
  };
}

/** Compares without telling, by how long it takes, how much was right. */
export function isMetricsToken(given: string | null, wanted: string): boolean {
  const [one, other] = [`${given}`, `Bearer ${wanted}`].map((text) => Buffer.from(text)) as [Buffer, Buffer];
  return one.length === other.length && timingSafeEqual(one, other);
}

const ID = /^([0-9a-f]{8}-[0-9a-f-]{27}|\d+)$/i;
const SLUG_AFTER = ["spaces", "calendar", "practices", "badges", "issuers", "status", "kiosk"];

/** `/api/v1/spaces/la-fabrique/events` becomes `/api/v1/spaces/:slug/events`: a label must not name anybody or grow without end. */
export function routeTemplate(pathname: string): string {
  return withoutSecrets(pathname)
    .split("/")
    .map((part, index, parts) => {
      if (ID.test(part)) return ":id";
      return SLUG_AFTER.includes(parts[index - 1] ?? "") ? ":slug" : part;
    })
    .join("/");
}
