import { sql } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "#db/client.ts";
import { test } from "#testing/database.ts";
import { myData } from "./own-data.ts";
import { PERSON_COLUMNS } from "./person-columns.ts";
import { TERM_NAMES } from "./terms.ts";

/**
 * Columns that could hold words or ids and hold nobody's: codes, names of things, what the network
 * itself publishes.
 */
const NO_PEOPLE: Record<string, string> = {
  access_token: "scopes token_hash",
  allocation: "closure_id kind",
  audit_entry: "action",
  audit_head: "chain cut_hash hash",
  audit_seal: "chain hash previous_hash",
  audit_unsealed: "digest",
  award: "accepted_how language level met state",
  award_rule: "kind level topic",
  background_task: "key kind state",
  backpack_badge: "holder kind sha256 verdict",
  badge_class: "slug state",
  badge_edition: "criteria description language name",
  badge_version: "colour icon",
  benchmark_entry:
    "country criteria endorsed_by imported_from issuer kind languages level name other_competences region source standard verification website",
  blocking: "role room_ids title",
  booking: "equipment instead_of other_rooms status",
  booking_proposal: "kind",
  booking_quota: "counts period role",
  booking_wait: "equipment status",
  calendar_feed: "shows token_hash",
  calendar_message: "method recurrence_id uid",
  card: "code_hash",
  closure: "reason recurrence_id room_ids uid",
  competence: "code labels origin uri",
  competence_alignment: "relation",
  consent_event: "expressed state",
  consent_record:
    "controller data_categories field formats jurisdiction language purposes recipients retention",
  counter_device: "kind name sensor_id token_hash",
  course: "rule",
  credential: "achievement_id award_id image_svg sha256",
  endorsement: "language revoked_by scopes sha256 subject withdraw_hash",
  endorsement_request: "domain kind language organisation region state subject token_hash",
  endorser: "domain kind name region",
  enrolment: "status",
  external_identity: "issuer",
  framework: "about kind levels licence names publisher slug source target_type version",
  guest_booking: "link_hash",
  idempotency_key: "key request_hash",
  imported_event: "recurrence_id timing uid",
  invitation: "token_hash totp_secret",
  issuer_key: "algorithm fragment private_key public_jwk",
  job_run: "fault name",
  kiosk_device: "link_hash name private_key public_key token_hash",
  login_session: "method token_hash",
  map_overlay: "name shapes slug source",
  network_actor:
    "activity city country does fields kind languages name precision region slug source website",
  opening_exception: "hours reason",
  organisation: "country name",
  organisation_contact: "language",
  organisation_invitation: "language name state token_hash",
  organisation_message: "token_hash",
  outbox_message: "locale template work_id",
  peer_review: "level",
  person: "locale",
  person_line: "age_band education_band first_time gender groups labour_status",
  photo: "alt large medium small",
  listed_hours: "country hours",
  listed_place: "city country hours labels licence name record search source source_id",
  place_claim: "state",
  place_import: "columns_hash counts file_name head licence mapping source state",
  place_import_part: "content",
  place_import_row: "name outcome place_id record said search source_id twin",
  practice: "slug",
  practice_edition:
    "context costs done effects failed language measured pedagogy setting steps summary target_group technology title",
  practice_report: "language outcome state",
  journal: "language slug state title",
  journal_entry: "kind language visible",
  journal_file: "kind large small visible",
  journal_phase: "kind",
  practice_version: "evidence languages licence source state theme",
  practice_word: "language word",
  profile_answer: "field",
  prototype: "hypothesis kit language setting slug state title verdict",
  prototype_observation: "language",
  prototype_variant: "names plan words",
  published_badges: "figures region",
  published_block: "cells region",
  published_use: "region",
  pulse_count: "answer language question week",
  rate_limit: "key",
  reading: "clock key",
  recovery_code: "code_hash",
  release: "dataset parameters protection purpose sha256",
  release_block: "fingerprint release_id",
  release_chunk: "content release_id",
  release_download: "sha256",
  resource:
    "bookable_by cost_code equipment_kind features holds kind made_of name out_of_service_reason",
  retention_run: "counts job",
  role_assignment: "role",
  room_layout: "names plan",
  role_offer: "role",
  scheme: "code indicators name project",
  series: "equipment follows rule",
  session:
    "about accessibility bring competences joint_id language level modality partners provided status title topic",
  sheet_event: "changes kind reason",
  sign_in_code: "code_hash",
  space:
    "address audiences city commune_code country features kind language licence name opening_hours phone postcode precision region slug source summary time_zone website",
  status_list: "signed",
  tally_cell: "age_band gender labour_status",
  use_month: "grain",
  use_year: "grain",
  visit: "departure_id source",
  visit_aside: "kind source",
  webhook: "events old_secret secret url",
  webhook_delivery: "event last_error payload",
};

