ALTER TABLE "booking_wait" ADD COLUMN "layout_id" uuid;--> statement-breakpoint
ALTER TABLE "booking_wait" ADD CONSTRAINT "booking_wait_layout_of_its_room" FOREIGN KEY ("layout_id","room_id") REFERENCES "public"."room_layout"("id","resource_id") ON DELETE no action ON UPDATE no action;
