-- What somebody has from a moment on, made for others and missed: found without reading all that they or a space ever had.
CREATE INDEX "booking_booked_by_end" ON "booking" USING btree ("booked_by",upper("during"));--> statement-breakpoint
CREATE INDEX "booking_made_by" ON "booking" USING btree ("made_by") WHERE "booking"."made_by" is not null;--> statement-breakpoint
CREATE INDEX "booking_missed" ON "booking" USING btree ("booked_by","space_id") WHERE "booking"."status" = 'missed' and "booking"."forgiven_at" is null;
