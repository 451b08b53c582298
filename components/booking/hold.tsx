"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { askApi } from "#components/api/ask.ts";
import type { HoldResponse } from "#lib/booking/bookings/operations.ts";
import { formatTimeAt } from "#lib/foundation/i18n/format.ts";
import { localeOf } from "#lib/foundation/i18n/locales.ts";

type Props = {
  /** What is asked to book, as the API takes it. */
  input: Record<string, unknown>;
  /** What is said when it is kept, with TIME in it. */
  kept: string;
  timeZone: string;
  locale: string;
};

/**
 * Keeps the room while its reader decides, and says until when. Without JavaScript nothing is kept,
 * and nothing promised. Where the room is taken, the page is drawn anew: whoever came back to it
 * may have booked the room themselves.
 */
export function Hold({ input, kept, timeZone, locale }: Props) {
  const [said, setSaid] = useState("");
  const router = useRouter();
  const body = JSON.stringify(input);
  useEffect(() => {
    const asking = new AbortController();
    const { signal } = asking;
    askApi<HoldResponse>("/api/v1/holds", { body: JSON.parse(body), signal }).then((reply) => {
      if (reply.is === "refused" && reply.status === 409) return router.refresh();
      if (reply.is !== "answered") return;
      const time = formatTimeAt(localeOf(locale), Date.parse(reply.body.expiresAt), timeZone);
      setSaid(kept.replace("TIME", time));
    });
    return () => asking.abort();
  }, [body, kept, timeZone, locale, router]);
  return (
    // Its room is there before it: the button below does not move away under a thumb.
    <p className="fact hold" role="status" data-like={kept.replace("TIME", "00:00")}>
      {said}
    </p>
  );
}
