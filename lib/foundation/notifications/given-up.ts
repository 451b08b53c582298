import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { recordAudit } from "#lib/foundation/identity/audit/audit.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { faultOf } from "#lib/foundation/platform/errors/fault.ts";
import { masked } from "#lib/foundation/platform/text/masked.ts";
import { ATTEMPTS } from "./deliver.ts";

/** How a message goes: to a telephone where its reader has no e-mail address. */
export const CHANNELS = ["mail", "text"] as const;

export type Channel = (typeof CHANNELS)[number];

export type OutboxState = {
  /** Not sent yet and still tried. */
  waiting: number;
  /**
   * Since when the oldest of these waits for its first try or a later one, in seconds; 0 where none
   * waits.
   */
  oldestSeconds: number;
  /**
   * Of those that wait, how many were tried and could not leave, and why the last of these could
   * not.
   */
  failing: number;
  fault: string | null;
  /** Tried as often as it is. */
  givenUp: number;
};

const IS_GIVEN_UP = sql`message.sent_at is null and message.attempts >= ${ATTEMPTS}`;
const ADDRESS = sql`coalesce(reader.email, reader.contact_email, message.to_email)`;
const CHANNEL = sql`case when ${ADDRESS} is null and reader.phone is not null then 'text' else 'mail' end`;
const WITH_READER = sql`outbox_message message left join identity_person reader
  on reader.id = message.person_id`;

/**
 * Faults that differ in a number of the mail server's own, such as the name of its queue, are one.
 */
const FAULT_KEY: SQL = sql`md5(regexp_replace(coalesce(message.last_error, ''), '\\w*\\d[\\w-]{5,}', '…', 'g'))`;

/** How many messages wait and were given up, by how they go. */
export async function outboxState(db: Database): Promise<Record<Channel, OutboxState>> {
  const rows = await rowsOf<OutboxState & { channel: Channel }>(
    db,
    sql`
      select ${CHANNEL} as channel,
        count(*) filter (where attempts < ${ATTEMPTS})::int as waiting,
        coalesce(extract(epoch from now() - min(message.created_at) filter
          (where attempts < ${ATTEMPTS})), 0)::int as oldest_seconds,
        count(*) filter (where attempts between 1 and ${ATTEMPTS} - 1)::int as failing,
        (array_agg(last_error
        order by next_attempt_at desc) filter (where attempts between 1 and ${ATTEMPTS}
          - 1))[1] as fault,
        count(*) filter (where attempts >= ${ATTEMPTS})::int as given_up
      from ${WITH_READER} where message.sent_at is null group by 1`,
  );
  const none = { waiting: 0, oldestSeconds: 0, failing: 0, fault: null, givenUp: 0 };
  const of = (wanted: Channel) => {
    const { channel: _, ...state } = rows.find(({ channel }) => channel === wanted) ?? {
      channel: wanted,
      ...none,
    };
    return { ...state, fault: state.fault === null ? null : faultOf(state.fault) };
  };
  return { mail: of("mail"), text: of("text") };
}

export type GivenUpLetter = {
  id: string;
  /** What it is about: the first word of its template. */
  kind: string;
  channel: Channel;
  /** So much of the address as tells which one is meant. */
  to: string;
  createdAt: Temporal.Instant;
};

/** Letters that were given up for one reason. */
export type FaultyLetters = {
  /** Names the reason: the same for every letter of the group. */
  key: string;
  fault: string;
  count: number;
  /** The newest of them. */
  letters: GivenUpLetter[];
};

const LETTERS_SHOWN = 5;
const FAULTS_SHOWN = 10;

/**
 * Letters that were tried as often as they are and did not leave, by their fault, the most frequent
 * first.
 */
export async function lettersGivenUp(ctx: Context): Promise<FaultyLetters[]> {
  authorise(ctx.actor, "network.run");
  const rows = await rowsOf<{
    key: string;
    fault: string;
    count: number;
    letters: {
      id: string;
      template: string;
      channel: Channel;
      address: string;
      createdAt: string;
    }[];
  }>(
    ctx.db,
    sql`
      with given_up as (
        select message.id, message.template, message.created_at, message.last_error,
          ${FAULT_KEY} as key, ${CHANNEL} as channel,
          coalesce(${ADDRESS}, reader.phone, '') as address,
          row_number() over (partition by ${FAULT_KEY}
          order by message.created_at desc, message.id) as nth
        from ${WITH_READER} where ${IS_GIVEN_UP})
      select key, max(last_error) as fault, count(*)::int as count,
        jsonb_agg(jsonb_build_object('id', id, 'template', template, 'channel', channel, 'address',
        address,
          'createdAt', created_at) order by nth) filter (where nth <= ${LETTERS_SHOWN}) as letters
      from given_up group by key order by count(*) desc, key limit ${FAULTS_SHOWN}`,
  );
  return rows.map(({ key, fault, count, letters }) => ({
    key,
    fault: faultOf(fault ?? ""),
    count,
    letters: letters.map(({ id, template, channel, address, createdAt }) => ({
      id,
      kind: template === "identity-code" ? "code" : (template.split("-")[0] ?? ""),
      channel,
      to: masked(address),
      createdAt: Temporal.Instant.from(createdAt),
    })),
  }));
}

/** One letter, all of one fault, or all there are. */
export type LettersToSend = { id: string } | { faultKey: string } | "all";

/**
 * Has letters that were given up tried anew, from now. What left meanwhile, or is tried again
 * already, is not among them: the row of a letter is locked by whoever sends it, and asked again
 * after the wait.
 *
 * @returns how many
 * @throws DomainError conflict when there is none
 */
export async function sendLettersAgain(ctx: Context, which: LettersToSend): Promise<number> {
  authorise(ctx.actor, "network.run");
  const asked =
    which === "all"
      ? sql`true`
      : "id" in which
        ? sql`message.id = ${which.id}::uuid`
        : sql`${FAULT_KEY} = ${which.faultKey}`;
  return transaction(ctx.db, async (db) => {
    const { rowCount } = await db.execute(sql`
      update outbox_message message
      set attempts = 0, next_attempt_at = ${ctx.now.toString()}::timestamptz
      where ${IS_GIVEN_UP} and ${asked}`);
    const count = rowCount ?? 0;
    if (count === 0) throw new DomainError("conflict", { code: "operations.nothing_to_send" });
    await recordAudit(db, {
      actor: ctx.actor,
      action: "outbox.sent_again",
      spaceId: null,
      subject: which === "all" ? "outbox" : "id" in which ? which.id : which.faultKey,
      data: { count },
    });
    return count;
  });
}
