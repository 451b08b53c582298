import type { BadgeFigures } from "./badges.ts";
import type { Paired, Pairs } from "./before.ts";
import type { BookingFigures, ContentionFigures, OneSpaceFigures } from "./booking.ts";
import type { CheckInFigures } from "./check-ins.ts";
import { type Figures, round } from "./load.ts";
import type { OccupancyFigures } from "./occupancy.ts";
import type { PlanFigures } from "./plans.ts";
import { READINGS, type Reading, type ReadingName } from "./reading.ts";

export type Result = ReadingResult & {
  booking: BookingFigures;
  oneSpace: OneSpaceFigures;
  /** Peaks, in megabytes. */
  memory: Record<"web" | "secondWeb" | "largestBackend" | "load", number | null>;
  checkIns: CheckInFigures;
  occupancy: OccupancyFigures;
};

/** The result as a Markdown table: what, per second, and times in milliseconds. */
export function tableOf({
  booking,
  oneSpace,
  contention,
  searchInSmall,
  searchInDatabase,
  plans,
  memory,
  checkIns,
  occupancy,
  ...readings
}: Result): string {
  const rows: Row[] = [
    ...HEAD,
    row("booking, bare pg, six statements, 16 at once", booking.rawSixStatements),
    row("booking, bare pg, one statement, 16 at once", booking.rawOneStatement),
    row("booking, POST /api/v1/bookings, 1 at once", booking.oneAtOnce),
    row("the same, 16 at once", booking.http),
    row("the same, 64 at once", booking.manyAtOnce),
    row("the same, two web processes, 16 at once", booking.twoProcesses.http),
    row("the same, two web processes, 64 at once", booking.twoProcesses.manyAtOnce),
    [
      `16 at once as a share of six bare statements: ${booking.shareOfSixStatements}; of one: ${booking.shareOfOneStatement}; overlaps: ${booking.overlaps}`,
      "",
      "",
      "",
      "",
      "",
    ],
    ...rowsOfContention(contention),
    ...rowsOfOneSpace(oneSpace),
    ...rowsOfSearch({ searchInSmall, searchInDatabase }),
    ...rowsOfPlans(plans),
    ...rowsOfReadings(readings),
  ];
  rows.push(
    row(
      `check-ins by card, POST /api/v1/visits, 16 tablets: ${checkIns.checkIns} people, ${checkIns.replayed} sent twice, ${checkIns.visits} visits`,
      checkIns,
    ),
    row(
      `counters, deliveries of 500, 4 at once: ${occupancy.readings.readingsPerSecond} readings per second`,
      occupancy.readings,
    ),
    [
      `from a counter to ${occupancy.streams.streams} who watch, ${occupancy.streams.counts} counts; heard: ${occupancy.streams.heard}, at most ${occupancy.streams.delay.max} ms, ${occupancy.streams.listening} connection listens, ${occupancy.streams.transactionsPerCount} transactions a count`,
      "",
      occupancy.streams.delay.p50,
      occupancy.streams.delay.p95,
      occupancy.streams.delay.p99,
      "",
    ],
    row(
      `page of a year of use, whole network, ${occupancy.yearPage.kilobytes} KB of HTML, 1 at once`,
      occupancy.yearPage,
    ),
    [
      `a year of use, whole network, ${occupancy.use.visits} visits, without HTTP (worked out in ${occupancy.use.refreshedInSeconds} s)`,
      "",
      occupancy.use.p50,
      occupancy.use.p95,
      occupancy.use.p99,
      "",
    ],
  );
  rows.push([
    `peak memory, MB: web ${memory.web} and ${memory.secondWeb}, largest PostgreSQL process ${memory.largestBackend}, load ${memory.load}`,
    "",
    "",
    "",
    "",
    "",
  ]);
  return markdown(rows);
}

export type ReadingResult = Record<ReadingName, Reading> & {
  contention: ContentionFigures;
  /** The search for rooms without HTTP, before the network grew to its whole size. */
  searchInSmall: Pick<Figures, "p50" | "p95" | "p99">;
  searchInDatabase: Pick<Figures, "p50" | "p95" | "p99">;
  plans: PlanFigures;
};

/** What `npm run bench -- --only reading` says. */
export function tableOfReading({
  contention,
  searchInSmall,
  searchInDatabase,
  plans,
  ...readings
}: ReadingResult): string {
  return markdown([
    ...HEAD,
    ...rowsOfContention(contention),
    ...rowsOfSearch({ searchInSmall, searchInDatabase }),
    ...rowsOfPlans(plans),
    ...rowsOfReadings(readings),
  ]);
}

function rowsOfContention({ oneWinner, rounds, p99, losersP99 }: ContentionFigures): Row[] {
  return [
    [
      `20 at once for one room and hour: ${oneWinner} of ${rounds} rounds with one winner`,
      "",
      "",
      "",
      p99,
      "",
    ],
    ["the same, those who came too late", "", "", "", losersP99, ""],
  ];
}

