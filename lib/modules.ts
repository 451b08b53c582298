/*
 * The modules of the house, from the ground up: a module imports only from those above it in this list. The worker, the policy, the
 * menus, the copy of one's own data and the tests of imports and tables read it. A new module is a folder and a line here.
 */

import { allocation } from "./booking/allocation/module.ts";
import { bookings } from "./booking/bookings/module.ts";
import { calendars } from "./booking/calendars/module.ts";
import { closures } from "./booking/closures/module.ts";
import { guests } from "./booking/guests/module.ts";
import { search } from "./booking/search/module.ts";
import { series } from "./booking/series/module.ts";
import { privacy } from "./evidence/privacy/module.ts";
import { research } from "./evidence/research/module.ts";
import { consent } from "./foundation/consent/module.ts";
import { identity } from "./foundation/identity/module.ts";
import { notifications } from "./foundation/notifications/module.ts";
import type { Operation } from "./foundation/platform/http/operation.ts";
import { platform } from "./foundation/platform/module.ts";
import { webhooks } from "./foundation/webhooks/module.ts";
import { attendance } from "./learning/attendance/module.ts";
import { awards } from "./learning/badges/awards/module.ts";
import { backpack } from "./learning/badges/backpack/module.ts";
import { benchmark } from "./learning/badges/benchmark/module.ts";
import { classes } from "./learning/badges/classes/module.ts";
import { competences } from "./learning/badges/competences/module.ts";
import { credentials } from "./learning/badges/credentials/module.ts";
import { endorsements } from "./learning/badges/endorsements/module.ts";
import { verification } from "./learning/badges/verification/module.ts";
import { sessions } from "./learning/sessions/module.ts";
import { visits } from "./learning/visits/module.ts";
import type { Duties, Module } from "./module.ts";
import { operations } from "./operations/module.ts";
import { actors } from "./places/actors/module.ts";
import { exchange } from "./places/exchange/module.ts";
import { occupancy } from "./places/occupancy/module.ts";
import { overlays } from "./places/overlays/module.ts";
import { partners } from "./places/partners/module.ts";
import { spaces } from "./places/spaces/module.ts";
import { journal } from "./practice/journal/module.ts";
import { practices } from "./practice/practices/module.ts";
import { prototypes } from "./practice/prototypes/module.ts";

export const MODULES = {
  "foundation/i18n": {},
  "foundation/platform": platform,
  "foundation/ical": {},
  "foundation/identity": identity,
  "foundation/consent": consent,
  "foundation/notifications": notifications,
  "foundation/webhooks": webhooks,
  "places/spaces": spaces,
  "places/exchange": exchange,
  "places/overlays": overlays,
  "places/occupancy": occupancy,
  "places/actors": actors,
  "places/partners": partners,
  "booking/allocation": allocation,
  "booking/search": search,
  "booking/guests": guests,
  "booking/bookings": bookings,
  "booking/closures": closures,
  "booking/series": series,
  "booking/calendars": calendars,
  "learning/sessions": sessions,
  "learning/visits": visits,
  "learning/attendance": attendance,
  "learning/badges/credentials": credentials,
  "learning/badges/verification": verification,
  "learning/badges/competences": competences,
  "learning/badges/classes": classes,
  "learning/badges/benchmark": benchmark,
  "learning/badges/awards": awards,
  "learning/badges/endorsements": endorsements,
  "learning/badges/backpack": backpack,
  "evidence/research": research,
  "evidence/privacy": privacy,
  "practice/practices": practices,
  "practice/prototypes": prototypes,
  "practice/journal": journal,
  demonstration: {},
  operations,
  worker: {},
  cli: {},
} as const satisfies Record<string, Module>;

type Modules = (typeof MODULES)[keyof typeof MODULES];

/** The names in one part of any module. */
export type NamesIn<Part extends "policy" | "jobs" | "loops"> = Modules extends infer Each
  ? Each extends { [part in Part]: infer Names }
    ? keyof Names & string
    : never
  : never;

/** The names that any module lists in one of its parts. */
export type ListedIn<Part extends ListPart> = Modules extends infer Each
  ? Each extends { [part in Part]: readonly (infer Name)[] }
    ? Name & string
    : never
  : never;

type ListPart = "mails" | "auditActions" | "webhookEvents";

/** Queued letters, by what puts them into words. */
export type MailTemplate = ListedIn<"mails">;

/** What the audit log says that was done. */
export type AuditAction = ListedIn<"auditActions">;

/** Names of the events that are sent to webhook addresses. */
export type WebhookEvent = ListedIn<"webhookEvents">;

/** Everything that the modules list in one of their parts. */
export function everyListed<Part extends ListPart>(part: Part): ListedIn<Part>[] {
  const names: string[] = modules().flatMap((module) => [...(module[part] ?? [])]);
  return names as ListedIn<Part>[];
}

/** One part of every module that has it, together. */
export function everyPart<Part extends "policy" | "jobs" | "loops">(
  part: Part,
): Readonly<Record<NamesIn<Part>, NonNullable<Module[Part]>[string]>> {
  return Object.assign({}, ...modules().map((module) => module[part] ?? {}));
}

/** The modules as what they all are. */
export function modules(): Module[] {
  return Object.values(MODULES);
}

/** What the modules do for the others, in the order of the list. */
export async function everyDuty(): Promise<Duties[]> {
  const read = await Promise.all(modules().flatMap(({ duties }) => (duties ? [duties()] : [])));
  return read.map(({ duties }) => duties);
}

/** Every route under /api/v1, in the order of the list. */
export async function everyOperation(): Promise<Operation[]> {
  const read = await Promise.all(
    modules().flatMap(({ operations }) => (operations ? [operations()] : [])),
  );
  return read.flatMap(({ operations }) => [...operations]);
}

/** The module that owns a table or view; undefined for one that nobody owns. */
export function ownerOf(relation: string): string | undefined {
  return Object.entries<Module>(MODULES).find(
    ([, { tables = [], views = [] }]) => tables.includes(relation) || views.includes(relation),
  )?.[0];
}

/** Where a file stands: its module, or the folder at the root; a file at the root is `app`. */
export function homeOf(path: string): string {
  const [first = ""] = path.split("/");
  if (!path.includes("/")) return "app";
  return Object.keys(MODULES).find((name) => path.startsWith(`lib/${name}/`)) ?? first;
}
