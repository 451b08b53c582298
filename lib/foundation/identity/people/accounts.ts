import { eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { people, roleAssignments } from "#db/schema/identity.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Role } from "../context.ts";
import { nameFrom } from "../rules.ts";

/** What the ways of signing in need to know of an account. */
export type Account = {
  id: string;
  hasPassword: boolean;
  disabledAt: Temporal.Instant | null;
  roles: { role: Role }[];
};

export function accountByEmail(db: Database, email: string): Promise<Account | null> {
  return accountWhere(db, eq(sql`lower(${people.email})`, email.toLowerCase()));
}

export function accountById(db: Database, id: string): Promise<Account | null> {
  return accountWhere(db, eq(people.id, id));
}

/** The account of this address, made now if there is none; two who ask at once get the same one. */
export async function madeForEmail(
  db: Database,
  { email, locale, displayName }: { email: string; locale: Locale; displayName?: string },
): Promise<Account> {
  await db
    .insert(people)
    .values({ email, locale, displayName: displayName ?? nameFrom(email) })
    .onConflictDoNothing();
  const account = await accountByEmail(db, email);
  if (!account) throw new Error("an account that was just made is not there");
  return account;
}

/**
 * Somebody without an account, of whom a name is known and how they are reached.
 *
 * @returns their id
 */
export async function addGuest(
  db: Database,
  guest: {
    displayName: string;
    contactEmail: string | null;
    phone?: string | null;
    locale: Locale;
  },
): Promise<string> {
  const [person] = await db.insert(people).values(guest).returning({ id: people.id });
  if (!person) throw new Error("no guest came back");
  return person.id;
}

async function accountWhere(db: Database, condition: SQL): Promise<Account | null> {
  const [found] = await db
    .select({
      id: people.id,
      hasPassword: sql<boolean>`${people.passwordHash} is not null`,
      disabledAt: people.disabledAt,
      roles: sql<
        { role: Role }[]
      >`coalesce((select jsonb_agg(jsonb_build_object('role', ${roleAssignments.role}))
        from ${roleAssignments} where role_assignment.person_id = person.id), '[]'::jsonb)`,
    })
    .from(people)
    .where(condition);
  return found ?? null;
}
