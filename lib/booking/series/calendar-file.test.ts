import fc from "fast-check";
import { expect, test } from "vitest";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { readCalendarFile } from "./calendar-file.ts";
import { occurrencesOf } from "./rules.ts";

const ZONE = "Europe/Brussels";
const file = (...events: string[][]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:test",
    ...events.flatMap((lines, nth) => [
      "BEGIN:VEVENT",
      `UID:${nth}`,
      "DTSTAMP:20260101T000000Z",
      ...lines,
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
    "",
  ].join("\r\n");
const read = (...lines: string[]) => readCalendarFile(file(lines), ZONE)[0];
const brussels = (time: string) => `TZID=Europe/Brussels:${time}`;

test.each([
  ["in UTC", ["DTSTART:20260303T090000Z", "DTEND:20260303T100000Z"]],
  [
    "in the zone of the space",
    [`DTSTART;${brussels("20260303T100000")}`, `DTEND;${brussels("20260303T110000")}`],
  ],
  ["in another zone", ["DTSTART;TZID=Europe/London:20260303T090000", "DURATION:PT1H"]],
  ["on no clock in particular", ["DTSTART:20260303T100000", "DTEND:20260303T110000"]],
])("an event %s is read", (_, lines) => {
  const event = read(...lines, "SUMMARY:Choir");
  expect(event).toMatchObject({ kind: "once", summary: "Choir" });
  expect(JSON.parse(JSON.stringify(event))).toMatchObject({
    during: { start: "2026-03-03T09:00:00Z", end: "2026-03-03T10:00:00Z" },
  });
});

test.each([
  ["PT2H", "2026-03-29T02:30:00Z"],
  ["P1D", "2026-03-29T23:30:00Z"],
  ["P1DT1H", "2026-03-30T00:30:00Z"],
])("an event that lasts %s, from before the clocks go forward, ends at %s", (length, end) => {
  const event = read(`DTSTART;${brussels("20260329T013000")}`, `DURATION:${length}`);
  expect(JSON.parse(JSON.stringify(event))).toMatchObject({
    during: { start: "2026-03-29T00:30:00Z", end },
  });
});

test.each([
  ["one day", ["DTSTART;VALUE=DATE:20260303"], "2026-03-02T23:00:00Z", "2026-03-03T23:00:00Z"],
  [
    "a week over the clock change",
    ["DTSTART;VALUE=DATE:20260327", "DTEND;VALUE=DATE:20260403"],
    "2026-03-26T23:00:00Z",
    "2026-04-02T22:00:00Z",
  ],
])("whole days are from midnight to midnight: %s", (_, lines, start, end) => {
  const event = JSON.parse(JSON.stringify(read(...lines)));
  expect(event).toMatchObject({ kind: "once", wholeDays: true, during: { start, end } });
});

/** As Outlook names and writes it: the clocks of Brussels. */
const ROMANCE = [
  "BEGIN:VTIMEZONE",
  "TZID:Romance Standard Time",
  "BEGIN:STANDARD",
  "DTSTART:16011028T030000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
  "TZOFFSETFROM:+0200",
  "TZOFFSETTO:+0100",
  "END:STANDARD",
  "BEGIN:DAYLIGHT",
  "DTSTART:16010325T020000",
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
  "TZOFFSETFROM:+0100",
  "TZOFFSETTO:+0200",
  "END:DAYLIGHT",
  "END:VTIMEZONE",
];

test("a zone that only the file knows is read by its own rules", () => {
  const lines = [
    "DTSTART;TZID=Romance Standard Time:20260324T100000",
    "DTEND;TZID=Romance Standard Time:20260324T110000",
    "RRULE:FREQ=WEEKLY;COUNT=2",
  ];
  const text = file(lines).replace("BEGIN:VEVENT", [...ROMANCE, "BEGIN:VEVENT"].join("\r\n"));
  const [event] = readCalendarFile(text, ZONE);
  const timing = event?.kind === "series" ? event.timing : expect.fail("no series");
  expect(occurrencesOf(timing, ZONE).map(({ during }) => during.start.toString())).toEqual([
    "2026-03-24T09:00:00Z",
    "2026-03-31T08:00:00Z",
  ]);
  // A rule that would be worked out second by second is none of a clock.
  const bomb = text.replaceAll("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "FREQ=SECONDLY");
  expect(readCalendarFile(bomb, ZONE)).toHaveLength(1);
});

test("a series keeps its hour, without what was taken out and what was moved", () => {
  const master = [
    "UID:a",
    `DTSTART;${brussels("20260317T100000")}`,
    `DTEND;${brussels("20260317T110000")}`,
    "RRULE:FREQ=WEEKLY;COUNT=5",
    `EXDATE;${brussels("20260324T100000")}`,
  ];
  const moved = [
    "UID:a",
    `RECURRENCE-ID;${brussels("20260331T100000")}`,
    `DTSTART;${brussels("20260401T140000")}`,
    `DTEND;${brussels("20260401T150000")}`,
  ];
  // The numbered UID of the helper gives way to the one that both share.
  const text = file(master, moved).replace(/UID:\d\r\n/g, "");
  const [series, once] = readCalendarFile(text, ZONE);
  const timing = series?.kind === "series" ? series.timing : expect.fail("no series");
  expect(occurrencesOf(timing, ZONE).map(({ during }) => during.start.toString())).toEqual([
    "2026-03-17T09:00:00Z",
    "2026-04-07T08:00:00Z",
    "2026-04-14T08:00:00Z",
  ]);
  expect(once).toMatchObject({ kind: "once" });
});

test.each([
  [
    "an unknown zone",
    ["DTSTART;TZID=Mars/Olympus:20260303T100000", "DURATION:PT1H"],
    "series.event_zone",
  ],
  [
    "a rule with a typo",
    ["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=WEKLY;COUNT=3"],
    "series.rule_value",
  ],
  [
    "a part of a rule nobody knows",
    ["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAI=MO;COUNT=3"],
    "series.rule_part_unknown",
  ],
  [
    "a second rule",
    ["DTSTART:20260303T100000", "DURATION:PT1H", "EXRULE:FREQ=DAILY;COUNT=3"],
    "series.event_two_rules",
  ],
  ["no end", ["DTSTART:20260303T100000"], "series.event_no_end"],
  ["no start", ["SUMMARY:x"], "series.event_unreadable"],
  ["a day that is none", ["DTSTART:20260231T100000", "DURATION:PT1H"], "series.event_unreadable"],
  [
    "an endless rule",
    ["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY"],
    "series.rule_no_end",
  ],
  [
    "a rule by the second",
    ["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=SECONDLY;COUNT=9"],
    "series.rule_value",
  ],
  [
    "a hundred thousand dates",
    ["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=100000"],
    "series.too_many",
  ],
  [
    "another clock that repeats",
    ["DTSTART;TZID=America/New_York:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"],
    "series.event_other_clock",
  ],
  [
    "thousands of dates taken out",
    [
      "DTSTART:20260303T100000",
      "DURATION:PT1H",
      "RRULE:FREQ=DAILY;COUNT=3",
      `EXDATE:${Array(5_000).fill("20260303T100000").join(",")}`,
    ],
    "series.too_many_given",
  ],
])("an event with %s is told of, and the file goes on", (_, lines, code) => {
  const events = readCalendarFile(file(lines, ["DTSTART:20260303T100000", "DURATION:PT1H"]), ZONE);
  expect(events[0]).toMatchObject({ kind: "unusable", reason: { code } });
  expect(events[1]).toMatchObject({ kind: "once" });
});

test.each([
  ["more than a megabyte", "x".repeat(1_000_001), "series.file_too_large"],
  [
    "thousands of components",
    file(...Array(2_001).fill(["DTSTART:20260303T100000"])),
    "series.file_too_many",
  ],
  [
    "thousands of dates",
    file(
      ...Array(9).fill(["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=300"]),
    ),
    "series.file_too_many",
  ],
  ["no calendar", "hello", "series.file_unreadable"],
  ["nothing", "", "series.file_unreadable"],
  ["half a calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "series.file_unreadable"],
])("a file with %s is refused", (_, text, code) => {
  expect(() => readCalendarFile(text, ZONE)).toThrow(
    expect.objectContaining({ reason: expect.objectContaining({ code }) }),
  );
});

test("a megabyte of dates to take out is refused in good time", () => {
  const bomb = `EXDATE:${Array(58_000).fill("20260303T100000").join(",")}`;
  const began = performance.now();
  const [event] = readCalendarFile(
    file(["DTSTART:20260303T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", bomb]),
    ZONE,
  );
  expect(event).toMatchObject({ kind: "unusable" });
  expect(performance.now() - began).toBeLessThan(3_000);
});

test("a file that was damaged anywhere is read or refused in words", () => {
  const whole = file(
    [
      `DTSTART;${brussels("20260317T100000")}`,
      "DURATION:PT1H",
      "RRULE:FREQ=WEEKLY;COUNT=5",
      "EXDATE:20260324T100000",
    ],
    ["DTSTART:20260303T100000Z", "DTEND:20260303T110000Z", "RECURRENCE-ID:20260303T100000Z"],
  );
  const damage = fc.record({
    at: fc.nat(whole.length - 1),
    length: fc.nat(12),
    put: fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom(":", ";", "\r\n", "T", "99", "-", '"'),
    ),
  });
  fc.assert(
    fc.property(damage, ({ at, length, put }) => {
      try {
        readCalendarFile(whole.slice(0, at) + put + whole.slice(at + length), ZONE);
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError);
      }
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["Windows's own name", "Romance Standard Time"],
  ["a slash before it", "/Europe/Brussels"],
  ["the name of a program before it", "/mozilla.org/20050126_1/Europe/Brussels"],
])("a zone is known by %s", (_, zone) => {
  const event = read(`DTSTART;TZID=${zone}:20260703T090000`, "DURATION:PT1H");
  expect(JSON.parse(JSON.stringify(event))).toMatchObject({
    during: { start: "2026-07-03T07:00:00Z" },
  });
});

test.each(["BYHOUR=3", "COUNT=9", "BYSETPOS=1"])(
  "a clock that changes by %s is named, not guessed",
  (part) => {
    const zone = ROMANCE.map((line) =>
      line.replace("Romance Standard Time", "Ours").replace("BYMONTH=3", `BYMONTH=3;${part}`),
    );
    const text = file(["DTSTART;TZID=Ours:20260703T090000", "DURATION:PT1H"]);
    const [event] = readCalendarFile(
      text.replace("BEGIN:VEVENT", [...zone, "BEGIN:VEVENT"].join("\r\n")),
      ZONE,
    );
    expect(event).toMatchObject({
      kind: "unusable",
      reason: { code: "series.event_zone_rule", line: expect.stringContaining(part) },
    });
  },
);

test("dates that are only listed, and days taken out of a series with hours, are honoured", () => {
  const startsOf = (...lines: string[]) => {
    const event = read(...lines);
    const timing = event?.kind === "series" ? event.timing : expect.fail("no series");
    return occurrencesOf(timing, ZONE).map(({ start }) => start.toString());
  };
  const first = ["DTSTART:20260303T100000", "DURATION:PT1H"];
  expect(startsOf(...first, "RDATE:20260305T100000")).toEqual([
    "2026-03-03T10:00:00",
    "2026-03-05T10:00:00",
  ]);
  expect(startsOf(...first, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260304")).toEqual([
    "2026-03-03T10:00:00",
    "2026-03-05T10:00:00",
  ]);
});

test.each([
  ["RECURRENCE-ID;RANGE=THISANDFUTURE:20260310T100000", "series.event_part"],
  ["RDATE;VALUE=PERIOD:20260310T100000Z/PT1H", "series.event_part"],
])("%s is named as not understood", (line, code) => {
  expect(read("DTSTART:20260303T100000", "DURATION:PT1H", line)).toMatchObject({
    kind: "unusable",
    reason: { code },
  });
});

test("an answer to an invitation is refused, and what is called off books nothing", () => {
  const text = (method: string) =>
    file(["DTSTART:20260303T100000", "DURATION:PT1H"]).replace(
      "PRODID",
      `METHOD:${method}\r\nPRODID`,
    );
  expect(() => readCalendarFile(text("REPLY"), ZONE)).toThrow(
    expect.objectContaining({ reason: { code: "series.file_method", method: "REPLY" } }),
  );
  expect(readCalendarFile(text("CANCEL"), ZONE)[0]).toMatchObject({
    kind: "cancelled",
    date: null,
  });
  expect(readCalendarFile(text("PUBLISH"), ZONE)[0]).toMatchObject({ kind: "once" });
});

test("hundreds of rules with hundreds of dates each are refused before they are worked out", () => {
  const daily = (end: string) => [
    "DTSTART:20260303T100000",
    "DURATION:PT1H",
    `RRULE:FREQ=DAILY;${end}`,
  ];
  for (const end of ["COUNT=365", "UNTIL=20270301T000000Z"]) {
    const began = performance.now();
    expect(() => readCalendarFile(file(...Array(190).fill(daily(end))), ZONE)).toThrow(
      expect.objectContaining({
        reason: expect.objectContaining({ code: "series.file_too_many" }),
      }),
    );
    expect(performance.now() - began).toBeLessThan(1_500);
  }
});
