import { cellKey, mergedSheet, type SheetContents } from "#lib/learning/attendance/rules.ts";
import {
  hasAnswer,
  isSomebody,
  type PersonLine,
  type TallyCell,
} from "#lib/learning/attendance/traits.ts";

export type Saved = SheetContents & { sheetVersion: number; consents: string[] };
type Save = SheetContents & { saveId: string; sheetVersion: number };

/**
 * A sheet as this device knows it. `sending` is what left and was not answered yet: it is sent
 * again, unchanged, until it is. `contents` is what the screen shows; `wanted` says that it shall
 * be saved.
 */
export type Queue = {
  saved: Saved;
  contents: SheetContents;
  wanted: boolean;
  sending: Save | null;
};

export function openQueue(saved: Saved): Queue {
  const { present, lines, tally } = saved;
  return { saved, contents: { present, lines, tally }, wanted: false, sending: null };
}

/** How every name begins under which a device keeps what the network does not have of a sheet. */
export const sheetKey = (sessionId: string) => `trivium-sheet-${sessionId}`;

/**
 * What an earlier visit kept on this device, or null when it cannot be read as a sheet. One that
 * knew no tally has none.
 */
export function restored(text: string): Queue | null {
  try {
    const { saved, contents, ...queue } = JSON.parse(text) as Queue;
    if (![saved.present, saved.lines, contents.present, contents.lines].every(Array.isArray))
      return null;
    const wasSaved = new Set(saved.lines.map(({ id }) => id));
    return {
      ...queue,
      saved: {
        ...saved,
        lines: saved.lines.map(countedBefore),
        tally: saved.tally ?? [],
        consents: saved.consents ?? [],
      },
      contents: {
        ...contents,
        lines: contents.lines.map((line) => (wasSaved.has(line.id) ? countedBefore(line) : line)),
        tally: contents.tally ?? [],
      },
    };
  } catch {
    return null;
  }
}

/** Lines that were saved before this device knew `counted` counted, with or without an answer. */
function countedBefore(line: PersonLine): PersonLine {
  return { ...line, counted: line.counted ?? !hasAnswer(line) };
}

/** What goes out next: first what was not answered, then what is wanted. */
export function nextSave(queue: Queue, newId: () => string): Queue {
  if (queue.sending || !queue.wanted) return queue;
  const { sheetVersion } = queue.saved;
  return { ...queue, wanted: false, sending: { ...queue.contents, saveId: newId(), sheetVersion } };
}

/** The network has it. What was typed meanwhile stays on the screen. */
export function answered(queue: Queue, saved: Saved): Queue {
  return { ...queue, saved, sending: null };
}

/** Somebody else saved first: what each of us changed, together, to be saved anew. */
export function merged(queue: Queue, theirs: Saved): Queue {
  return {
    saved: theirs,
    sending: null,
    wanted: true,
    contents: mergedSheet(queue.saved, theirs, queue.contents),
  };
}

/**
 * What two pages of one device have of a sheet, as one: what one changed is put upon what the other
 * has. What either wanted saved shall be. Null while both have sent and hear no answer: each is
 * sent again as it was, so that one waits for the other.
 */
export function together(one: Queue, other: Queue): Queue | null {
  if (one.sending && other.sending) return null;
  const [base, change] = one.sending ? [one, other] : [other, one];
  return {
    ...base,
    wanted: one.wanted || other.wanted,
    contents: mergedSheet(change.saved, base.contents, change.contents),
  };
}

/** Whether a consent that stood when the sheet was read is gone: its answer is, too. */
export function lostConsent(before: Saved, now: Saved): boolean {
  return before.consents.some((id) => !now.consents.includes(id));
}

/** Whether the screen shows something that the network does not have. */
export function isUnsaved({ saved, contents }: Queue): boolean {
  const ticked = (ids: string[]) => [...ids].sort().join();
  return (
    ticked(saved.present) !== ticked(contents.present) ||
    answers(saved.lines) !== answers(contents.lines) ||
    counts(saved.tally) !== counts(contents.tally)
  );
}

function counts(tally: TallyCell[]): string {
  return tally
    .filter(({ people }) => people !== 0)
    .map((cell) => `${cellKey(cell)}=${cell.people}`)
    .sort()
    .join();
}

/** The database gives keys, and lines that were saved at once, back in an order of its own. */
function answers(lines: PersonLine[]): string {
  return lines
    .filter(isSomebody)
    .map(({ groups, counted = false, ...line }) =>
      JSON.stringify([Object.entries(line).sort(), Object.entries(groups).sort(), counted]),
    )
    .sort()
    .join();
}
