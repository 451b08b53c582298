import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { MailTemplate } from "#lib/modules.ts";

/**
 * To a person, in whatever language they read by then; or to an address, in the language it was
 * written from.
 */
export type NewMessage = { template: MailTemplate; data: Record<string, unknown> } & (
  | { personId: string }
  | { toEmail: string; locale: Locale }
);

/**
 * Queues a message in the caller's transaction: it leaves if, and only if, that transaction is
 * committed.
 */
export async function enqueue(db: Database, message: NewMessage): Promise<void> {
  await db.execute(messageRow(message));
}

/** An `insert` that queues a message, as part of a larger statement. */
export function messageRow({ template, data, ...to }: NewMessage): SQL {
  const { personId, toEmail, locale } = { personId: null, toEmail: null, locale: null, ...to };
  return sql`insert into outbox_message (template, data, person_id, to_email, locale)
    values (${template}, ${JSON.stringify(data)}::jsonb, ${personId}::uuid, ${toEmail}, ${locale})`;
}

/**
 * Messages to people, one for each row of a query, as part of a larger statement.
 *
 * @param rows the data and the person's id, in this order
 */
export function messageRows(template: MailTemplate, rows: SQL): SQL {
  return sql`insert into outbox_message (template, data, person_id)
    select ${template}::text, of.data, of.person_id from (${rows}) of (data, person_id)`;
}

/**
 * Takes the `message` that somebody wrote out of letters to others.
 *
 * @param requests selects the ids, as text, that such letters have as `request`
 */
export function withoutWords(template: MailTemplate, requests: SQLWrapper): SQL {
  return sql`update outbox_message set data = data || '{"message": ""}'
    where template = ${template} and data ->> 'request' in ${requests}`;
}

/**
 * Does one piece of work whose letters leave together: whoever would get several gets one that
 * lists them. Inside another such piece of work it is part of that one.
 *
 * @param db a transaction: the letters are those that are queued in it meanwhile
 * @param from how many letters to one person become one: what is fewer leaves as it is
 */
export async function asOneLetter<T>(
  db: Database,
  work: () => Promise<T>,
  { from = 2 }: { from?: number } = {},
): Promise<T> {
  const rows = await rowsOf<{ outer: string | null }>(
    db,
    sql`select nullif(current_setting('trivium.work', true), '') as outer`,
  );
  if (rows[0]?.outer) return work();
  const workId = crypto.randomUUID();
  await db.execute(sql`select set_config('trivium.work', ${workId}, true)`);
  const result = await work();
  await db.execute(sql`select set_config('trivium.work', '', true)`);
  await db.execute(sql`
    with own as (select id, person_id, template, data from outbox_message
      where work_id = ${workId} and person_id is not null and sent_at is null),
    many as (select person_id from own group by person_id having count(*) >= ${from}),
    gone as (delete from outbox_message using own join many using (person_id)
    where outbox_message.id = own.id)
    insert into outbox_message (template, person_id, data)
    select ${GATHERED}::text, person_id, jsonb_build_object('letters',
      jsonb_agg(jsonb_build_object('template', template, 'data', data) order by template, id))
    from own join many using (person_id) group by person_id`);
  return result;
}

/** The template of a letter that stands for several. */
export const GATHERED = "gathered";

/** A message in words, ready to leave. */
export type Mail = {
  subject: string;
  text: string;
  /**
   * What is sent to a telephone, a link at its end at most: 160 characters. Without one, the
   * subject is sent.
   */
  short?: string;
  invitation?: Invitation;
  /** Of several events, as files beside the letter. */
  invitations?: Invitation[];
  /**
   * The ids of people whose name or words it takes to somebody else: where letters are kept as
   * files, it goes with them.
   */
  speaksOf?: readonly string[];
  /**
   * How it is said among others in one letter: what happened, and the one date it happened to,
   * which begins at a moment.
   */
  inList?: { heading: string; line: string; at: string };
};

/**
 * An iCalendar object; its method tells the reader's calendar what to do with it. What it was about
 * is noted when it has left.
 */
export type Invitation = {
  method: "REQUEST" | "CANCEL";
  content: string;
  uid: string;
  recurrenceId: string | null;
  sequence: number;
};

/** Puts a queued message into words; null when a newer one says it better. */
export type Compose = (
  db: Database,
  message: {
    template: string;
    data: Record<string, unknown>;
    locale: Locale;
    to: string;
    /** Who reads it; null for an address without a person. */
    personId?: string | null;
  },
) => Promise<Mail | null>;
