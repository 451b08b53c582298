import { expect } from "vitest";
import type { Actor, Context } from "#lib/foundation/identity/context.ts";
import { transaction } from "#lib/foundation/platform/database/transaction.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";

/**
 * Runs every command as every actor, each from the same state, and compares what came of it with a
 * table.
 *
 * The first line names the actors, every other one a command and what each of them gets: `yes`;
 * `sign-in`, asked to sign in; `no`, forbidden; `no-card`, forbidden to somebody who signed in with
 * a card; `unknown`, as if the thing were not there.
 *
 * @param commands by the names in the table; those that name something else than one command say so
 *   in their name
 */
export async function expectPermissions(
  ctx: Context,
  {
    table,
    actors,
    commands,
  }: {
    table: string;
    actors: Record<string, Actor>;
    commands: Record<string, (as: Context) => Promise<unknown>>;
  },
): Promise<void> {
  const [header = "", ...lines] = table.trim().split("\n");
  const names = words(header);
  const rows = new Map(lines.map((line) => [words(line)[0] ?? "", words(line).slice(1)]));
  expect(names.toSorted()).toEqual(Object.keys(actors).toSorted());
  expect([...rows.keys()].toSorted()).toEqual(Object.keys(commands).toSorted());
  const found: Record<string, Record<string, string>> = {};
  for (const [command, run] of Object.entries(commands))
    for (const name of names) {
      const actor = actors[name];
      if (actor)
        found[command] = { ...found[command], [name]: await outcomeOf({ ...ctx, actor }, run) };
    }
  const said = Object.keys(commands).map((command) => [
    command,
    Object.fromEntries(names.map((name, at) => [name, rows.get(command)?.[at]])),
  ]);
  expect(found).toEqual(Object.fromEntries(said));
}

/**
 * The names of the functions that a module exports: a table that has a row for each leaves out no
 * command.
 */
export const commandsOf = (module: object): string[] =>
  Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? name : []));

const words = (line: string) => line.trim().split(/\s+/);

/**
 * Ends the transaction of a command that was done, so that the next one finds everything as it was.
 */
class Undone extends Error {}

async function outcomeOf(ctx: Context, run: (as: Context) => Promise<unknown>): Promise<string> {
  const outcome = transaction(ctx.db, async (db) => {
    await run({ ...ctx, db });
    throw new Undone();
  });
  return outcome.catch((error: unknown) => {
    if (error instanceof Undone) return "yes";
    if (!(error instanceof DomainError)) throw error;
    const { kind, reason } = error;
    if (reason.code === "identity.card_opens_less") return "no-card";
    return (
      { unauthenticated: "sign-in", forbidden: "no", not_found: "unknown" }[kind as string] ??
      reason.code
    );
  });
}
