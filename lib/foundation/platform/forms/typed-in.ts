/** The names of a form's fields, without those of the framework. */
export function fieldsOf(form: FormData): string[] {
  return [...form.keys()].filter((name) => !name.startsWith("$"));
}

/** What was typed and ticked in a form, by field, so that it can be shown again; files are not. */
export function typedIn(form: FormData): Record<string, string> {
  return Object.fromEntries(
    fieldsOf(form).map((name) => [
      name,
      form
        .getAll(name)
        .filter((value) => typeof value === "string")
        .join(" "),
    ]),
  );
}
