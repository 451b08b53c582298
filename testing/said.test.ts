import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

/**
 * What in an address makes the page behind it say what was done: a sentence of all pages, or one of
 * its own.
 */
const SAYS =
  /\bsaying\(|[?&](done|saved|made|changed|offered|invited|erased|sent|proposed|answered|what)\b|\banswered:|"(added|changed|retired|shown)"/;

/** Actions that lead on without a sentence, each with what shows that it was done. */
const SHOWN_OTHERWISE: Record<string, string> = {
  // The page of a booking says what the booking is now.
  acceptOfferAction: "the booking says that it is confirmed",
  cancelBookingAction: "the booking says that it is cancelled, with the way back",
  checkInAction: "the booking says that somebody is there",
  confirmBookingAction: "the booking says that it is confirmed, or asked for",
  endEarlyAction: "the booking says that it is over",
  guestAction: "the booking says what it is now",
  guestCheckInAction: "the booking says that somebody is there",
  noteMissedAction: "the booking says that nobody came",
  restoreBookingAction: "the booking says that it is confirmed again",
  // So does that of a session, and its sheet.
  cancelSessionAction: "the session says that it is cancelled",
  closeSheetAction: "the sheet says that it is closed",
  enrolAction: "the session says that there is a place, or a turn in the line",
  openSheetAgainAction: "the sheet can be filled again",
  // A step of a longer way: the next one is what was asked for.
  askChangeAction: "the next step",
  askCourseAction: "the next step",
  askSeriesAction: "the next step",
  importCalendarAction: "the page of the task says how far it is",
  takeLookedAtAction: "the page of the task says how far it is",
  agreeMappingAction: "the next step of the import",
  checkAgainAction: "the import says what was found",
  takeFileAction: "the next step of the import",
  beginPracticeAction: "the draft that was begun",
  correctPracticeAction: "the draft that was begun from what is public",
  translatePracticeAction: "the translation beside its original",
  makeReleaseAction: "the file that was made",
  awardAfterSessionAction: "the page counts who was awarded it",
  // Whoever signs in sees their name above the page they wanted.
  cardAction: "the name above the page",
  codeAction: "the name above the page",
  staffAction: "the name above the page",
  // Its page has the sentence in its address already.
  setExceptionAction: "saved=1 of the page of hours",
  removeExceptionAction: "saved=1 of the page of hours",
  setUsualHoursAction: "saved=1 of the page of hours",
};

/** Each server action with what it does. */
function actions(): { name: string; file: string; body: string }[] {
  return globSync("lib/**/*.ts", { cwd: ROOT })
    .map((file) => ({ file, source: readFileSync(join(ROOT, file), "utf8") }))
    .filter(({ source }) => source.trimStart().startsWith('"use server"'))
    .flatMap(({ file, source }) =>
      source
        .split("\nexport async function ")
        .slice(1)
        .map((body) => ({ name: body.slice(0, body.indexOf("(")), file, body })),
    );
}

test("whoever did something is told so: an action that leads to a page names the sentence", () => {
  const silent = actions()
    .filter(({ body }) => /\bredirect\(/.test(body) && !SAYS.test(body))
    .filter(({ name }) => !(name in SHOWN_OTHERWISE))
    .map(({ name, file }) => `${file} ${name}`);
  expect(silent, "redirect(saying(address, sentence)) with a key of the messages `said`").toEqual(
    [],
  );
});

test("no action is excused that is there no more, or that says it", () => {
  const silent = new Set(
    actions()
      .filter(({ body }) => /\bredirect\(/.test(body) && !SAYS.test(body))
      .map(({ name }) => name),
  );
  expect(Object.keys(SHOWN_OTHERWISE).filter((name) => !silent.has(name))).toEqual([]);
});
