import { type Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import type { Context } from "#lib/foundation/identity/context.ts";
import {
  type LettersToSend,
  lettersGivenUp,
  sendLettersAgain,
} from "#lib/foundation/notifications/given-up.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { sendEventsAgain, webhooksGivenUp } from "#lib/foundation/webhooks/given-up.ts";

type WithContext = (run: (ctx: Context) => Promise<void>) => Promise<void>;

/**
 * `outbox list` and `retry`, `webhooks list` and `retry`: what was tried as often as it is, and did
 * not leave.
 */
export function addOutboxCommands(program: Command, withContext: WithContext): void {
  const outbox = program.command("outbox").description("letters and messages to telephones");
  outbox
    .command("list")
    .description("those that were given up, by their fault; addresses in part")
    .action(() => withContext(listLetters));
  outbox
    .command("retry")
    .description("has letters that were given up tried anew: all, or one, or those of one fault")
    .option("--id <id>", "one letter", idFrom)
    .option("--fault <key>", "those of a fault, by the key that `outbox list` shows")
    .action(({ id, fault }: { id?: string; fault?: string }) =>
      withContext(async (ctx) => {
        const which: LettersToSend = id ? { id } : fault ? { faultKey: fault } : "all";
        console.log(`${await orNone(sendLettersAgain(ctx, which))} letters are tried anew.`);
      }),
    );

  const webhooks = program.command("webhooks").description("events for other programs");
  webhooks
    .command("list")
    .description("addresses for which events were given up")
    .action(() =>
      withContext(async (ctx) => {
        for (const { webhookId, host, space, count, fault } of await webhooksGivenUp(ctx))
          console.log(`${webhookId}  ${count} for ${host} (${space}): ${fault}`);
      }),
    );
  webhooks
    .command("retry")
    .description("has events that were given up tried anew: all, or those of one address")
    .option("--id <id>", "the address, as `webhooks list` shows it", idFrom)
    .action(({ id }: { id?: string }) =>
      withContext(async (ctx) =>
        console.log(`${await orNone(sendEventsAgain(ctx, id ?? null))} events are tried anew.`),
      ),
    );
}

async function listLetters(ctx: Context): Promise<void> {
  for (const { key, fault, count, letters } of await lettersGivenUp(ctx)) {
    console.log(`${key}  ${count}: ${fault}`);
    for (const { id, kind, to, createdAt } of letters)
      console.log(`  ${id}  ${kind}, ${createdAt}, ${to}`);
    if (count > letters.length) console.log(`  and ${count - letters.length} more`);
  }
}

/** A script may ask for it every night: nothing to do is no fault. */
async function orNone(sent: Promise<number>): Promise<number> {
  return sent.catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === "conflict") return 0;
    throw error;
  });
}

function idFrom(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new InvalidArgumentError("Not an id.");
  return id.data;
}
