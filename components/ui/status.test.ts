import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Status } from "./status.tsx";

const ROOT = resolve(import.meta.dirname, "../..");

/** Regions that stand there before they say something, or are no news. */
const OTHERWISE: Record<string, string> = {
  "app/[locale]/results.tsx": "comes with a whole page, which is read from its heading",
  "components/attendance/sheet.tsx": "there from the start, empty",
  "components/badges/verification.tsx": "a verdict with its parts, which is read from its heading",
  "components/booking/hold.tsx": "there from the start, empty",
  "components/desk/calendar-view.tsx": "there from the start, empty",
  "components/desk/calendar.tsx": "says that days are read, and goes",
  "components/presence/kiosk.tsx": "there from the start, empty",
  "components/prototypes/plan-editor.tsx": "there from the start, empty",
  "components/spaces/keep-list.tsx": "there from the start",
  "components/ui/status.tsx": "it is the one",
};

test("what a page says unasked is put into a region that is known by then", () => {
  const own = globSync("{app,components}/**/*.tsx", { cwd: ROOT }).filter((file) =>
    readFileSync(join(ROOT, file), "utf8").includes('role="status"'),
  );
  expect(own.sort()).toEqual(Object.keys(OTHERWISE).sort());
});

test("it is there without a script, too", () => {
  expect(renderToStaticMarkup(createElement(Status, null, "Saved."))).toBe(
    '<p class="status" role="status"><span>Saved.</span></p>',
  );
});
