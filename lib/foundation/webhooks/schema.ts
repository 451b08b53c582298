import { z } from "zod";
import { everyListed } from "#lib/modules.ts";

/**
 * What can be sent: what the modules list and `tell_webhooks` writes (testing/modules.test.ts
 * compares them).
 */
export const WEBHOOK_EVENTS = everyListed("webhookEvents");

export const webhookInput = z.object({
  url: z.string().trim().max(500, "common.not_https"),
  events: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((events) => [events].flat())
    .pipe(z.array(z.enum(WEBHOOK_EVENTS)).min(1, "webhooks.choose_events")),
});

export type WebhookInput = z.output<typeof webhookInput>;
