import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { ownerUrl } from "./database.ts";
import { HOSTILE } from "./hostile.ts";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";

const PRACTICE = "de-keukentafel";
const PROTOTYPE = "eilanden-in-plaats-van-rijen";
const JOURNAL = "van-een-vraag-tot-een-open-deur";

/** What people of other houses write, and every page that shows it. */
const WRITTEN: {
  table: string;
  columns: string[];
  texts?: string[];
  /** Which rows have a page of their own, where not all have. */
  shown?: string;
  pages: string[];
}[] = [
  {
    table: "network_actor",
    columns: ["name", "city", "source"],
    texts: ["does"],
    pages: [
      "/nl/community",
      "/fr/community/hangar-k-kortrijk",
      "/nl?actor=hangar-k-kortrijk",
      "/en/network",
      "/nl/admin/actors",
    ],
  },
  {
    table: "organisation",
    columns: ["name"],
    pages: ["/nl/admin/organisations"],
  },
  {
    table: "listed_place",
    columns: ["name", "city", "source", "licence"],
    shown: "published and space_id is null",
    pages: ["/nl/places", "/fr/places/*"],
  },
  {
    table: "map_overlay",
    columns: ["source"],
    texts: ["name"],
    pages: ["/nl?layer=*", "/fr/print?layer=*", "/embed/nl/map?layer=*", "/nl/admin/overlays"],
  },
  {
    table: "space",
    columns: ["name", "city", "address"],
    pages: ["/nl", "/fr/spaces/hangar-k", "/en/print", "/embed/fr/map", "/nl/desk/place"],
  },
  {
    table: "practice_edition",
    columns: ["title", "summary", "context", "target_group", "done", "effects", "failed", "steps"],
    pages: [
      "/nl/practices",
      `/nl/practices/${PRACTICE}`,
      `/fr/practices/${PRACTICE}`,
      `/en/practices/compare?with=${PRACTICE}&with=la-classe-au-jardin`,
      "/nl/desk/practices",
    ],
  },
  {
    table: "prototype",
    columns: ["title", "hypothesis", "setting", "verdict_words"],
    pages: ["/nl/prototypes", `/fr/prototypes/${PROTOTYPE}`, `/nl/desk/prototypes/${PROTOTYPE}`],
  },
  {
    table: "prototype_variant",
    columns: ["words"],
    texts: ["names"],
    pages: [`/nl/prototypes/${PROTOTYPE}`, `/en/desk/prototypes/${PROTOTYPE}`],
  },
  {
    table: "journal",
    columns: ["title", "summary"],
    pages: ["/nl/journals", `/fr/journals/${JOURNAL}`, `/en/journals/${JOURNAL}/guide`],
  },
  {
    table: "journal_entry",
    columns: ["words", "reason", "quoted_as"],
    pages: [
      `/nl/journals/${JOURNAL}`,
      `/fr/journals/${JOURNAL}/guide`,
      `/nl/desk/journals/${JOURNAL}`,
    ],
  },
];

for (const { pages, ...written } of WRITTEN)
  test(`no text of ${written.table} is markup or a script on any page`, ONCE, async ({ page }) => {
    test.slow();
    page.on("dialog", (dialog) => {
      throw new Error(`a script ran: ${dialog.message()}`);
    });
    await signInAs(page, "admin", "nl");
    await withHostile(written, async (id) => {
      for (const path of pages) await expectHarmless(page, path.replace("*", id));
    });
  });

async function expectHarmless(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect.soft(answer?.status(), path).toBe(200);
  expect.soft((await answer?.text())?.includes("onerror=alert(1)"), `${path} shows it`).toBe(true);
  await expect.soft(page.locator("[onerror], [onload], img[src='x']"), path).toHaveCount(0);
  const linked = await page.locator('script[type="application/ld+json"]').allTextContents();
  for (const text of linked) expect.soft(() => JSON.parse(text), path).not.toThrow();
}

/**
 * Writes hostile words behind what the rows of a table say, as their owner would if the forms let
 * them, and takes them away again.
 *
 * @param written `texts` are columns that hold a text in each language
 * @param look is given the name in addresses, or the id, of one of the rows
 */
async function withHostile(
  { table, columns, texts = [], shown = "true" }: Omit<(typeof WRITTEN)[number], "pages">,
  look: (id: string) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(ownerUrl());
  await client.connect();
  // What is published does not change, says a trigger; somebody may have written it that way.
  await client.query("set session_replication_role = replica");
  const write = (changed: (text: string) => string) => {
    const set = [
      ...columns.map((name) => `${name} = ${changed(name)}`),
      ...texts.map(
        (name) =>
          `${name} = coalesce((select jsonb_object_agg(key, ${changed("value")}) from jsonb_each_text(${name})), '{}')`,
      ),
    ];
    return client.query(`update ${table} set ${set.join(", ")}`, [HOSTILE]);
  };
  try {
    const { rows } = await client.query(`select * from ${table} where ${shown} limit 1`);
    await write((text) => `${text} || $1`);
    await look(rows[0].slug ?? rows[0].id);
  } finally {
    await write((text) => `replace(${text}, $1, '')`);
    await client.end();
  }
}
