-- What a module shows of its tables to the others: the columns that they may count on, and none that are its own affair (passwords, hashes,
-- sealed answers). Who reads a view needs the right to read what is behind it.
CREATE VIEW "spaces_space" WITH (security_invoker = true) AS
  SELECT id, slug, name, kind, country, region, language, address, postcode, city, lat, lon, phone, time_zone, opening_hours, missed_allowed,
    published, source, created_at, changed_at
  FROM space;
--> statement-breakpoint
CREATE VIEW "spaces_resource" WITH (security_invoker = true) AS
  SELECT id, space_id, name, kind, equipment_kind, capacity, quantity, holds, made_of, release_minutes, horizon_days, buffer_before_minutes,
    buffer_minutes, needs_approval, organisation_id, out_of_service_reason, out_of_service_until, created_at, changed_at
  FROM resource;
--> statement-breakpoint
CREATE VIEW "spaces_opening" WITH (security_invoker = true) AS
  SELECT space_id, during FROM opening;
--> statement-breakpoint
CREATE VIEW "identity_person" WITH (security_invoker = true) AS
  SELECT id, display_name, email, contact_email, phone, locale, disabled_at, erased_at, created_at FROM person;
--> statement-breakpoint
CREATE VIEW "identity_role" WITH (security_invoker = true) AS
  SELECT id, person_id, role, space_id, organisation_id, created_at FROM role_assignment;
--> statement-breakpoint
CREATE VIEW "identity_organisation" WITH (security_invoker = true) AS
  SELECT id, name FROM organisation;
--> statement-breakpoint
CREATE VIEW "identity_audit_entry" WITH (security_invoker = true) AS
  SELECT id, at, actor, action, subject, space_id, data FROM audit_entry;
--> statement-breakpoint
CREATE VIEW "consent_record_asked" WITH (security_invoker = true) AS
  SELECT id, person_id, field, created_at FROM consent_record;
--> statement-breakpoint
CREATE VIEW "consent_answer" WITH (security_invoker = true) AS
  SELECT consent_id, person_id, field FROM profile_answer;
--> statement-breakpoint
CREATE VIEW "notifications_calendar_message" WITH (security_invoker = true) AS
  SELECT person_id, uid, sequence FROM calendar_message;
--> statement-breakpoint
CREATE VIEW "allocation_taken" WITH (security_invoker = true) AS
  SELECT id, space_id, resource_id, during, active, kind, booking_id, closure_id FROM allocation;
--> statement-breakpoint
CREATE VIEW "allocation_pieces" WITH (security_invoker = true) AS
  SELECT id, space_id, resource_id, booking_id, during, quantity, active FROM stock_allocation;
--> statement-breakpoint
CREATE VIEW "bookings_booking" WITH (security_invoker = true) AS
  SELECT id, space_id, room_id, other_rooms, during, booked_by, people, layout_id, equipment, purpose, note, status, version, sequence,
    series_id, occurrence, instead_of, answer_by, checked_in_at, cancelled_at, created_at, changed_at
  FROM booking;
--> statement-breakpoint
CREATE VIEW "bookings_co_organiser" WITH (security_invoker = true) AS
  SELECT booking_id, person_id FROM co_organiser;
--> statement-breakpoint
CREATE VIEW "bookings_waiting" WITH (security_invoker = true) AS
  SELECT id, space_id, room_id, during, people, equipment, status FROM booking_wait;
--> statement-breakpoint
CREATE VIEW "closures_closure" WITH (security_invoker = true) AS
  SELECT id, space_id, room_ids, reason, windows, reopened_at FROM closure;
--> statement-breakpoint
-- One row for each room and time that is kept for a group.
CREATE VIEW "closures_kept" WITH (security_invoker = true) AS
  SELECT blocking.id AS blocking_id, blocking.title, kept.space_id, kept.resource_id, kept.during
  FROM blocking_time kept JOIN blocking ON blocking.id = kept.blocking_id;
--> statement-breakpoint
CREATE VIEW "series_series" WITH (security_invoker = true) AS
  SELECT id, space_id, room_id, booked_by, purpose, people, rule, first_start, first_end, extra_starts, excluded_starts, sequence, changed_at,
    cancelled_at
  FROM series;
--> statement-breakpoint
CREATE VIEW "sessions_session" WITH (security_invoker = true) AS
  SELECT id, space_id, booking_id, scheme_id, joint_id, title, about, language, status, during, occurrence, moves, places, partners, version,
    sheet_version, sheet_closed_at, created_at, changed_at, cancelled_at
  FROM session;
--> statement-breakpoint
CREATE VIEW "sessions_enrolment" WITH (security_invoker = true) AS
  SELECT session_id, space_id, person_id, status, created_at FROM enrolment;
--> statement-breakpoint
CREATE VIEW "sessions_scheme" WITH (security_invoker = true) AS
  SELECT id, code, name, project, indicators FROM scheme;
--> statement-breakpoint
CREATE VIEW "visits_visit" WITH (security_invoker = true) AS
  SELECT id, space_id, room_id, session_id, arrived_at, left_at FROM visit;
--> statement-breakpoint
CREATE VIEW "attendance_attendance" WITH (security_invoker = true) AS
  SELECT id, session_id, person_id, space_id FROM attendance;
--> statement-breakpoint
CREATE VIEW "attendance_person_line" WITH (security_invoker = true) AS
  SELECT id, session_id, space_id, age_band, gender, labour_status, education_band, first_time, groups, counted FROM person_line;
--> statement-breakpoint
CREATE VIEW "attendance_tally_cell" WITH (security_invoker = true) AS
  SELECT session_id, space_id, gender, age_band, labour_status, people FROM tally_cell;
--> statement-breakpoint
CREATE VIEW "guests_booking" WITH (security_invoker = true) AS
  SELECT booking_id, contact_hash FROM guest_booking;
