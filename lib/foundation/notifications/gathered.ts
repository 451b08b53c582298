import { z } from "zod";
import type { Database } from "#db/client.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose, Invitation, Mail } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { lastMethod } from "./calendar-messages.ts";

/**
 * Invitations to what is new that come with one letter: a reader with more takes the address of
 * their own calendar.
 */
const MOST_NEW_INVITATIONS = 20;

const gathered = z.object({
  letters: z.array(z.object({ template: z.string(), data: z.record(z.string(), z.unknown()) })),
});

/**
 * One letter in place of several that one piece of work would send to one person: what happened,
 * and under it the dates it happened to. Each letter is composed as if it left alone; what a
 * calendar has of the dates is put right by files that come with it.
 */
export function composeGathered(templates: Record<string, Compose>): Compose {
  return async (db, message) => {
    const { locale, personId } = message;
    const mails = await composed(templates, db, message);
    const [only] = mails;
    if (!only) return null;
    if (mails.length === 1) return only;

    const t = translator(locale, "notifications");
    const { invitations, isAll } = await attached(db, mails, personId ?? null);
    const subject = t("many.subject", { count: mails.length });
    const address = `${settings().publicUrl}/${locale}/me`;
    const files = [
      invitations.length > 0 ? t("many.files") : null,
      isAll ? null : t("many.calendar", { link: `${settings().publicUrl}/${locale}/me/calendars` }),
    ].filter((line) => line !== null);
    return {
      subject,
      short: `${subject} ${address}`,
      text: [subject, "", ...listOf(mails), ...files, address].join("\n"),
      speaksOf: mails.flatMap(({ speaksOf = [] }) => speaksOf),
      ...(invitations.length > 0 ? { invitations } : {}),
    };
  };
}

/** The letters that are gathered in a message, without those that have nothing to say any more. */
async function composed(
  templates: Record<string, Compose>,
  db: Database,
  message: Parameters<Compose>[1],
): Promise<Mail[]> {
  const mails: Mail[] = [];
  for (const { template, data } of gathered.parse(message.data).letters) {
    const mail = await templates[template]?.(db, { ...message, template, data });
    if (mail) mails.push(mail);
  }
  return mails;
}

/**
 * Headings, and under each its dates in order of time; a letter that has no such line stands as it
 * is.
 */
function listOf(mails: Mail[]): string[] {
  const listed = mails.flatMap(({ inList }) => inList ?? []);
  const others = mails.filter(({ inList }) => !inList);
  const byHeading = Map.groupBy(listed, ({ heading }) => heading);
  return [
    ...[...byHeading].flatMap(([heading, dates]) => [
      heading,
      ...dates
        .toSorted((one, other) => one.at.localeCompare(other.at))
        .map(({ line }) => `- ${line}`),
      "",
    ]),
    ...others.flatMap(({ text }) => [text, ""]),
  ];
}

/**
 * What the reader's calendar knows already is always put right; what is new comes along while it is
 * little.
 */
async function attached(
  db: Database,
  mails: Mail[],
  personId: string | null,
): Promise<{ invitations: Invitation[]; isAll: boolean }> {
  const all = mails.flatMap(({ invitation }) => invitation ?? []);
  if (all.length <= MOST_NEW_INVITATIONS) return { invitations: all, isAll: true };
  const known: Invitation[] = [];
  for (const invitation of all) {
    const isKnown =
      invitation.method === "CANCEL" ||
      (await lastMethod(db, { personId, ...invitation })) !== null;
    if (isKnown) known.push(invitation);
  }
  return { invitations: known, isAll: known.length === all.length };
}
