import { tzlib_get_ical_block } from "timezones-ical-library";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";

/**
 * One event as a calendar program hears of it. Its moments stand on the clock they are written on;
 * "UTC" is written with a Z.
 */
export type CalendarEvent = {
  uid: string;
  /** Which date of a repeated event this is: the start it has by the rule. */
  recurrenceId?: Temporal.ZonedDateTime;
  sequence: number;
  /**
   * In a message, when it was written; in a feed or a file, when the event last became what it is.
   */
  stamp: Temporal.Instant;
  lastModified?: Temporal.Instant;
  start: Temporal.ZonedDateTime;
  end: Temporal.ZonedDateTime;
  /** RFC 5545, without its name; starts added to it and taken out of it. */
  rule?: string | null;
  added?: Temporal.ZonedDateTime[];
  takenOut?: Temporal.ZonedDateTime[];
  status: "TENTATIVE" | "CONFIRMED" | "CANCELLED";
  summary: string;
  description?: string;
  place?: { title: string; address?: string; lat?: number; lon?: number };
  url?: string;
  organizer?: { name: string; email: string };
  /** Whom a mail invites: taken to come, and not asked for an answer. */
  attendee?: string | null;
};

export type CalendarObject = {
  /** The part of the product that wrote it. */
  product: string;
  /** What a mail does to the reader's calendar; a feed and a file have none. */
  method?: "REQUEST" | "CANCEL" | null;
  /** How a feed is called, and how often it is worth reading again. */
  name?: string;
  refreshMinutes?: number;
  events: CalendarEvent[];
};

/**
 * Writes an iCalendar object: properties before components, lines of 75 octets at most that end
 * with CRLF, the last one too, text escaped and without control characters, and the rules of each
 * time zone that is named.
 *
 * @see RFC 5545 sections 3.1, 3.3.11, 3.4 and 3.6; RFC 7986 for NAME and REFRESH-INTERVAL
 */
export function calendarText({
  product,
  method,
  name,
  refreshMinutes,
  events,
}: CalendarObject): string {
  const moments = events.flatMap((event) => [
    event.start,
    event.end,
    ...(event.recurrenceId ? [event.recurrenceId] : []),
    ...(event.added ?? []),
    ...(event.takenOut ?? []),
  ]);
  const zones = new Set(
    moments.map(({ timeZoneId }) => timeZoneId).filter((zone) => zone !== "UTC"),
  );
  // An object without any component is none: a feed with nothing in it has the rules of one zone.
  if (events.length === 0) zones.add(NETWORK_ZONE);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Trivium//${textValue(product)}//EN`,
    ...(method ? [`METHOD:${method}`] : []),
    ...(name ? [`NAME:${textValue(name)}`, `X-WR-CALNAME:${textValue(name)}`] : []),
    ...(refreshMinutes
      ? [
          `REFRESH-INTERVAL;VALUE=DURATION:PT${refreshMinutes}M`,
          `X-PUBLISHED-TTL:PT${refreshMinutes}M`,
        ]
      : []),
    ...[...zones].sort().flatMap(zoneLines),
    ...events.flatMap(eventLines),
    "END:VCALENDAR",
  ]
    .map((line) => `${folded(line)}\r\n`)
    .join("");
}

function eventLines(event: CalendarEvent): string[] {
  const { place, organizer, attendee } = event;
  const lat = place?.lat;
  const lon = place?.lon;
  return [
    "BEGIN:VEVENT",
    `UID:${textValue(event.uid)}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `SEQUENCE:${event.sequence}`,
    ...(event.recurrenceId ? [moment("RECURRENCE-ID", event.recurrenceId)] : []),
    moment("DTSTART", event.start),
    moment("DTEND", event.end),
    ...(event.rule ? [`RRULE:${event.rule}`] : []),
    ...(event.added ?? []).map((start) => moment("RDATE", start)),
    ...(event.takenOut ?? []).map((start) => moment("EXDATE", start)),
    `SUMMARY:${textValue(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${textValue(event.description)}`] : []),
    ...(place
      ? [`LOCATION:${textValue([place.title, place.address].filter(Boolean).join("\n"))}`]
      : []),
    ...(lat !== undefined && lon !== undefined ? [`GEO:${lat};${lon}`] : []),
    ...(event.url ? [`URL:${uriValue(event.url)}`] : []),
    `STATUS:${event.status}`,
    ...(event.lastModified ? [`LAST-MODIFIED:${utc(event.lastModified)}`] : []),
    ...(organizer
      ? [`ORGANIZER;CN=${parameterValue(organizer.name)}:mailto:${uriValue(organizer.email)}`]
      : []),
    ...(attendee
      ? [`ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:${uriValue(attendee)}`]
      : []),
    "END:VEVENT",
  ];
}

function zoneLines(zone: string): string[] {
  const [block] = tzlib_get_ical_block(zone);
  return block ? block.split(/\r?\n/).filter(Boolean) : [];
}

/** `DTSTART;TZID=Europe/Brussels:20260310T100000`, or `DTSTART:20260310T090000Z`. */
function moment(name: string, at: Temporal.ZonedDateTime): string {
  return at.timeZoneId === "UTC"
    ? `${name}:${utc(at.toInstant())}`
    : `${name};TZID=${at.timeZoneId}:${basic(at.toPlainDateTime().toString({ smallestUnit: "second" }))}`;
}

function utc(at: Temporal.Instant): string {
  return basic(at.toString({ smallestUnit: "second" }));
}

const basic = (text: string) => text.replaceAll(/[-:]/g, "");

/** Other names of a line's end, which some readers take for one. */
const LINE_ENDS = /\r\n|[\r\u0085\u2028\u2029]/g;

/**
 * Control characters but the tab and the end of a line, and halves of characters: no reader may get
 * them.
 */
const UNFIT = /(?![\t\n])\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu;

function textValue(text: string): string {
  return text
    .replaceAll(LINE_ENDS, "\n")
    .replaceAll(UNFIT, "")
    .replaceAll(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** Always in quotes. @see RFC 6868 for what a quoted value cannot hold */
function parameterValue(text: string): string {
  const plain = text.replaceAll(LINE_ENDS, "\n").replaceAll(UNFIT, "");
  return `"${plain.replaceAll("^", "^^").replaceAll("\n", "^n").replaceAll('"', "^'")}"`;
}

function uriValue(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Cs}]/gu, "");
}

const LONGEST_LINE_OCTETS = 75;

/** Broken between characters, never inside one: what follows begins with a space. */
function folded(line: string): string {
  if (Buffer.byteLength(line) <= LONGEST_LINE_OCTETS) return line;
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LONGEST_LINE_OCTETS) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}
