import { sql } from "drizzle-orm";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ over }) => ({
  traces: {
    webhookDeliveries: sql`delete from webhook_delivery where created_at < ${over("messages")}`,
  },
});