/** Every column that may hold an id of a person, or words: with its foreign key, if it has one. */
async function suspects(db: Database): Promise<{ place: string; isPerson: boolean }[]> {
  const { rows } = await db.execute<{ place: string; isPerson: boolean }>(sql`
    select column_of.relname || '.' || attname as place, coalesce(bool_or(confrelid = 'person'::regclass), false) as "isPerson"
    from pg_attribute
    join pg_class column_of on column_of.oid = attrelid and relkind in ('r', 'p') and not relispartition
    left join pg_constraint on conrelid = attrelid and contype = 'f' and conparentid = 0 and attnum = any(conkey)
    where relnamespace = 'public'::regnamespace and attnum > 0 and not attisdropped
      and atttypid in ('text'::regtype, 'varchar'::regtype, 'uuid'::regtype, 'jsonb'::regtype, 'json'::regtype, 'bytea'::regtype,
        'text[]'::regtype, 'uuid[]'::regtype, 'inet'::regtype)
      and attname not in ('id', 'space_id', 'room_id', 'resource_id', 'session_id', 'booking_id', 'series_id', 'organisation_id')
    group by 1 having bool_or(confrelid = 'person'::regclass) or not bool_or(confrelid is not null) or bool_or(confrelid is null)
    order by 1`);
  return rows;
}

test("every column that may hold people has its fate, and none is listed that is not there", async ({
  ctx,
}) => {
  const found = await suspects(ctx.db);
  const neutral = Object.entries(NO_PEOPLE).flatMap(([table, columns]) =>
    columns.split(" ").map((column) => `${table}.${column}`),
  );
  const places = found.map(({ place }) => place);
  const known = [...Object.keys(PERSON_COLUMNS), ...neutral];
  expect(
    places.filter((place) => !known.includes(place)),
    "new columns: who may be in them, and what becomes of it? See PERSON_COLUMNS in lib/evidence/privacy/person-columns.ts; columns that hold nobody stand in NO_PEOPLE here",
  ).toEqual([]);
  expect(known.filter((place) => !places.includes(place))).toEqual([]);
  expect(found.filter(({ isPerson, place }) => isPerson && !(place in PERSON_COLUMNS))).toEqual([]);
});

test("every column of people is in the copy of one's data under the name it says, or says why not", async ({
  ctx,
}) => {
  const kinds = Object.keys(await myData(ctx));
  const promised = Object.values(PERSON_COLUMNS).map(({ own }) => own);
  expect(promised.filter((own) => !own.startsWith("(") && !kinds.includes(own))).toEqual([]);
  expect(kinds.filter((kind) => kind !== "madeAt" && !promised.includes(kind))).toEqual([]);
});

test("every term that a column names is one that is declared", () => {
  const named = Object.values(PERSON_COLUMNS).map(({ term }) => term);
  expect(named.filter((term) => ![...TERM_NAMES, "account", "short"].includes(term))).toEqual([]);
});
