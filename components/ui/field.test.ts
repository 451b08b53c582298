import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import { CheckboxGroup, RadioGroup } from "./field.tsx";
import { FormContext, UNTOUCHED } from "./form-context.tsx";

/** The values that are ticked in a group that was saved with "books" and "room". */
function ticked(state: FormState): string[] {
  const group = createElement(CheckboxGroup, {
    legend: "What may it do?",
    name: "scopes",
    chosen: ["books", "room"],
    options: ["books", "room", "people"].map((value) => ({ value, label: value })),
  });
  const drawn = renderToStaticMarkup(createElement(FormContext, { value: state }, group));
  return [...drawn.matchAll(/<input[^>]*>/g)]
    .filter(([box]) => box.includes("checked"))
    .map(([box]) => /value="(\w+)"/.exec(box)?.[1] ?? "");
}

test.each<[string, Record<string, string>, string[]]>([
  ["nothing was sent yet", {}, ["books", "room"]],
  ["others were ticked", { name: "Mine", scopes: "room people" }, ["room", "people"]],
  ["one was ticked", { name: "Mine", scopes: "people" }, ["people"]],
  ["none was ticked", { name: "Mine" }, []],
])("boxes after a refusal show what was sent: %s", (_, values, expected) => {
  expect(ticked({ ...UNTOUCHED, values })).toEqual(expected);
});

test("a choice that is missing is asked for at its own place", () => {
  const group = createElement(RadioGroup, {
    legend: "Do you have a disability?",
    name: "code",
    options: [{ value: "yes", label: "Yes" }],
  });
  const state = { ...UNTOUCHED, errors: { code: "Choose an answer." } };
  const drawn = renderToStaticMarkup(createElement(FormContext, { value: state }, group));
  const [, describedBy] = /<fieldset[^>]*aria-describedby="([^"]+)"/.exec(drawn) ?? [];
  expect(drawn).toMatch(/<fieldset[^>]*aria-invalid="true"/);
  expect(drawn).toContain(`<p class="fault" id="${describedBy}">Choose an answer.</p>`);
});
