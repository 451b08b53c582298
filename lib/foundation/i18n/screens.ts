/** Words that somebody meets together, and for whom they are. */
export type Screen = { name: string; audience: "learner" | "staff"; keys: readonly string[] };

/**
 * The first screen that a key begins with is its own. What a learner's domain says besides is for
 * learners too: new words are judged without being named here.
 */
export const SCREENS: readonly Screen[] = [
  { name: "kiosk", audience: "learner", keys: ["presence.kiosk"] },
  {
    name: "check in by phone",
    audience: "learner",
    keys: ["presence.self", "presence.code_wrong", "presence.code_used", "presence.check_code"],
  },
  {
    name: "poster",
    audience: "learner",
    keys: [
      "presence.poster.heading",
      "presence.poster.scan",
      "presence.poster.signIn",
      "presence.poster.code",
      "presence.poster.noPhone",
    ],
  },
  { name: "presence at the desk", audience: "staff", keys: ["presence"] },

  {
    name: "files of places",
    audience: "staff",
    keys: [
      "places.import",
      "places.admin",
      "places.formats",
      "places.claims",
      "places.describe",
      "places.fields",
      "places.notes",
      "places.not_json",
      "places.no_columns",
      "places.broken_table",
      "places.empty_file",
      "places.not_a_table",
      "places.broken_text",
      "places.name_source",
      "places.name_licence",
      "places.mapping_missing",
      "places.mapping_twice",
      "places.mapping_first",
      "places.taken_already",
      "places.another_runs",
      "places.look_first",
      "places.look_again",
      "places.refused_left",
      "places.outside_regions",
    ],
  },
  { name: "consent at the desk", audience: "staff", keys: ["consent.desk"] },
  {
    name: "receipt",
    audience: "learner",
    keys: ["consent.receipt", "consent.purposes", "consent.states"],
  },
  { name: "my choices", audience: "learner", keys: ["consent"] },
  { name: "privacy declaration", audience: "learner", keys: ["privacy.declaration"] },
  {
    name: "what was deleted",
    audience: "staff",
    keys: ["privacy.runs", "privacy.jobs", "privacy.counts"],
  },
  { name: "my data", audience: "learner", keys: ["privacy"] },

  {
    name: "people and cards",
    audience: "staff",
    keys: [
      "identity.people",
      "identity.setUp",
      "identity.scopes",
      "identity.roles",
      "identity.mail.invitation",
      "identity.mail.staff",
      "identity.signIn.staff",
      "identity.staff",
      "identity.totp_wrong",
      "identity.invitation",
      "identity.email_taken",
      "identity.no_email",
      "identity.role_above",
      "identity.no_space",
      "identity.not_yourself",
      "identity.no_such_scope",
      "identity.choose",
      "identity.no_pages_for_tokens",
      "identity.token_unknown",
      "identity.password_short",
      "identity.organisation",
      "identity.account.token",
      "identity.account.makeToken",
      "identity.account.madeToken",
      "identity.account.revokeToken",
    ],
  },
  { name: "sign in", audience: "learner", keys: ["identity"] },

  {
    name: "closing rooms",
    audience: "staff",
    keys: [
      "booking.closure",
      "booking.unknown_closure",
      "booking.quota_of_nothing",
      "booking.quota_number",
      "booking.belongs_to_session",
      "booking.mail.asked",
      "booking.mail.until_asked",
    ],
  },
  {
    name: "booking in steps",
    audience: "learner",
    keys: ["booking.steps", "booking.what", "booking.where", "booking.when", "booking.check"],
  },
  {
    name: "my bookings",
    audience: "learner",
    keys: ["booking.mine", "booking.one", "booking.change", "booking.waits", "booking.helpers"],
  },
  { name: "mail about bookings", audience: "learner", keys: ["booking.mail"] },
  { name: "why not booked", audience: "learner", keys: ["booking"] },

  {
    name: "planning sessions",
    audience: "staff",
    keys: [
      "sessions.desk",
      "sessions.plan",
      "sessions.no_title",
      "sessions.title_too_long",
      "sessions.unknown_",
      "sessions.needs_",
      "sessions.schemes",
      "sessions.scheme_",
      "sessions.counts",
      "sessions.joint_",
      "sessions.partner",
      "sessions.fewer_",
    ],
  },
  { name: "sessions", audience: "learner", keys: ["sessions"] },

  {
    name: "rooms and equipment",
    audience: "staff",
    keys: [
      "spaces.unknown_resource",
      "spaces.wrong_parts",
      "spaces.booked_ahead",
      "spaces.pieces_taken",
      "spaces.what_is_it",
      "spaces.name_it",
      "spaces.count",
      "spaces.minutes",
      "spaces.shortest_longest",
      "spaces.not_a_",
    ],
  },
  {
    name: "designing badges",
    audience: "staff",
    keys: [
      "badges.import",
      "badges.framework",
      "badges.design",
      "badges.level_not_there",
      "badges.class_changed",
      "badges.tied_to_retired",
      "badges.map_taken",
      "badges.code_taken",
      "badges.no_such_alignment",
      "badges.group_later",
      "badges.does_not_follow",
      "badges.unknown_competence",
      "badges.asks_for_itself",
      "badges.nothing_to_publish",
      "badges.not_in_use",
      "badges.competence_in_use",
      "badges.slug",
      "badges.hours",
      "badges.peers_count",
      "badges.months",
      "badges.needs_edition",
      "badges.needs_competence",
      "badges.needs_rule",
    ],
  },
  {
    name: "groups and firms, by staff",
    audience: "staff",
    keys: [
      "actors.admin",
      "actors.choose_one",
      "actors.needs_",
      "actors.not_yet",
      "actors.unknown",
      "actors.changed_meanwhile",
    ],
  },
  { name: "who is who", audience: "learner", keys: ["actors"] },
  {
    name: "badges of others, by staff",
    audience: "staff",
    keys: [
      "benchmark.admin",
      "benchmark.import",
      "benchmark.needs_",
      "benchmark.not_a_",
      "benchmark.unknown_competence",
      "benchmark.no_such_",
    ],
  },
  { name: "badges of others", audience: "learner", keys: ["benchmark"] },
  { name: "deciding on badges", audience: "staff", keys: ["badges.desk", "badges.not_yourself"] },
  { name: "badges", audience: "learner", keys: ["badges"] },
  { name: "my backpack", audience: "learner", keys: ["backpack"] },
  { name: "asking for recognition", audience: "learner", keys: ["endorsements.own"] },

  { name: "places", audience: "learner", keys: ["spaces"] },
  { name: "booking without an account", audience: "learner", keys: ["guest"] },
  { name: "home", audience: "learner", keys: ["home"] },
  { name: "map", audience: "learner", keys: ["map"] },
  { name: "my calendars", audience: "learner", keys: ["calendars"] },
  {
    name: "programs that call us",
    audience: "staff",
    keys: [
      "common.not_json",
      "common.broken_off",
      "common.too_large",
      "common.key_reused",
      "common.foreign_request",
      "common.not_a_form",
    ],
  },
  { name: "menu and errors", audience: "learner", keys: ["common"] },
];

/**
 * The screen of a key such as `booking.one.title`; a domain that is named nowhere is a screen for
 * staff.
 */
export function screenOf(key: string): Screen {
  const [domain = ""] = key.split(".");
  const named = SCREENS.find(({ keys }) => keys.some((start) => key.startsWith(start)));
  return named ?? { name: domain, audience: "staff", keys: [domain] };
}

type Tree = { [key: string]: string | Tree };

/** Every message with its whole key. */
export function keysOf(tree: Tree, prefix = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : keysOf(value, `${prefix}${key}.`),
  );
}