function rowsOfSearch({
  searchInSmall,
  searchInDatabase,
}: Pick<ReadingResult, "searchInSmall" | "searchInDatabase">): Row[] {
  const times = ({ p50, p95, p99 }: Pick<Figures, "p50" | "p95" | "p99">) => [
    "",
    p50,
    p95,
    p99,
    "",
  ];
  return [
    ["free rooms, without HTTP, 1 at once, at most 100,000 allocations", ...times(searchInSmall)],
    ["the same, all allocations", ...times(searchInDatabase)],
  ];
}

/** What each statement reads allocations by, and what it should not. */
function rowsOfPlans({ by, faults }: PlanFigures): Row[] {
  return [
    ...Object.entries(by).map(
      ([name, read]) => `index of allocations taken by ${name}: ${read.join(", ")}`,
    ),
    ...faults.map((fault) => `**not room by room**, ${fault}`),
  ].map((text) => [text, "", "", "", "", ""]);
}

function rowsOfReadings(readings: Record<ReadingName, Reading>): Row[] {
  return READINGS.flatMap((key): Row[] => {
    const reading = readings[key];
    const name = NAMES[key];
    if (reading === "not there") return [[`${name}: not there`, "", "", "", "", ""]];
    return [
      row(`${name}, 1 at once`, reading.oneAtOnce),
      row(`${name}, 16 at once`, reading.sixteenAtOnce),
      row(`${name}, 64 at once`, reading.manyAtOnce),
    ];
  });
}

/** What `npm run bench -- --only one-space` says. */
export function tableOfOneSpace(figures: OneSpaceFigures): string {
  return markdown([...HEAD, ...rowsOfOneSpace(figures)]);
}

function rowsOfOneSpace({
  rawOneStatement,
  oneAtOnce,
  http,
  twoProcesses,
  shareOfOneStatement,
  overlaps,
}: OneSpaceFigures): Row[] {
  return [
    row(
      "booking in the 30 rooms of one space, bare pg, one statement, 16 at once",
      rawOneStatement,
    ),
    row("the same, POST /api/v1/bookings, 1 at once", oneAtOnce),
    row(`the same, 16 at once; as a share of the bare statement: ${shareOfOneStatement}`, http),
    row(`the same, two web processes, 16 at once; overlaps: ${overlaps}`, twoProcesses),
  ];
}

type Row = (string | number)[];

const HEAD: Row[] = [
  ["what", "per second", "p50 ms", "p95 ms", "p99 ms", "errors"],
  ["---", "---", "---", "---", "---", "---"],
];

function markdown(rows: Row[]): string {
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const NAMES: Record<ReadingName, string> = {
  search: "free rooms, GET /api/v1/availability",
  feed: "calendar feed, a week of thirty rooms",
  when: "page /book/when, three days of thirty rooms",
  calendar: "page /desk/calendar, a day of thirty rooms",
  calendarWithFeed: "the same with its feed",
  today: "page /desk, a day of thirty rooms",
  hours: "page /desk/hours",
  indicators: "page /research/indicators, twelve months",
  home: "page /nl",
  space: "page of a space",
  calendarWhileWritten: "page /desk/calendar with its feed, ten commits a second meanwhile",
  todayWhileWritten: "page /desk, ten commits a second meanwhile",
  homeWhileWritten: "page /nl, ten commits a second meanwhile",
  spaceWhileWritten: "page of a space, ten commits a second meanwhile",
};

function row(name: string, { perSecond, p50, p95, p99, errors }: Figures): (string | number)[] {
  return [name, perSecond, p50, p95, p99, errors];
}

const PAIR_NAMES: Record<Paired, string> = {
  ...NAMES,
  bookings: "bookings in the thirty rooms of one space, POST /api/v1/bookings",
  bookingsOfNetwork: "bookings in 300 spaces, POST /api/v1/bookings",
  losers: "20 at once for one room and hour, those who came too late",
};

/**
 * What `npm run bench -- --before <folder>` says: the middle one of five rounds, and the ratio of
 * the two.
 */
export function tableOfPairs(measured: Partial<Record<Paired, Pairs>>): string {
  const middle = (figures: number[]) =>
    figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0;
  return markdown([
    ["what", "before", "after", "after ÷ before"],
    ["---", "---", "---", "---"],
    ...Object.entries(measured).flatMap(([name, pairs]) =>
      Object.entries(pairs).map(([figure, { before, after }], at) => [
        `${at === 0 ? PAIR_NAMES[name as Paired] : "the same"}, ${figure}`,
        middle(before),
        middle(after),
        // Of each pair, as the machine may be quicker in one minute than in the next.
        round(middle(after.map((value, turn) => value / (before[turn] ?? value)))),
      ]),
    ),
  ]);
}

/** Badges, by the time of a core in this process: no HTTP. */
export function tableOfBadges({
  issuedPerSecond,
  verifiedPerSecond,
  listMs,
}: BadgeFigures): string {
  return [
    "| badges, warm, per core | |",
    "| --- | --- |",
    `| signed (document and token) and stored, a second | ${issuedPerSecond} |`,
    `| verified, with key and status list, a second | ${verifiedPerSecond} |`,
    `| status list of 131,072 places signed anew, ms | ${listMs} |`,
  ].join("\n");
}
