CREATE TABLE "background_task" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"total" integer,
	"result" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "background_task_state" CHECK ("background_task"."state" in ('waiting', 'running', 'done', 'failed')),
	CONSTRAINT "background_task_ends" CHECK (("background_task"."state" in ('done', 'failed')) = ("background_task"."ended_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "background_task" ADD CONSTRAINT "background_task_asked_by_person_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "background_task" ADD CONSTRAINT "background_task_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE UNIQUE INDEX "background_task_once" ON "background_task" USING btree ("asked_by","key");
--> statement-breakpoint
CREATE INDEX "background_task_open" ON "background_task" USING btree ("created_at") WHERE "background_task"."ended_at" is null;
--> statement-breakpoint
-- Which piece of work a message belongs to: what one person is told by one piece of work can leave as one letter.
ALTER TABLE "outbox_message" ADD COLUMN "work_id" uuid DEFAULT nullif(current_setting('trivium.work', true), '')::uuid;
