import { z } from "zod";

/** What can be told, as `tell_webhooks` writes it. */
export const WEBHOOK_EVENTS = [
  "booking.confirmed",
  "booking.changed",
  "booking.cancelled",
  "booking.requested",
  "booking.refused",
  "booking.offered",
  "booking.checked_in",
  "booking.missed",
] as const;

export const webhookWish = z.object({
  url: z.string().trim().max(500, "common.not_https"),
  events: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((events) => [events].flat())
    .pipe(z.array(z.enum(WEBHOOK_EVENTS)).min(1, "webhooks.choose_events")),
});

export type WebhookWish = z.output<typeof webhookWish>;
