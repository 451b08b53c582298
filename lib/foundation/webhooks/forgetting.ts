import { lt } from "drizzle-orm";
import { webhookDeliveries } from "#db/schema/webhooks.ts";
import type { Retention } from "#lib/module.ts";

export const retention: Retention = ({ db, over }) => ({
  traces: {
    webhookDeliveries: db
      .delete(webhookDeliveries)
      .where(lt(webhookDeliveries.createdAt, over("messages"))),
  },
});
