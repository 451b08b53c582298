import type { BookingFigures, ContentionFigures, OneSpaceFigures } from "./booking.ts";
import type { CheckInFigures } from "./check-ins.ts";
import type { Figures } from "./load.ts";
import type { OccupancyFigures } from "./occupancy.ts";
import type { Reading } from "./reading.ts";

export type Result = {
  booking: BookingFigures;
  oneSpace: OneSpaceFigures;
  contention: ContentionFigures;
  search: Reading;
  /** The same before the network grew to its whole size. */
  searchInSmall: Pick<Figures, "p50" | "p95" | "p99">;
  searchInDatabase: Pick<Figures, "p50" | "p95" | "p99">;
  /** Peaks, in megabytes. */
  memory: Record<"web" | "secondWeb" | "largestBackend" | "load", number | null>;
  feed: Reading;
  home: Reading;
  space: Reading;
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
    [
      `20 at once for one room and hour: ${contention.oneWinner} of ${contention.rounds} rounds with one winner`,
      "",
      "",
      "",
      contention.p99,
      "",
    ],
    ...rowsOfOneSpace(oneSpace),
    [
      "free rooms, without HTTP, 1 at once, at most 100,000 allocations",
      "",
      searchInSmall.p50,
      searchInSmall.p95,
      searchInSmall.p99,
      "",
    ],
    ["the same, all allocations", "", searchInDatabase.p50, searchInDatabase.p95, searchInDatabase.p99, ""],
  ];
  for (const [name, reading] of Object.entries(readings).filter(([name]) => name in NAMES) as [
    keyof typeof NAMES,
    Reading,
  ][]) {
    if (reading === "not there") rows.push([`${NAMES[name]}: not there`, "", "", "", "", ""]);
    else
      rows.push(
        row(`${NAMES[name]}, 1 at once`, reading.oneAtOnce),
        row(`${NAMES[name]}, 16 at once`, reading.sixteenAtOnce),
        row(`${NAMES[name]}, 64 at once`, reading.manyAtOnce),
      );
  }
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

/** What `npm run bench -- --only one-space` says. */
export function tableOfOneSpace(figures: OneSpaceFigures): string {
  return markdown([...HEAD, ...rowsOfOneSpace(figures)]);
}

function rowsOfOneSpace({ rawOneStatement, http, twoProcesses, overlaps }: OneSpaceFigures): Row[] {
  return [
    row("booking in the 30 rooms of one space, bare pg, one statement, 16 at once", rawOneStatement),
    row("the same, POST /api/v1/bookings, 16 at once", http),
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

const NAMES = {
  search: "free rooms, GET /api/v1/availability",
  feed: "calendar feed, a week of thirty rooms",
  home: "page /nl",
  space: "page of a space",
};

function row(name: string, { perSecond, p50, p95, p99, errors }: Figures): (string | number)[] {
  return [name, perSecond, p50, p95, p99, errors];
}
