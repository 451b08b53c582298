import { z } from "zod";
import { tick } from "#lib/foundation/platform/forms/tick.ts";

/**
 * Whose bookings a feed shows: one's own, a room's or a space's. As a form sends it: `room:<id>`.
 */
export const feedInput = z
  .object({ what: z.string().max(60).default("person"), withTitles: tick })
  .transform(({ what, withTitles }, context) => {
    if (what === "person") return { shows: "person" as const, withTitles };
    const [shows = "", of = ""] = what.split(":");
    if ((shows === "room" || shows === "space") && z.uuid().safeParse(of).success) {
      const kind: "room" | "space" = shows;
      return { shows: kind, of, withTitles };
    }
    context.addIssue({ code: "custom", message: "calendars.unknown_feed" });
    return z.NEVER;
  });

export type FeedInput = z.output<typeof feedInput>;
