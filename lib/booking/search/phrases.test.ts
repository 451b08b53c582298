import { expect, test } from "vitest";
import { readPhrase } from "./phrases.ts";

/** A Wednesday morning. */
const now = Temporal.ZonedDateTime.from("2026-11-25T10:20[Europe/Brussels]");

function said(phrase: string): string {
  const read = readPhrase(phrase, now);
  if ("code" in read) return "word" in read ? `${read.code} ${read.word}` : read.code;
  const { first, last, from, to, minutes } = read;
  const days = first.equals(last) ? `${first}` : `${first}/${last}`;
  return `${days} ${from.toString().slice(0, 5)}-${to.toString().slice(0, 5)}${minutes ? ` any ${minutes}` : ""}`;
}

test.each([
  // A part of a day.
  ["tomorrow afternoon", "2026-11-26 13:00-17:00"],
  ["morgennamiddag", "2026-11-26 13:00-17:00"],
  ["Morgen namiddag", "2026-11-26 13:00-17:00"],
  ["demain après-midi", "2026-11-26 13:00-17:00"],
  ["Demain apres midi", "2026-11-26 13:00-17:00"],
  ["tomorrow morning", "2026-11-26 09:00-12:00"],
  ["morgenochtend", "2026-11-26 09:00-12:00"],
  ["demain matin", "2026-11-26 09:00-12:00"],
  ["overmorgen ’s avonds", "2026-11-27 18:00-21:00"],
  ["après-demain soir", "2026-11-27 18:00-21:00"],
  ["day after tomorrow, evening", "2026-11-27 18:00-21:00"],
  ["vanavond", "2026-11-25 18:00-21:00"],
  ["tonight", "2026-11-25 18:00-21:00"],
  ["ce soir", "2026-11-25 18:00-21:00"],
  ["cet après-midi", "2026-11-25 13:00-17:00"],
  ["this afternoon", "2026-11-25 13:00-17:00"],
  ["vannamiddag", "2026-11-25 13:00-17:00"],
  ["dinsdagvoormiddag", "2026-12-01 09:00-12:00"],
  ["dinsdagmorgen", "2026-12-01 09:00-12:00"],
  ["dinsdag morgen", "2026-12-01 09:00-12:00"],
  ["mardi matin", "2026-12-01 09:00-12:00"],
  ["vrijdagmiddag", "2026-11-27 12:00-14:00"],
  ["afternoon", "2026-11-25 13:00-17:00"],
  ["the whole day tomorrow", "2026-11-26 09:00-17:00"],
  ["morgen de hele dag", "2026-11-26 09:00-17:00"],
  ["demain toute la journée", "2026-11-26 09:00-17:00"],

  // A moment.
  ["next Tuesday 10-12", "2026-12-01 10:00-12:00"],
  ["volgende dinsdag van 10 tot 12", "2026-12-01 10:00-12:00"],
  ["mardi prochain de 10h à 12h", "2026-12-01 10:00-12:00"],
  ["next Wednesday 10-12", "2026-12-02 10:00-12:00"],
  ["Wednesday 14:00–16:00", "2026-11-25 14:00-16:00"],
  ["woensdag 8-10", "2026-12-02 08:00-10:00"],
  ["dinsdag volgende week 10:30-12:00", "2026-12-01 10:30-12:00"],
  ["volgende week maandag om 14u", "2026-11-30 14:00-16:00"],
  ["mercredi de la semaine prochaine à 14h30", "2026-12-02 14:30-16:30"],
  ["friday this week at 9", "2026-11-27 09:00-11:00"],
  ["tomorrow 14:00", "2026-11-26 14:00-16:00"],
  ["morgen om 14 uur", "2026-11-26 14:00-16:00"],
  ["demain à 14 heures", "2026-11-26 14:00-16:00"],
  ["demain 8h", "2026-11-26 08:00-10:00"],
  ["tomorrow at 2 pm for 3 hours", "2026-11-26 14:00-17:00"],
  // Midnight at the end of a day.
  ["tomorrow 22:00-24:00", "2026-11-26 22:00-00:00"],
  ["morgen van 22 tot 24 uur", "2026-11-26 22:00-00:00"],
  ["demain de 22h à 0h", "2026-11-26 22:00-00:00"],
  ["tomorrow 23:00", "2026-11-26 23:00-00:00"],
  ["tomorrow 2-4", "2026-11-26 14:00-16:00"],
  ["tomorrow 02:00-04:00", "2026-11-26 02:00-04:00"],
  ["tomorrow from 10 to 2 pm", "2026-11-26 10:00-14:00"],
  ["tomorrow 9 to 5", "2026-11-26 09:00-17:00"],
  ["tomorrow evening 7-9", "2026-11-26 19:00-21:00"],
  ["entre 10 et 12 demain", "2026-11-26 10:00-12:00"],
  ["tussen 10 en 12 morgen", "2026-11-26 10:00-12:00"],
  ["3 december 10u30-12u", "2026-12-03 10:30-12:00"],
  ["le 1er décembre de 9h à 11h", "2026-12-01 09:00-11:00"],
  ["December 3rd 10-12", "2026-12-03 10:00-12:00"],
  ["3/12 10-12", "2026-12-03 10:00-12:00"],
  ["2 januari 10-12", "2027-01-02 10:00-12:00"],
  ["3-12-2026 10-12", "2026-12-03 10:00-12:00"],
  ["2026-12-03 10:00-12:00", "2026-12-03 10:00-12:00"],
  ["dinsdag 1 december 10-12", "2026-12-01 10:00-12:00"],
  ["mar 10h-12h", "2026-12-01 10:00-12:00"],
  ["di 10-12", "2026-12-01 10:00-12:00"],
  ["in 3 days at 10:00", "2026-11-28 10:00-12:00"],
  ["over 3 dagen om 10 uur", "2026-11-28 10:00-12:00"],
  ["dans une semaine à 10h", "2026-12-02 10:00-12:00"],
  ["15:00", "2026-11-25 15:00-17:00"],
  ["8:00", "2026-11-26 08:00-10:00"],

  // Any part of a span that is long enough.
  ["this week 2 hours", "2026-11-25/2026-11-29 08:00-22:00 any 120"],
  ["any 2 hours this week", "2026-11-25/2026-11-29 08:00-22:00 any 120"],
  ["2 uur deze week", "2026-11-25/2026-11-29 08:00-22:00 any 120"],
  ["twee uur ergens volgende week", "2026-11-30/2026-12-06 08:00-22:00 any 120"],
  ["2 heures cette semaine", "2026-11-25/2026-11-29 08:00-22:00 any 120"],
  ["deux heures la semaine prochaine", "2026-11-30/2026-12-06 08:00-22:00 any 120"],
  ["une heure et demie demain", "2026-11-26 08:00-22:00 any 90"],
  ["anderhalf uur morgen", "2026-11-26 08:00-22:00 any 90"],
  ["1.5 hours tomorrow", "2026-11-26 08:00-22:00 any 90"],
  ["2h30 demain", "2026-11-26 08:00-22:00 any 150"],
  ["half an hour today", "2026-11-25 08:00-22:00 any 30"],
  ["90 minuten morgennamiddag", "2026-11-26 13:00-17:00 any 90"],
  ["an hour tomorrow between 10 and 12", "2026-11-26 10:00-12:00 any 60"],
  ["tomorrow", "2026-11-26 08:00-22:00 any 120"],
  ["this weekend", "2026-11-28/2026-11-29 08:00-22:00 any 120"],
  ["volgend weekend", "2026-12-05/2026-12-06 08:00-22:00 any 120"],
  ["ce week-end", "2026-11-28/2026-11-29 08:00-22:00 any 120"],
  ["3 hours next month", "2026-12-01/2026-12-31 08:00-22:00 any 180"],
  ["le mois prochain", "2026-12-01/2026-12-31 08:00-22:00 any 120"],
  ["evening this week", "2026-11-25/2026-11-29 18:00-21:00 any 120"],
  ["next week 10-12", "2026-11-30/2026-12-06 10:00-12:00 any 120"],
  ["2 hours", "2026-11-25/2026-12-01 08:00-22:00 any 120"],

  // What is not understood.
  ["", "booking.phrase_empty"],
  ["some time", "booking.phrase_unknown time"],
  ["tomorrow with a yacht", "booking.phrase_unknown with"],
  ["8 people tomorrow", "booking.phrase_unknown 8"],
  ["tomorrow friday", "booking.phrase_two_times"],
  ["tomorrow 10-12 14-16", "booking.phrase_two_times"],
  ["morning afternoon", "booking.phrase_two_times"],
  ["maandag 1 december", "booking.phrase_two_times"],
  ["yesterday", "booking.in_the_past"],
  ["gisteren om 14 uur", "booking.in_the_past"],
  ["this morning 8-9", "booking.in_the_past"],
  ["maandag deze week", "booking.in_the_past"],
  ["30 februari", "booking.not_a_moment"],
  ["tomorrow 25:00", "booking.not_a_moment"],
  ["tomorrow 0 hours", "booking.not_a_moment"],
  ["tomorrow 16-14", "booking.ends_before_start"],
  ["5 hours tomorrow morning", "booking.phrase_does_not_fit"],
  ["<script>alert(1)</script>", "booking.phrase_unknown <script>alert(1)</script>"],
  ["a".repeat(500), "booking.phrase_too_long"],
])("“%s” is %s", (phrase, expected) => {
  expect(said(phrase)).toBe(expected);
});
