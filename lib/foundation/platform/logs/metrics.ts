import { timingSafeEqual } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { rowsOf } from "#db/rows.ts";
import { database, probe } from "../database/database.ts";
import { withoutSecrets } from "./redact.ts";

// Next evaluates a module once per bundle; the figures are one set per process.
const shared = globalThis as { triviumMetrics?: ReturnType<typeof makeMetrics> };

/**
 * What this process counts. Labels hold route templates and codes: never an id, a name or an
 * address.
 */
export function metrics() {
  shared.triviumMetrics ??= makeMetrics();
  return shared.triviumMetrics;
}

function makeMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "trivium_" });
  const registers = [registry];
  new Gauge({
    name: "trivium_database_up",
    help: "Whether the database answers in time: 1 or 0",
    registers,
    async collect() {
      this.set((await asked(sql`select 1`)) ? 1 : 0);
    },
  });
  new Gauge({
    name: "trivium_database_connections",
    help: "Connections of this process's pool",
    labelNames: ["state"],
    registers,
    collect() {
      const { totalCount, idleCount, waiting } = database().pool;
      this.set({ state: "open" }, totalCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waited_for" }, waiting);
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
    trouble: new Counter({
      name: "trivium_trouble_total",
      help: "Requests and jobs that met something that was not well: a full pool, a lock, a full disk, no database",
      labelNames: ["trouble"],
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

/**
 * Asks the database on the connection that is kept for it, for a figure.
 *
 * @returns null when it does not answer in time: the other figures are told all the same
 */
export async function asked<Row extends Record<string, unknown>>(
  question: SQL,
): Promise<Row[] | null> {
  try {
    return (await rowsOf<Row>(probe().db, question)) as unknown as Row[];
  } catch {
    return null;
  }
}

/** Compares without telling, by how long it takes, how much was right. */
export function isMetricsToken(given: string | null, wanted: string): boolean {
  const [one, other] = [`${given}`, `Bearer ${wanted}`].map((text) => Buffer.from(text)) as [
    Buffer,
    Buffer,
  ];
  return one.length === other.length && timingSafeEqual(one, other);
}

const ID = /^([0-9a-f]{8}-[0-9a-f-]{27}|\d+)$/i;
const SLUG_AFTER = [
  "spaces",
  "calendar",
  "practices",
  "prototypes",
  "journals",
  "badges",
  "issuers",
  "status",
  "kiosk",
];

/**
 * `/api/v1/spaces/la-fabrique/events` becomes `/api/v1/spaces/:slug/events`: a label must not name
 * anybody or grow without end.
 */
export function routeTemplate(pathname: string): string {
  if (plain.has(pathname)) return pathname;
  const template = withoutSecrets(pathname)
    .split("/")
    .map((part, index, parts) => {
      if (ID.test(part)) return ":id";
      return SLUG_AFTER.includes(parts[index - 1] ?? "") ? ":slug" : part;
    })
    .join("/");
  if (template === pathname && plain.size < PLAIN_KEPT && pathname.length < PLAIN_LENGTH)
    plain.add(pathname);
  return template;
}

/**
 * Addresses that are their own templates, as most of the API are: they hold nothing secret, and are
 * not searched for it at each request.
 */
const plain = new Set<string>();
const PLAIN_KEPT = 500;
/** In characters: nobody fills the memory with what they ask for. */
const PLAIN_LENGTH = 100;

/**
 * What many requests have in common: the method, and the template of the address in whatever
 * language.
 */
export function doorOf(method: string, pathname: string): string {
  return `${method} ${routeTemplate(pathname.replace(/^\/(nl|fr|en)(?=\/|$)/, "/:locale"))}`;
}
