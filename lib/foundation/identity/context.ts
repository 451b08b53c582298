import type { Database } from "#db/client.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Client } from "./sign-in/client.ts";

export const SPACE_ROLES = ["learner", "facilitator", "manager"] as const;
export const NETWORK_ROLES = ["researcher", "partner", "administrator"] as const;

export type Role = (typeof SPACE_ROLES)[number] | (typeof NETWORK_ROLES)[number];

/** A role in one space, or in the whole network when `spaceId` is null. */
export type HeldRole = { role: Role; spaceId: string | null };

/** How somebody signed in. */
export const METHODS = ["demonstration", "code", "card", "password", "organisation"] as const;

export type Method = (typeof METHODS)[number];

export type PersonActor = {
  kind: "person";
  personId: string;
  displayName: string;
  locale: Locale;
  roles: HeldRole[];
  /** What an access token may do; null for somebody who signed in. */
  scopes: string[] | null;
  /** What opened the login session; absent where there is none. */
  method?: Method;
  /** After how long without use that session ends. */
  idleMinutes?: number;
};

export type Actor = { kind: "visitor" } | PersonActor | { kind: "system"; name: string };

/** How the token of a device begins: it stands for a door, and names no person. */
export const DEVICE_TOKEN = "kiosk_";

/** Who asks and from where, when it is, and where the data is. */
export type Context = {
  actor: Actor;
  now: Temporal.Instant;
  db: Database;
  requestId: string;
  /** The language of the page, or the one that a program asks for. */
  locale?: Locale;
  /** Absent for jobs and the command line. */
  client?: Client;
};

/** The language in which this reader is answered. */
export function languageOf({ actor, locale }: Pick<Context, "actor" | "locale">): Locale {
  return locale ?? (actor.kind === "person" ? actor.locale : "en");
}

/**
 * The name under which an actor stands in the audit log and in idempotency keys: an id, never a
 * person's name.
 */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case "visitor":
      return "visitor";
    case "person":
      return `person:${actor.personId}`;
    case "system":
      return `system:${actor.name}`;
  }
}
