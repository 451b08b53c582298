import type { Service } from "./service.ts";

export type Answer = { status: number; location: string; text: string };

/** @property page where the form stands, when it has just come; without it, it is asked for */
export type FilledForm = { values?: Record<string, string>; button?: string; page?: Answer };

export type PlainBrowser = {
  /** Its cookies, by name. */
  jar: Map<string, string>;
  /** Asks for an address; it is not led on to another. */
  ask: (service: Service, path: string, init?: RequestInit) => Promise<Answer>;
  /** Fills in the form of a page that has these fields and this button, and sends it. */
  send: (service: Service, path: string, form: FilledForm) => Promise<Answer>;
};

/** A browser without scripts: it keeps cookies, fills in forms, and is led one step at a time. */
export function plainBrowser(): PlainBrowser {
  const jar = new Map<string, string>();
  const ask = async (service: Service, path: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(`${service.url}${path}`, {
      redirect: "manual",
      ...init,
      headers: { cookie, ...init.headers },
    });
    for (const header of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (value === "" || /max-age=0/i.test(header)) jar.delete(name);
      else jar.set(name, value);
    }
    return {
      status: answer.status,
      location: answer.headers.get("location") ?? "",
      text: await answer.text(),
    };
  };
  return {
    jar,
    ask,
    async send(service, path, { values = {}, button = "", page }) {
      const { text } = page ?? (await ask(service, path));
      const body = new FormData();
      const sent = { ...hiddenFields(text, Object.keys(values), button), ...values };
      for (const [name, value] of Object.entries(sent)) body.set(name, value);
      return ask(service, path, { method: "POST", body, headers: { origin: service.url } });
    },
  };
}

/**
 * What the form with these fields and these words on its button sends besides them.
 *
 * @throws Error when no form of the page has them all
 */
function hiddenFields(html: string, names: string[], button: string): Record<string, string> {
  const forms = [...html.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => form);
  const parts = [...names.map((name) => `name="${name}"`), button];
  const form = forms.find((one) => parts.every((part) => one.includes(part)));
  if (!form) throw new Error(`no form has ${parts.join(", ")}`);
  const hidden = [...form.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(
    ([field]): [string, string] => [attribute(field, "name"), attribute(field, "value")],
  );
  return Object.fromEntries(hidden);
}

const ENTITIES: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'" };

function attribute(tag: string, name: string): string {
  const [, value = ""] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value.replace(/&(quot|amp|lt|gt|#x27);/g, (_, entity: string) => ENTITIES[entity] ?? "");
}
