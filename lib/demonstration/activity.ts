import { asc, eq } from "drizzle-orm";
import { personLines, tallyCells } from "#db/schema/attendance.ts";
import { people } from "#db/schema/identity.ts";
import { schemes, sessions } from "#db/schema/sessions.ts";
import { spaces } from "#db/schema/spaces.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { cellKey } from "#lib/learning/attendance/rules.ts";
import {
  GROUPS,
  type PersonLine,
  type TallyCell,
  TRAITS,
  untouchedLine,
} from "#lib/learning/attendance/traits.ts";
import { TOPICS } from "#lib/learning/sessions/traits.ts";
import { type Dice, diceFrom } from "./dice.ts";
import { largestRoom, planned } from "./planned.ts";

const SPACES = 12;
const DAYS_BACK = 365;
const DAYS_BETWEEN = 3;
const UPCOMING_DAYS = [4, 8, 12, 17, 23];
const ROWS_AT_ONCE = 1_000;

/** Invented, as everything here; who organises is not. */
const SCHEMES = [
  { code: "GRENZELOOS", name: "Digitaal zonder grens", project: "Eurometropool leert" },
  {
    code: "PHARE",
    name: "Premiers pas numériques",
    project: "Eurometropool leert",
    indicators: ["RCO85"],
  },
];

const PARTNERS = [
  [],
  [{ name: "VDAB", country: "BE" }],
  [
    { name: "VDAB", country: "BE" },
    { name: "France Travail", country: "FR" },
  ],
  [{ name: "Le Forem", country: "BE" }],
];

const TITLES = [
  {
    nl: "Mailen met je telefoon",
    fr: "Écrire des courriels sur son téléphone",
    en: "Mail on your phone",
  },
  { nl: "Je papieren online", fr: "Ses papiers en ligne", en: "Your papers online" },
  { nl: "Veilig betalen", fr: "Payer en sécurité", en: "Pay safely" },
  { nl: "Een computer herstellen", fr: "Réparer un ordinateur", en: "Repair a computer" },
  { nl: "Praten in het Frans", fr: "Parler en néerlandais", en: "Talk across the border" },
];

/**
 * A year of invented sessions and who came, and some that are still to come. The same every time.
 */
export async function seedActivity(ctx: Context): Promise<void> {
  const { db } = ctx;
  const [facilitator] = await db
    .select({ id: people.id })
    .from(people)
    .where(eq(people.email, "facilitator@trivium.test"));
  if (!facilitator) throw new Error("seedIdentity comes first");
  const active = await db.select().from(spaces).orderBy(asc(spaces.slug)).limit(SPACES);
  const dice = diceFrom(20_261_124);
  const made = await db.insert(schemes).values(SCHEMES).returning({ id: schemes.id });
  const schemeIds = made.map(({ id }) => id);

  const held: HeldSession[] = [];
  const lines: (typeof personLines.$inferInsert)[] = [];
  for (const [index, space] of active.entries()) {
    const country = space.country === "FR" ? "FR" : "BE";
    for (const day of pastDays(ctx.now, space.timeZone, index)) {
      const session = {
        ...invented(space, facilitator.id, day, 9 + dice(8), dice),
        ...sessionDetails(schemeIds, dice),
      };
      held.push(session);
      for (let person = 2 + dice(11); person > 0; person -= 1)
        lines.push({ ...inventedLine(country, dice), sessionId: session.id, spaceId: space.id });
    }
  }
  for (let at = 0; at < held.length; at += ROWS_AT_ONCE)
    await db.insert(sessions).values(held.slice(at, at + ROWS_AT_ONCE));
  for (let at = 0; at < lines.length; at += ROWS_AT_ONCE)
    await db.insert(personLines).values(lines.slice(at, at + ROWS_AT_ONCE));
  const cells = tallied(held);
  for (let at = 0; at < cells.length; at += ROWS_AT_ONCE)
    await db.insert(tallyCells).values(cells.slice(at, at + ROWS_AT_ONCE));
  for (const space of active) await seedUpcoming(ctx, space, facilitator.id, schemeIds, dice);
}

type Space = typeof spaces.$inferSelect;
type HeldSession = typeof sessions.$inferInsert & { id: string };

