import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { LOCALES } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { authorise } from "#lib/foundation/identity/permission/policy.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { writeWhole } from "#lib/foundation/platform/files/files.ts";
import { makeFolder } from "#lib/foundation/platform/files/folder.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { mentions } from "#lib/foundation/platform/text/mentions.ts";

/** What the file beside a message says of it. */
const kept = z.object({
  id: z.string(),
  to: z.string(),
  /** That of whoever it is to; those kept from before it was written down have none. */
  locale: z.enum(LOCALES).optional(),
  subject: z.string(),
  text: z.string(),
  at: z.string().transform((text) => Temporal.Instant.from(text)),
  /** The ids of people whose name or words are in it, beside whoever it is to. */
  speaksOf: z.array(z.string()).default([]),
});

export type KeptMail = z.output<typeof kept>;

export const MAILS_A_PAGE = 10;
/** Messages that are kept: the newest. Some more may lie there until they are counted again. */
const MOST_KEPT = 500;
const SOME_MORE = 50;

/**
 * Where mail lands while there is no SMTP server: a message as it would have left, and what a page
 * shows of it.
 */
function outboxFolder(): string {
  return join(settings().dataDir, "outbox");
}

/** Keeps a message in that folder, each file whole or not at all; one pair of files for each id. */
export async function keepMail(mail: z.input<typeof kept>, message: Buffer): Promise<void> {
  const folder = outboxFolder();
  makeFolder(folder);
  for (const [ending, content] of [
    ["eml", message],
    ["json", JSON.stringify(mail)],
  ] as const)
    await writeWhole(join(folder, `${mail.id}.${ending}`), content);
  await forgetOldest(folder);
}

/**
 * Keeps the folder bounded: the oldest messages go, and drafts of a process that died while it
 * wrote.
 */
async function forgetOldest(folder: string, most = MOST_KEPT): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= 2 * (most + SOME_MORE)) return;
  const aged = await Promise.all(
    names.map(async (name) => ({
      name,
      at: await stat(join(folder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    })),
  );
  const oldest = aged.sort((one, other) => other.at - one.at).slice(2 * most);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}

/**
 * Takes away what was written to an address, names it or speaks of a person. An address that only
 * ends or begins alike is another one.
 *
 * @param trace an address, or the id of a person
 */
export async function forgetMail(trace: string): Promise<void> {
  const names = await readdir(outboxFolder()).catch(() => []);
  for (const name of names.filter((file) => file.endsWith(".json"))) {
    const file = join(outboxFolder(), name);
    // One that cannot be read is gone already, or no message of ours.
    const mail = await readKept(name).catch(() => null);
    if (!mail) continue;
    const { to, subject, text, speaksOf } = mail;
    if (![to, subject, text, ...speaksOf].some((part) => mentions(part, trace))) continue;
    await rm(file.replace(/json$/, "eml"), { force: true });
    await rm(file, { force: true });
  }
}

/**
 * The demonstration's mail, newest first.
 *
 * @throws DomainError not_found where mail really leaves
 */
export async function listMail(
  ctx: Context,
  page: number,
): Promise<{ items: KeptMail[]; total: number }> {
  authoriseReader(ctx);
  const files = await readdir(outboxFolder()).catch(() => []);
  const mails = await Promise.all(files.filter((name) => name.endsWith(".json")).map(readKept));
  mails.sort((one, other) => Temporal.Instant.compare(other.at, one.at));
  return {
    items: mails.slice((page - 1) * MAILS_A_PAGE, page * MAILS_A_PAGE),
    total: mails.length,
  };
}

/** A message of the demonstration as it would have left. @throws DomainError not_found */
export async function readMessage(ctx: Context, id: string): Promise<Buffer> {
  authoriseReader(ctx);
  const known = z.uuid().safeParse(id);
  const message = known.success
    ? await readFile(join(outboxFolder(), `${known.data}.eml`)).catch(() => null)
    : null;
  if (!message) throw new DomainError("not_found", { code: "notifications.unknown" });
  return message;
}

/** @throws DomainError not_found where mail really leaves; forbidden */
function authoriseReader({ actor }: Context): void {
  if (!settings().demo) throw new DomainError("not_found", { code: "notifications.unknown" });
  authorise(actor, "mailbox.read");
}

async function readKept(name: string): Promise<KeptMail> {
  return kept.parse(JSON.parse(await readFile(join(outboxFolder(), name), "utf8")));
}
