import type { PersonLine } from "#lib/attendance/traits.ts";

/** What is on a sheet: ids of people and anonymous lines, never a name. */
export type Contents = { present: string[]; lines: PersonLine[] };
export type Saved = Contents & { sheetVersion: number };
type Save = Contents & { saveId: string; sheetVersion: number };

/**
 * A sheet as this device knows it. `sending` is what left and was not answered yet: it is sent again, unchanged,
 * until it is. `contents` is what the screen shows; `wanted` says that it shall be saved.
 */
export type Queue = { saved: Saved; contents: Contents; wanted: boolean; sending: Save | null };

export function openQueue(saved: Saved): Queue {
  return { saved, contents: { present: saved.present, lines: saved.lines }, wanted: false, sending: null };
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

/** Somebody else saved first: theirs and ours together, ours where both know a line, to be saved anew. */
export function merged(queue: Queue, theirs: Saved): Queue {
  const ours = new Map(queue.contents.lines.map((line) => [line.id, line]));
  return {
    saved: theirs,
    sending: null,
    wanted: true,
    contents: {
      present: [...new Set([...theirs.present, ...queue.contents.present])],
      lines: [
        ...theirs.lines.map((line) => ours.get(line.id) ?? line),
        ...queue.contents.lines.filter(({ id }) => !theirs.lines.some((line) => line.id === id)),
      ],
    },
  };
}

/** Whether the screen shows something that the network does not have. */
export function isUnsaved({ saved, contents }: Queue): boolean {
  const ticked = (ids: string[]) => [...ids].sort().join();
  return (
    ticked(saved.present) !== ticked(contents.present) ||
    JSON.stringify(saved.lines.map(canonical)) !== JSON.stringify(contents.lines.map(canonical))
  );
}

/** The database gives keys back in an order of its own. */
function canonical({ groups, ...line }: PersonLine) {
  return [Object.entries(line).sort(), Object.entries(groups).sort()];
}
