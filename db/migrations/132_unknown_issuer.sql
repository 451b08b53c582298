ALTER TABLE "backpack_badge" DROP CONSTRAINT "backpack_badge_verdict_known";--> statement-breakpoint
ALTER TABLE "backpack_badge" ADD CONSTRAINT "backpack_badge_verdict_known" CHECK ("backpack_badge"."verdict" in ('genuine', 'unknown_issuer', 'withdrawn', 'expired', 'not_yet', 'unsure', 'refused'));--> statement-breakpoint
UPDATE "backpack_badge" SET "verdict" = 'unknown_issuer' WHERE "verdict" = 'genuine' AND "says" ->> 'issuerHost' IS NULL;
