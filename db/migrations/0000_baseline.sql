CREATE TABLE "attendance" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_line" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"age_band" text DEFAULT 'not_asked' NOT NULL,
	"gender" text DEFAULT 'not_asked' NOT NULL,
	"labour_status" text DEFAULT 'not_asked' NOT NULL,
	"education_band" text DEFAULT 'not_asked' NOT NULL,
	"first_time" text DEFAULT 'not_asked' NOT NULL,
	"groups" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "person_line_codes_known" CHECK ("person_line"."age_band" in ('u18', '18-24', '25-29', '30-34', '35-44', '45-54', '55-64', '65+', 'not_asked', 'asked_refused', 'asked_unknown')
        and "person_line"."gender" in ('woman', 'man', 'non_binary', 'not_asked', 'asked_refused', 'asked_unknown')
        and "person_line"."labour_status" in ('employed', 'unemployed', 'unemployed_long', 'inactive', 'not_asked', 'asked_refused', 'asked_unknown')
        and "person_line"."education_band" in ('ed0_2', 'ed3_4', 'ed5_8', 'not_asked', 'asked_refused', 'asked_unknown')
        and "person_line"."first_time" in ('yes', 'no', 'not_asked', 'asked_refused', 'asked_unknown'))
);
--> statement-breakpoint
CREATE TABLE "sheet_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"present" integer NOT NULL,
	"lines" integer NOT NULL,
	"tallied" integer DEFAULT 0 NOT NULL,
	"changes" jsonb DEFAULT '{"ticked":0,"unticked":0,"linesAdded":0,"linesRemoved":0,"answers":[],"cells":[]}'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "sheet_event_kind_known" CHECK ("sheet_event"."kind" in ('saved', 'closed', 'opened')),
	CONSTRAINT "sheet_event_opened_with_reason" CHECK ("sheet_event"."kind" <> 'opened' or "sheet_event"."reason" <> '')
);
--> statement-breakpoint
CREATE TABLE "tally_cell" (
	"space_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"gender" text NOT NULL,
	"age_band" text NOT NULL,
	"labour_status" text NOT NULL,
	"people" integer NOT NULL,
	CONSTRAINT "tally_cell_session_id_gender_age_band_labour_status_pk" PRIMARY KEY("session_id","gender","age_band","labour_status"),
	CONSTRAINT "tally_cell_counts_somebody" CHECK ("tally_cell"."people" between 1 and 999),
	CONSTRAINT "tally_cell_codes_known" CHECK ("tally_cell"."age_band" in ('u18', '18-24', '25-29', '30-34', '35-44', '45-54', '55-64', '65+', 'not_asked', 'asked_refused', 'asked_unknown')
        and "tally_cell"."gender" in ('woman', 'man', 'non_binary', 'not_asked', 'asked_refused', 'asked_unknown')
        and "tally_cell"."labour_status" in ('employed', 'unemployed', 'unemployed_long', 'inactive', 'not_asked', 'asked_refused', 'asked_unknown'))
);
--> statement-breakpoint
CREATE TABLE "allocation" (
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"booking_id" uuid,
	"kind" text DEFAULT 'booking' NOT NULL,
	"during" "tstzrange" NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"held_by" uuid,
	"expires_at" timestamp with time zone,
	"closure_id" uuid,
	CONSTRAINT "allocation_space_id_id_pk" PRIMARY KEY("space_id","id"),
	CONSTRAINT "allocation_lasts" CHECK (not isempty("allocation"."during"))
);
--> statement-breakpoint
CREATE TABLE "blocking_member" (
	"blocking_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "blocking_member_blocking_id_person_id_pk" PRIMARY KEY("blocking_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "blocking_time" (
	"blocking_id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"during" "tstzrange" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blocking" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_ids" uuid[] DEFAULT '{}' NOT NULL,
	"title" text NOT NULL,
	"organisation_id" uuid,
	"role" text,
	"windows" "tstzrange"[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "booking_quota" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid,
	"counts" text DEFAULT 'person' NOT NULL,
	"role" text,
	"period" text NOT NULL,
	"max_bookings" integer,
	"max_hours" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "booking_quota_counts_known" CHECK ("booking_quota"."counts" in ('person', 'organisation')),
	CONSTRAINT "booking_quota_period_known" CHECK ("booking_quota"."period" in ('day', 'week', 'month', 'ahead')),
	CONSTRAINT "booking_quota_limits_something" CHECK (coalesce("booking_quota"."max_bookings", "booking_quota"."max_hours") is not null and coalesce("booking_quota"."max_bookings", 1) > 0 and coalesce("booking_quota"."max_hours", 1) > 0)
);
--> statement-breakpoint
CREATE TABLE "booking_wait" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"during" "tstzrange" NOT NULL,
	"people" integer NOT NULL,
	"equipment" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"person_id" uuid NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"booking_id" uuid,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "booking_wait_status_known" CHECK ("booking_wait"."status" in ('waiting', 'offered', 'left'))
);
--> statement-breakpoint
CREATE TABLE "booking" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"during" "tstzrange" NOT NULL,
	"people" integer NOT NULL,
	"other_rooms" uuid[] DEFAULT '{}' NOT NULL,
	"equipment" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"status" text DEFAULT 'confirmed' NOT NULL,
	"booked_by" uuid NOT NULL,
	"made_by" uuid,
	"series_id" uuid,
	"instead_of" uuid,
	"occurrence" timestamp without time zone,
	"answer_by" timestamp with time zone,
	"note" text DEFAULT '' NOT NULL,
	"reminded_at" timestamp with time zone,
	"checked_in_at" timestamp with time zone,
	"forgiven_at" timestamp with time zone,
	"planned_end" timestamp with time zone,
	"sequence" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "booking_status_known" CHECK ("booking"."status" in ('requested', 'offered', 'confirmed', 'refused', 'cancelled', 'missed')),
	CONSTRAINT "booking_occurrence_of_series" CHECK (("booking"."series_id" is null) = ("booking"."occurrence" is null)),
	CONSTRAINT "booking_answered_by" CHECK ("booking"."status" not in ('requested', 'offered') or "booking"."answer_by" is not null),
	CONSTRAINT "booking_lasts" CHECK (not isempty("booking"."during")),
	CONSTRAINT "booking_of_people" CHECK ("booking"."people" > 0)
);
--> statement-breakpoint
CREATE TABLE "closure" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_ids" uuid[] DEFAULT '{}' NOT NULL,
	"reason" text NOT NULL,
	"windows" "tstzrange"[] NOT NULL,
	"closed_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reopened_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "co_organiser" (
	"booking_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "co_organiser_booking_id_person_id_pk" PRIMARY KEY("booking_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "guest_booking" (
	"id" uuid PRIMARY KEY NOT NULL,
	"booking_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"link_hash" text NOT NULL,
	"contact_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "guest_booking_bookingId_unique" UNIQUE("booking_id"),
	CONSTRAINT "guest_booking_linkHash_unique" UNIQUE("link_hash")
);
--> statement-breakpoint
CREATE TABLE "mandate" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"helper_id" uuid NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "mandate_of_two" CHECK ("mandate"."person_id" <> "mandate"."helper_id")
);
--> statement-breakpoint
CREATE TABLE "series" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"first_start" timestamp without time zone NOT NULL,
	"first_end" timestamp without time zone NOT NULL,
	"extra_starts" timestamp without time zone[] DEFAULT '{}' NOT NULL,
	"excluded_starts" timestamp without time zone[] DEFAULT '{}' NOT NULL,
	"people" integer NOT NULL,
	"equipment" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"booked_by" uuid NOT NULL,
	"follows" uuid,
	"sequence" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "series_of_people" CHECK ("series"."people" > 0)
);
--> statement-breakpoint
CREATE TABLE "stock_allocation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"booking_id" uuid NOT NULL,
	"quantity" integer NOT NULL,
	"during" "tstzrange" NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "stock_allocation_of_pieces" CHECK ("stock_allocation"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "calendar_feed" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"token_hash" text NOT NULL,
	"shows" text NOT NULL,
	"person_id" uuid NOT NULL,
	"room_id" uuid,
	"space_id" uuid,
	"with_titles" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "calendar_feed_of_one" CHECK (case "calendar_feed"."shows" when 'person' then "calendar_feed"."room_id" is null and "calendar_feed"."space_id" is null
        when 'room' then "calendar_feed"."room_id" is not null when 'space' then "calendar_feed"."space_id" is not null else false end)
);
--> statement-breakpoint
CREATE TABLE "consent_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"record_id" uuid NOT NULL,
	"state" text NOT NULL,
	"expressed" text NOT NULL,
	"helper_id" uuid,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_event_state_known" CHECK ("consent_event"."state" in ('given', 'refused', 'withdrawn', 'expired')),
	CONSTRAINT "consent_event_expressed_known" CHECK ("consent_event"."expressed" in ('self', 'helper', 'paper', 'system')),
	CONSTRAINT "consent_event_names_its_helper" CHECK (("consent_event"."helper_id" is not null) = ("consent_event"."expressed" in ('helper', 'paper')))
);
--> statement-breakpoint
CREATE TABLE "consent_record" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"field" text NOT NULL,
	"controller" text NOT NULL,
	"purposes" text[] NOT NULL,
	"data_categories" text[] NOT NULL,
	"recipients" text[] NOT NULL,
	"retention" text NOT NULL,
	"jurisdiction" text NOT NULL,
	"notice_version" integer NOT NULL,
	"language" text NOT NULL,
	"formats" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consent_record_language_known" CHECK ("consent_record"."language" in ('nl', 'fr', 'en')),
	CONSTRAINT "consent_record_formats_known" CHECK (cardinality("consent_record"."formats") > 0 and "consent_record"."formats" <@ array['text', 'audio', 'pictograms']),
	CONSTRAINT "consent_record_country_known" CHECK ("consent_record"."jurisdiction" in ('BE', 'FR')),
	CONSTRAINT "consent_record_may_be_asked" CHECK ("consent_record"."field" = 'disability' or ("consent_record"."field" = 'minority' and "consent_record"."jurisdiction" = 'BE'))
);
--> statement-breakpoint
CREATE TABLE "profile_answer" (
	"person_id" uuid NOT NULL,
	"field" text NOT NULL,
	"code" text NOT NULL,
	"consent_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "profile_answer_person_id_field_pk" PRIMARY KEY("person_id","field"),
	CONSTRAINT "profile_answer_code_known" CHECK ("profile_answer"."code" in ('yes', 'no', 'asked_unknown'))
);
--> statement-breakpoint
CREATE TABLE "retention_run" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"job" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_token" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"scopes" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"space_id" uuid,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"chain" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_seal" (
	"entry_id" bigint PRIMARY KEY NOT NULL,
	"chain" text NOT NULL,
	"position" bigint NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"issued_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "external_identity" (
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"person_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_identity_issuer_subject_pk" PRIMARY KEY("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"totp_secret" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "login_session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"method" text NOT NULL,
	"device" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"display_name" text NOT NULL,
	"email" text,
	"contact_email" text,
	"phone" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"password_hash" text,
	"totp_secret" text,
	"totp_confirmed_at" timestamp with time zone,
	"totp_last_step" bigint,
	"disabled_at" timestamp with time zone,
	"last_contact_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"window_ends_at" timestamp with time zone NOT NULL,
	"attempts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_code" (
	"person_id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_code_person_id_code_hash_pk" PRIMARY KEY("person_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "role_assignment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"space_id" uuid,
	"organisation_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_assignment_known_role" CHECK ("role_assignment"."role" in ('learner', 'facilitator', 'manager', 'researcher', 'partner', 'administrator'))
);
--> statement-breakpoint
CREATE TABLE "sign_in_code" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"code_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "counter_device" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sensor_id" text NOT NULL,
	"interval_minutes" integer DEFAULT 5 NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "counter_device_tokenHash_unique" UNIQUE("token_hash"),
	CONSTRAINT "counter_device_kind_known" CHECK ("counter_device"."kind" in ('count', 'in_out')),
	CONSTRAINT "counter_device_reports" CHECK ("counter_device"."interval_minutes" between 1 and 1440)
);
--> statement-breakpoint
CREATE TABLE "reading" (
	"device_id" uuid NOT NULL,
	"key" text NOT NULL,
	"space_id" uuid NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	"clock" text DEFAULT 'device' NOT NULL,
	"count" integer,
	"in" integer,
	"out" integer,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reading_device_id_key_pk" PRIMARY KEY("device_id","key"),
	CONSTRAINT "reading_clock_known" CHECK ("reading"."clock" in ('device', 'receiver')),
	CONSTRAINT "reading_of_one_kind" CHECK (("reading"."count" is not null) <> ("reading"."in" is not null and "reading"."out" is not null)),
	CONSTRAINT "reading_not_negative" CHECK (coalesce("reading"."count", 0) >= 0 and coalesce("reading"."in", 0) >= 0 and coalesce("reading"."out", 0) >= 0)
);
--> statement-breakpoint
CREATE TABLE "use_hour" (
	"space_id" uuid NOT NULL,
	"room_id" uuid,
	"hour" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"weekday" smallint NOT NULL,
	"hour_of_day" smallint NOT NULL,
	"capacity" integer NOT NULL,
	"open_minutes" smallint NOT NULL,
	"closes_at" timestamp with time zone,
	"booked_minutes" smallint DEFAULT 0 NOT NULL,
	"booked_people_minutes" integer DEFAULT 0 NOT NULL,
	"missed_minutes" smallint DEFAULT 0 NOT NULL,
	"attended_minutes" smallint DEFAULT 0 NOT NULL,
	"attended_people_minutes" integer DEFAULT 0 NOT NULL,
	"sensed_mean" real,
	"sensed_peak" integer,
	"observations" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "use_mark" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "use_month" (
	"space_id" uuid NOT NULL,
	"room_id" uuid,
	"month" date NOT NULL,
	"grain" text NOT NULL,
	"value" smallint NOT NULL,
	"open_minutes" integer NOT NULL,
	"booked_minutes" integer NOT NULL,
	"booked_seat_minutes" real NOT NULL,
	"missed_minutes" integer NOT NULL,
	"attended_minutes" integer NOT NULL,
	"attended_seat_minutes" real NOT NULL,
	"sensed_open_minutes" integer NOT NULL,
	"sensed_minutes" integer NOT NULL,
	"sensed_seat_minutes" real NOT NULL,
	CONSTRAINT "use_month_grain_known" CHECK ("use_month"."grain" in ('total', 'weekday', 'hour'))
);
--> statement-breakpoint
CREATE TABLE "use_year" (
	"space_id" uuid NOT NULL,
	"year" smallint NOT NULL,
	"grain" text NOT NULL,
	"value" smallint NOT NULL,
	"open_minutes" integer NOT NULL,
	"booked_minutes" integer NOT NULL,
	"booked_seat_minutes" real NOT NULL,
	"missed_minutes" integer NOT NULL,
	"attended_minutes" integer NOT NULL,
	"attended_seat_minutes" real NOT NULL,
	"sensed_open_minutes" integer NOT NULL,
	"sensed_minutes" integer NOT NULL,
	"sensed_seat_minutes" real NOT NULL,
	CONSTRAINT "use_year_year_grain_space_id_value_pk" PRIMARY KEY("year","grain","space_id","value"),
	CONSTRAINT "use_year_grain_known" CHECK ("use_year"."grain" in ('month', 'total', 'weekday', 'hour'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_key" (
	"actor_key" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"response" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_key_actor_key_key_pk" PRIMARY KEY("actor_key","key")
);
--> statement-breakpoint
CREATE TABLE "outbox_message" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"template" text NOT NULL,
	"person_id" uuid,
	"to_email" text,
	"locale" text,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "kiosk_device" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"link_hash" text,
	"link_ends_at" timestamp with time zone NOT NULL,
	"token_hash" text,
	"public_key" text NOT NULL,
	"private_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pulse_count" (
	"space_id" uuid NOT NULL,
	"week" text NOT NULL,
	"language" text NOT NULL,
	"question" text NOT NULL,
	"answer" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "pulse_count_space_id_week_language_question_answer_pk" PRIMARY KEY("space_id","week","language","question","answer"),
	CONSTRAINT "pulse_count_positive" CHECK ("pulse_count"."count" > 0)
);
--> statement-breakpoint
CREATE TABLE "pulse_receipt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ends_on" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_aside" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"space_id" uuid NOT NULL,
	"person_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"session_id" uuid,
	"source" text NOT NULL,
	"device_id" uuid,
	"clock_corrected" boolean NOT NULL,
	"code_step" bigint,
	CONSTRAINT "visit_aside_kind_known" CHECK ("visit_aside"."kind" in ('arrive', 'leave'))
);
--> statement-breakpoint
CREATE TABLE "visit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"room_id" uuid,
	"session_id" uuid,
	"person_id" uuid,
	"arrived_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	"departure_id" uuid,
	"left_assumed" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	"device_id" uuid,
	"clock_corrected" boolean DEFAULT false NOT NULL,
	"code_step" bigint,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "visit_source_known" CHECK ("visit"."source" in ('kiosk', 'list', 'self')),
	CONSTRAINT "visit_leaves_after_it_arrives" CHECK ("visit"."left_at" is null or "visit"."left_at" >= "visit"."arrived_at"),
	CONSTRAINT "visit_assumed_when_left" CHECK (not "visit"."left_assumed" or "visit"."left_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "release_block" (
	"release_id" uuid NOT NULL,
	"space_id" uuid NOT NULL,
	"month" date NOT NULL,
	"fingerprint" text NOT NULL,
	CONSTRAINT "release_block_space_id_month_release_id_pk" PRIMARY KEY("space_id","month","release_id")
);
--> statement-breakpoint
CREATE TABLE "release_chunk" (
	"release_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "release_chunk_release_id_position_pk" PRIMARY KEY("release_id","position")
);
--> statement-breakpoint
CREATE TABLE "release_download" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"release_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "release" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"purpose" text NOT NULL,
	"made_by" uuid NOT NULL,
	"rows" integer NOT NULL,
	"sha256" text NOT NULL,
	"protection" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "course" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"first_start" timestamp without time zone NOT NULL,
	"first_end" timestamp without time zone NOT NULL,
	"extra_starts" timestamp without time zone[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"status" text DEFAULT 'enrolled' NOT NULL,
	"companion" boolean DEFAULT false NOT NULL,
	"interpreter" text,
	"childcare" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "enrolment_status_known" CHECK ("enrolment"."status" in ('enrolled', 'waiting', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "scheme" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"project" text NOT NULL,
	"indicators" text[] DEFAULT '{RCO81,RCO85}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "scheme_code_unique" UNIQUE("code"),
	CONSTRAINT "scheme_indicators_known" CHECK ("scheme"."indicators" <@ '{RCO81,RCO85}'::text[])
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"booking_id" uuid,
	"facilitator_id" uuid NOT NULL,
	"title" jsonb NOT NULL,
	"topic" text NOT NULL,
	"modality" text NOT NULL,
	"language" text NOT NULL,
	"places" integer NOT NULL,
	"during" "tstzrange" NOT NULL,
	"course_id" uuid,
	"occurrence" timestamp without time zone,
	"joint_id" uuid,
	"facilitator_remote" boolean DEFAULT false NOT NULL,
	"competences" text[] DEFAULT '{}' NOT NULL,
	"level" text,
	"cost_cents" integer DEFAULT 0 NOT NULL,
	"accessibility" text[] DEFAULT '{}' NOT NULL,
	"about" text DEFAULT '' NOT NULL,
	"bring" text DEFAULT '' NOT NULL,
	"provided" text DEFAULT '' NOT NULL,
	"partners" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"scheme_id" uuid,
	"moves" integer DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'planned' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"sheet_version" integer DEFAULT 0 NOT NULL,
	"sheet_closed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "session_status_known" CHECK ("session"."status" in ('planned', 'cancelled')),
	CONSTRAINT "session_modality_known" CHECK ("session"."modality" in ('in_person', 'hybrid', 'remote', 'self_paced', 'peer_led')),
	CONSTRAINT "session_has_places" CHECK ("session"."places" > 0),
	CONSTRAINT "session_level_known" CHECK ("session"."level" is null or "session"."level" in ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
	CONSTRAINT "session_cost_is_not_negative" CHECK ("session"."cost_cents" >= 0),
	CONSTRAINT "session_date_of_course" CHECK (("session"."course_id" is null) = ("session"."occurrence" is null)),
	CONSTRAINT "session_joint_or_course" CHECK ("session"."joint_id" is null or "session"."course_id" is null),
	CONSTRAINT "session_lasts" CHECK (not isempty("session"."during"))
);
--> statement-breakpoint
CREATE TABLE "opening_exception" (
	"space_id" uuid NOT NULL,
	"day" date NOT NULL,
	"hours" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "opening_exception_space_id_day_pk" PRIMARY KEY("space_id","day")
);
--> statement-breakpoint
CREATE TABLE "opening" (
	"space_id" uuid NOT NULL,
	"during" "tstzrange" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "photo" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"alt" jsonb NOT NULL,
	"small" "bytea" NOT NULL,
	"large" "bytea" NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "photo_is_light" CHECK (octet_length("photo"."small") <= 100000 and octet_length("photo"."large") <= 1000000)
);
--> statement-breakpoint
CREATE TABLE "resource" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"equipment_kind" text,
	"capacity" integer DEFAULT 1 NOT NULL,
	"quantity" integer DEFAULT 1 NOT NULL,
	"features" text[] DEFAULT '{}' NOT NULL,
	"min_minutes" integer DEFAULT 30 NOT NULL,
	"max_minutes" integer DEFAULT 480 NOT NULL,
	"step_minutes" integer DEFAULT 15 NOT NULL,
	"buffer_before_minutes" integer DEFAULT 0 NOT NULL,
	"buffer_minutes" integer DEFAULT 0 NOT NULL,
	"horizon_days" integer DEFAULT 180 NOT NULL,
	"notice_minutes" integer DEFAULT 0 NOT NULL,
	"bookable_by" text DEFAULT 'everyone' NOT NULL,
	"organisation_id" uuid,
	"needs_approval" boolean DEFAULT false NOT NULL,
	"release_minutes" integer,
	"cost_code" text,
	"made_of" uuid[] DEFAULT '{}' NOT NULL,
	"holds" uuid[] GENERATED ALWAYS AS (case when cardinality(made_of) > 0 then made_of else array[id] end) STORED NOT NULL,
	"stays_in" uuid,
	"lendable" boolean DEFAULT false NOT NULL,
	"travel_minutes" integer DEFAULT 0 NOT NULL,
	"out_of_service_reason" text,
	"out_of_service_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "resource_kind_known" CHECK ("resource"."kind" in ('room', 'desk', 'item', 'stock')),
	CONSTRAINT "resource_bookable_by_known" CHECK ("resource"."bookable_by" in ('everyone', 'enrolled', 'organisation', 'staff')),
	CONSTRAINT "resource_for_an_organisation" CHECK (("resource"."bookable_by" = 'organisation') = ("resource"."organisation_id" is not null)),
	CONSTRAINT "resource_stays_or_is_lent" CHECK ("resource"."stays_in" is null or not "resource"."lendable"),
	CONSTRAINT "resource_has_places" CHECK ("resource"."capacity" > 0 and "resource"."quantity" > 0),
	CONSTRAINT "resource_lengths_fit" CHECK ("resource"."step_minutes" > 0 and "resource"."min_minutes" > 0 and "resource"."max_minutes" >= "resource"."min_minutes" and "resource"."buffer_minutes" >= 0 and "resource"."buffer_before_minutes" >= 0 and "resource"."notice_minutes" >= 0 and "resource"."travel_minutes" >= 0 and "resource"."horizon_days" > 0)
);
--> statement-breakpoint
CREATE TABLE "space" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"country" text NOT NULL,
	"region" text NOT NULL,
	"language" text NOT NULL,
	"address" text,
	"postcode" text,
	"city" text NOT NULL,
	"commune_code" text,
	"lat" double precision NOT NULL,
	"lon" double precision NOT NULL,
	"precision" text NOT NULL,
	"time_zone" text NOT NULL,
	"opening_hours" text NOT NULL,
	"summary" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"features" text[] DEFAULT '{}' NOT NULL,
	"phone" text,
	"website" text,
	"missed_allowed" integer,
	"source" text NOT NULL,
	"licence" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "space_slug_unique" UNIQUE("slug"),
	CONSTRAINT "space_country_known" CHECK ("space"."country" in ('BE', 'FR')),
	CONSTRAINT "space_region_known" CHECK ("space"."region" in ('vlaanderen', 'hauts-de-france', 'wallonie')),
	CONSTRAINT "space_precision_known" CHECK ("space"."precision" in ('building', 'address', 'street', 'locality', 'commune')),
	CONSTRAINT "space_on_earth" CHECK ("space"."lat" between -90 and 90 and "space"."lon" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"event" text NOT NULL,
	"booking_id" uuid,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT clock_timestamp(),
	"attempts" integer DEFAULT 0 NOT NULL,
	"delivered_at" timestamp with time zone,
	"last_attempt_at" timestamp with time zone,
	"last_status" integer,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "webhook" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"space_id" uuid NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"secret" text NOT NULL,
	"old_secret" text,
	"old_secret_until" timestamp with time zone,
	"active" boolean DEFAULT true NOT NULL,
	"busy_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_line" ADD CONSTRAINT "person_line_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_event" ADD CONSTRAINT "sheet_event_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_event" ADD CONSTRAINT "sheet_event_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tally_cell" ADD CONSTRAINT "tally_cell_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocking_member" ADD CONSTRAINT "blocking_member_blocking_id_blocking_id_fk" FOREIGN KEY ("blocking_id") REFERENCES "public"."blocking"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocking_member" ADD CONSTRAINT "blocking_member_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocking_time" ADD CONSTRAINT "blocking_time_blocking_id_blocking_id_fk" FOREIGN KEY ("blocking_id") REFERENCES "public"."blocking"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocking_time" ADD CONSTRAINT "blocking_time_resource_id_resource_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocking" ADD CONSTRAINT "blocking_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blocking" ADD CONSTRAINT "blocking_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_quota" ADD CONSTRAINT "booking_quota_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_wait" ADD CONSTRAINT "booking_wait_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_wait" ADD CONSTRAINT "booking_wait_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_wait" ADD CONSTRAINT "booking_wait_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking" ADD CONSTRAINT "booking_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking" ADD CONSTRAINT "booking_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking" ADD CONSTRAINT "booking_booked_by_person_id_fk" FOREIGN KEY ("booked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking" ADD CONSTRAINT "booking_made_by_person_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking" ADD CONSTRAINT "booking_series_id_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."series"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closure" ADD CONSTRAINT "closure_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_organiser" ADD CONSTRAINT "co_organiser_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_organiser" ADD CONSTRAINT "co_organiser_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_booking" ADD CONSTRAINT "guest_booking_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_booking" ADD CONSTRAINT "guest_booking_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_helper_id_person_id_fk" FOREIGN KEY ("helper_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series" ADD CONSTRAINT "series_booked_by_person_id_fk" FOREIGN KEY ("booked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_allocation" ADD CONSTRAINT "stock_allocation_resource_id_resource_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resource"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_allocation" ADD CONSTRAINT "stock_allocation_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_event" ADD CONSTRAINT "consent_event_record_id_consent_record_id_fk" FOREIGN KEY ("record_id") REFERENCES "public"."consent_record"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_event" ADD CONSTRAINT "consent_event_helper_id_person_id_fk" FOREIGN KEY ("helper_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_record" ADD CONSTRAINT "consent_record_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_answer" ADD CONSTRAINT "profile_answer_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "profile_answer" ADD CONSTRAINT "profile_answer_consent_id_consent_record_id_fk" FOREIGN KEY ("consent_id") REFERENCES "public"."consent_record"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_token" ADD CONSTRAINT "access_token_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card" ADD CONSTRAINT "card_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_identity" ADD CONSTRAINT "external_identity_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "login_session" ADD CONSTRAINT "login_session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_code" ADD CONSTRAINT "recovery_code_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_device" ADD CONSTRAINT "counter_device_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "counter_device" ADD CONSTRAINT "counter_device_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reading" ADD CONSTRAINT "reading_device_id_counter_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."counter_device"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_hour" ADD CONSTRAINT "use_hour_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_hour" ADD CONSTRAINT "use_hour_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_month" ADD CONSTRAINT "use_month_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_month" ADD CONSTRAINT "use_month_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_year" ADD CONSTRAINT "use_year_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kiosk_device" ADD CONSTRAINT "kiosk_device_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pulse_count" ADD CONSTRAINT "pulse_count_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_aside" ADD CONSTRAINT "visit_aside_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_aside" ADD CONSTRAINT "visit_aside_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_aside" ADD CONSTRAINT "visit_aside_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_aside" ADD CONSTRAINT "visit_aside_device_id_kiosk_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."kiosk_device"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_room_id_resource_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."resource"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit" ADD CONSTRAINT "visit_device_id_kiosk_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."kiosk_device"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_block" ADD CONSTRAINT "release_block_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_download" ADD CONSTRAINT "release_download_release_id_release_id_fk" FOREIGN KEY ("release_id") REFERENCES "public"."release"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_download" ADD CONSTRAINT "release_download_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release" ADD CONSTRAINT "release_made_by_person_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course" ADD CONSTRAINT "course_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment" ADD CONSTRAINT "enrolment_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_booking_id_booking_id_fk" FOREIGN KEY ("booking_id") REFERENCES "public"."booking"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_facilitator_id_person_id_fk" FOREIGN KEY ("facilitator_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_course_id_course_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."course"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_scheme_id_scheme_id_fk" FOREIGN KEY ("scheme_id") REFERENCES "public"."scheme"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening_exception" ADD CONSTRAINT "opening_exception_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "opening" ADD CONSTRAINT "opening_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo" ADD CONSTRAINT "photo_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "photo" ADD CONSTRAINT "photo_resource_id_resource_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resource"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource" ADD CONSTRAINT "resource_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource" ADD CONSTRAINT "resource_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource" ADD CONSTRAINT "resource_stays_in_resource_id_fk" FOREIGN KEY ("stays_in") REFERENCES "public"."resource"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_webhook_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhook"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_space_id_space_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."space"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attendance_once" ON "attendance" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "attendance_space" ON "attendance" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "person_line_session" ON "person_line" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "person_line_space" ON "person_line" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "sheet_event_session" ON "sheet_event" USING btree ("session_id","id");--> statement-breakpoint
CREATE INDEX "tally_cell_space" ON "tally_cell" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "blocking_member_person" ON "blocking_member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "blocking_time_during" ON "blocking_time" USING gist ("space_id","resource_id","during");--> statement-breakpoint
CREATE INDEX "blocking_time_of" ON "blocking_time" USING btree ("blocking_id");--> statement-breakpoint
CREATE INDEX "blocking_space" ON "blocking" USING btree ("space_id");--> statement-breakpoint
CREATE UNIQUE INDEX "booking_wait_once" ON "booking_wait" USING btree ("person_id","room_id","during") WHERE "booking_wait"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "booking_wait_space" ON "booking_wait" USING gist ("space_id","during") WHERE "booking_wait"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "booking_booked_by" ON "booking" USING btree ("booked_by","created_at");--> statement-breakpoint
CREATE INDEX "booking_instead_of" ON "booking" USING btree ("instead_of") WHERE "booking"."instead_of" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "booking_occurrence_once" ON "booking" USING btree ("series_id","occurrence");--> statement-breakpoint
CREATE INDEX "booking_unanswered" ON "booking" USING btree ("answer_by") WHERE "booking"."status" in ('requested', 'offered');--> statement-breakpoint
CREATE INDEX "booking_space_during" ON "booking" USING gist ("space_id","during");--> statement-breakpoint
CREATE INDEX "closure_space" ON "closure" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "co_organiser_person" ON "co_organiser" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "guest_booking_contact" ON "guest_booking" USING btree ("contact_hash");--> statement-breakpoint
CREATE INDEX "guest_booking_person" ON "guest_booking" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "mandate_helper" ON "mandate" USING btree ("helper_id");--> statement-breakpoint
CREATE INDEX "mandate_person" ON "mandate" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "series_booked_by" ON "series" USING btree ("booked_by");--> statement-breakpoint
CREATE INDEX "stock_allocation_resource" ON "stock_allocation" USING btree ("resource_id");--> statement-breakpoint
CREATE INDEX "stock_allocation_booking" ON "stock_allocation" USING btree ("booking_id");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feed_token" ON "calendar_feed" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "calendar_feed_person" ON "calendar_feed" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "consent_event_record" ON "consent_event" USING btree ("record_id","at");--> statement-breakpoint
CREATE INDEX "consent_record_person" ON "consent_record" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "retention_run_newest" ON "retention_run" USING btree ("job","at");--> statement-breakpoint
CREATE UNIQUE INDEX "access_token_hash" ON "access_token" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "audit_entry_space" ON "audit_entry" USING btree ("space_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_seal_position" ON "audit_seal" USING btree ("chain","position");--> statement-breakpoint
CREATE UNIQUE INDEX "card_code" ON "card" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "external_identity_person" ON "external_identity" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitation_token" ON "invitation" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invitation_person" ON "invitation" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "login_session_token" ON "login_session" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "login_session_person" ON "login_session" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisation_name_once" ON "organisation" USING btree (lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "person_email_once" ON "person" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "role_assignment_once" ON "role_assignment" USING btree ("person_id","role",coalesce("space_id", '00000000-0000-0000-0000-000000000000'));--> statement-breakpoint
CREATE INDEX "sign_in_code_email" ON "sign_in_code" USING btree ("email");--> statement-breakpoint
CREATE INDEX "counter_device_space" ON "counter_device" USING btree ("space_id");--> statement-breakpoint
CREATE UNIQUE INDEX "counter_device_sensor_once" ON "counter_device" USING btree ("sensor_id") WHERE "counter_device"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "reading_device_observed" ON "reading" USING btree ("device_id","observed_at");--> statement-breakpoint
CREATE INDEX "reading_space_observed" ON "reading" USING btree ("space_id","observed_at");--> statement-breakpoint
CREATE UNIQUE INDEX "use_hour_once" ON "use_hour" USING btree ("space_id",coalesce("room_id", '00000000-0000-0000-0000-000000000000'),"hour");--> statement-breakpoint
CREATE INDEX "use_hour_space" ON "use_hour" USING btree ("space_id","hour");--> statement-breakpoint
CREATE UNIQUE INDEX "use_month_once" ON "use_month" USING btree ("month","grain","space_id",coalesce("room_id", '00000000-0000-0000-0000-000000000000'),"value");--> statement-breakpoint
CREATE INDEX "use_month_space" ON "use_month" USING btree ("space_id","month");--> statement-breakpoint
CREATE INDEX "use_month_whole" ON "use_month" USING btree ("grain","month") WHERE "use_month"."room_id" is null;--> statement-breakpoint
CREATE INDEX "use_year_space" ON "use_year" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "outbox_message_due" ON "outbox_message" USING btree ("next_attempt_at") WHERE "outbox_message"."sent_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "kiosk_device_link" ON "kiosk_device" USING btree ("link_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "kiosk_device_token" ON "kiosk_device" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "kiosk_device_space" ON "kiosk_device" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "visit_aside_person" ON "visit_aside" USING btree ("person_id","at");--> statement-breakpoint
CREATE INDEX "visit_aside_space" ON "visit_aside" USING btree ("space_id","at");--> statement-breakpoint
CREATE INDEX "visit_space_arrived" ON "visit" USING btree ("space_id","arrived_at");--> statement-breakpoint
CREATE INDEX "visit_person" ON "visit" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "visit_open_once" ON "visit" USING btree ("person_id") WHERE "visit"."left_at" is null;--> statement-breakpoint
CREATE INDEX "visit_open" ON "visit" USING btree ("space_id") WHERE "visit"."left_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "visit_departure_once" ON "visit" USING btree ("departure_id");--> statement-breakpoint
CREATE INDEX "visit_unnamed_left" ON "visit" USING btree ("space_id","left_at") WHERE "visit"."person_id" is null and "visit"."departure_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "visit_code_once" ON "visit" USING btree ("person_id","space_id","code_step");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_once" ON "enrolment" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "enrolment_person" ON "enrolment" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_booking_once" ON "session" USING btree ("booking_id");--> statement-breakpoint
CREATE INDEX "session_space_during" ON "session" USING gist ("space_id","during");--> statement-breakpoint
CREATE INDEX "session_course" ON "session" USING btree ("course_id");--> statement-breakpoint
CREATE INDEX "session_joint" ON "session" USING btree ("joint_id");--> statement-breakpoint
CREATE INDEX "session_scheme" ON "session" USING btree ("scheme_id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_joint_once_a_space" ON "session" USING btree ("joint_id","space_id");--> statement-breakpoint
CREATE UNIQUE INDEX "session_date_once" ON "session" USING btree ("course_id","occurrence");--> statement-breakpoint
CREATE INDEX "opening_during" ON "opening" USING gist ("space_id","during");--> statement-breakpoint
CREATE INDEX "photo_resource" ON "photo" USING btree ("resource_id","created_at");--> statement-breakpoint
CREATE INDEX "resource_space" ON "resource" USING btree ("space_id","kind");--> statement-breakpoint
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" USING btree ("webhook_id","next_attempt_at") WHERE "webhook_delivery"."next_attempt_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_delivery_log" ON "webhook_delivery" USING btree ("webhook_id","created_at");--> statement-breakpoint
CREATE INDEX "webhook_delivery_age" ON "webhook_delivery" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "webhook_space" ON "webhook" USING btree ("space_id");