import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";

type Letter = { id: string; to: string; subject: string; text: string; at: string };

const folder = join(process.env.E2E_DATA_DIR ?? ".data-e2e", "outbox");

function lettersTo(address: string): Letter[] {
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.startsWith("."));
  } catch {}
  return names
    .map((name): Letter => JSON.parse(readFileSync(join(folder, name), "utf8")))
    .filter(({ to }) => to === address)
    .sort((one, other) => other.at.localeCompare(one.at));
}

/**
 * The newest letter to an address that was written since; the worker needs a moment. Letters about
 * other things may leave in between: whoever waits for one says what it holds.
 *
 * @param subject what its subject says
 * @param invitation what its calendar part says
 */
export async function newestLetter(
  address: string,
  since: string,
  { subject = /./, invitation = "" }: { subject?: RegExp; invitation?: string } = {},
): Promise<Letter & { invitation: string }> {
  const found = () =>
    lettersTo(address)
      .filter(({ at }) => at > since)
      .filter((letter) => letter.subject.search(subject) >= 0)
      .map((letter) => ({ ...letter, invitation: invitationIn(messageOf(letter)) }))
      .find((letter) => letter.invitation.includes(invitation));
  await expect.poll(() => found()?.subject, { timeout: 15_000 }).toBeTruthy();
  const letter = found();
  if (!letter) throw new Error("the letter is gone");
  return letter;
}

/** The six digits that were mailed to whoever signs in. */
export async function mailedCode(address: string, since: string): Promise<string> {
  const { subject } = await newestLetter(address, since, { subject: /\d{6}/ });
  return /\d{6}/.exec(subject)?.[0] ?? "";
}

function messageOf({ id }: Letter): string {
  return readFileSync(join(folder, `${id}.eml`), "utf8");
}

/** The calendar part of a message, decoded. */
function invitationIn(message: string): string {
  const part =
    message.split(/\r\n--/).find((text) => /content-type: text\/calendar/i.test(text)) ?? "";
  const [head = "", ...body] = part.split("\r\n\r\n");
  const text = body.join("\r\n\r\n");
  if (/base64/i.test(head)) return Buffer.from(text, "base64").toString("utf8");
  const joined = text.replace(/=\r\n/g, "");
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    "latin1",
  ).toString("utf8");
}
