import { z } from "zod";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { type Decision, wall } from "./schema.ts";

/**
 * `on.2026-03-03T10:00` says "book", "skip" or a room; nothing is no decision.
 *
 * @throws DomainError invalid
 */
export function decisionsIn(fields: Record<string, string>): Decision[] {
  return Object.entries(fields)
    .filter(([name, fate]) => name.startsWith("on.") && fate !== "")
    .map(([name, fate]): Decision => {
      const start = wall.safeParse(name.slice("on.".length));
      if (!start.success) throw new DomainError("invalid", { code: "series.not_a_wall_time" });
      if (fate === "book" || fate === "skip") return { start: start.data, action: fate };
      if (!z.uuid().safeParse(fate).success)
        throw new DomainError("invalid", { code: "booking.unknown_room" });
      return { start: start.data, action: "move", roomId: fate };
    });
}

/** What was typed, as an address that can be gone back to. */
export function addressOf(form: FormData): string {
  return new URLSearchParams(
    [...form].filter(
      (field): field is [string, string] =>
        typeof field[1] === "string" &&
        !field[0].startsWith("$") &&
        field[0] !== "locale" &&
        field[1] !== "",
    ),
  ).toString();
}