/** The weekdays of the past year on which a space had a session: each space has days of its own. */
function pastDays(now: Temporal.Instant, timeZone: string, nth: number): Temporal.PlainDate[] {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const days: Temporal.PlainDate[] = [];
  for (let back = DAYS_BACK - (nth % DAYS_BETWEEN); back > 0; back -= DAYS_BETWEEN)
    days.push(today.subtract({ days: back }));
  return days.filter(({ dayOfWeek }) => dayOfWeek <= 5);
}

function invented(
  space: Space,
  facilitatorId: string,
  day: Temporal.PlainDate,
  hour: number,
  dice: Dice,
) {
  const start = day.toPlainDateTime({ hour }).toZonedDateTime(space.timeZone).toInstant();
  return {
    id: crypto.randomUUID(),
    spaceId: space.id,
    facilitatorId,
    title: TITLES[dice(TITLES.length)] ?? { en: "" },
    topic: TOPICS[dice(TOPICS.length)] ?? "first_steps",
    modality: "in_person",
    language: space.language,
    places: 12,
    during: { start, end: start.add({ hours: 2 }) },
  };
}

/**
 * Details of a session: who organises it, for which scheme, for how much and for whom.
 */
function sessionDetails(schemeIds: string[], dice: Dice) {
  const luck = dice(3);
  return {
    partners: PARTNERS[dice(PARTNERS.length)] ?? [],
    schemeId: schemeIds[luck] ?? null,
    level: ["A1", "A2", "B1", null, null][dice(5)] ?? null,
    costCents: [0, 0, 0, 300][dice(4)] ?? 0,
    accessibility: dice(2) === 0 ? ["step_free"] : ["step_free", "easy_language"],
    competences: [["1.1"], ["2.1", "2.4"], ["4.1", "4.2"], ["5.1"]][dice(4)] ?? [],
  };
}

async function seedUpcoming(
  ctx: Context,
  space: Space,
  facilitatorId: string,
  schemeIds: string[],
  dice: Dice,
): Promise<void> {
  const room = await largestRoom(ctx.db, space.id);
  if (!room) return;
  const today = ctx.now.toZonedDateTimeISO(space.timeZone).toPlainDate();
  for (const ahead of UPCOMING_DAYS) {
    const day = today.add({ days: ahead });
    if (day.dayOfWeek > 5) continue;
    await planned(ctx.db, room, {
      ...invented(space, facilitatorId, day, 10, dice),
      ...sessionDetails(schemeIds, dice),
    });
  }
}

/**
 * One session in seven drew more people than there were lines for: those were counted, by gender
 * and work, some by age too.
 */
function tallied(held: { id: string; spaceId: string }[]) {
  const dice = diceFrom(20_261_127);
  return held
    .filter((_, at) => at % 7 === 3)
    .flatMap(({ id: sessionId, spaceId }) => {
      const byAge = dice(2) === 0;
      const drawn = Array.from({ length: 4 + dice(4) }, (): TallyCell => {
        const line = inventedLine("BE", dice);
        return { ...line, ageBand: byAge ? line.ageBand : "not_asked", people: 1 + dice(3) };
      }).map(({ gender, ageBand, labourStatus, people }) => ({
        gender,
        ageBand,
        labourStatus,
        people,
      }));
      return [...new Map(drawn.map((cell) => [cellKey(cell), cell])).values()].map((cell) => ({
        ...cell,
        sessionId,
        spaceId,
      }));
    });
}

/**
 * Somebody nobody is: drawn trait by trait, with those who were not asked, would not say or did not
 * know.
 */
function inventedLine(country: "BE" | "FR", dice: Dice): PersonLine {
  const drawn = (codes: readonly string[]) => {
    const luck = dice(20);
    if (luck === 0) return "asked_refused";
    if (luck === 1) return "asked_unknown";
    if (luck === 2) return "not_asked";
    // Two draws: the codes in the middle are likelier than those at the ends.
    return codes[Math.floor((dice(codes.length) + dice(codes.length) + 1) / 2)] ?? "not_asked";
  };
  const line = untouchedLine(crypto.randomUUID(), country);
  return {
    ...line,
    ageBand: drawn(TRAITS.ageBand),
    gender: dice(60) === 0 ? "non_binary" : drawn(["woman", "woman", "man"]),
    labourStatus: drawn(TRAITS.labourStatus),
    educationBand: drawn(TRAITS.educationBand),
    firstTime: drawn(TRAITS.firstTime),
    groups: Object.fromEntries(
      GROUPS[country].map((group) => [group, drawn(["yes", "no", "no", "no"])]),
    ),
  };
}
