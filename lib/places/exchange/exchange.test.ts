import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PLACES } from "#lib/demonstration/places.ts";
import { encodingOf, HEAD_BYTES } from "./bytes.ts";
import { checkRow, type RawRow } from "./check.ts";
import { LISTS, type PlaceRecord, STANDARD_FIELDS } from "./fields.ts";
import { fileHead, type Reading, type ReadRow, readRows } from "./read.ts";
import type { Format } from "./schema.ts";
import { armed, disarmed } from "./table.ts";
import { csvCells, fileOf } from "./write.ts";

const TODAY = "2026-03-02";

async function* piecesOf(bytes: Uint8Array, size = 997): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Uint8Array, change: Partial<Reading> = {}): Promise<ReadRow[]> {
  const head = fileHead(bytes.subarray(0, HEAD_BYTES));
  return Array.fromAsync(readRows(piecesOf(bytes), { ...head, ...change } as Reading));
}

const readText = (text: string, change: Partial<Reading> = {}) =>
  readAll(Buffer.from(text), change);

async function written(format: Format, records: PlaceRecord[]): Promise<string> {
  async function* all() {
    yield* records;
  }
  return (await Array.fromAsync(fileOf(format, all()))).join("");
}

/** A table of the standard has no column for how exact the point is, the language and the kind. */
function heldBy(format: Format, records: PlaceRecord[]): PlaceRecord[] {
  return format === "csv"
    ? records.map(({ precision: _, langue: _language, genre: _kind, ...standard }) => standard)
    : records;
}

const LILLE: RawRow = {
  id: "lille-1",
  nom: "La Fabrique",
  commune: "Lille",
  code_postal: "59000",
  latitude: "50.6287",
  longitude: "3.057",
};

describe("what comes out goes in again", () => {
  const odd = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "=1+1",
      "'=x",
      "''-",
      "@me",
      "<b>gras</b> &amp;lt; fin",
      'il a dit "oui"',
      "a;b,c|d",
      "l’été\nici",
      "-",
      "+32",
    ),
  );
  const listOf = (known: readonly string[]) =>
    fc.subarray([...known]).map((items) => items.join("|"));
  const spot = fc.constantFrom(
    ["50.6287", "3.057", "59000", "59350", "+33320112233"],
    ["50.8279", "3.2646", "8500", "34022", "056 22 33 44"],
    ["43.52609", "5.41423", "13100", "13001", "0442112233"],
    ["50.6077", "3.3879", "7500", "57081", "+32 69 11 22 33"],
  );
  const raw: fc.Arbitrary<RawRow> = fc
    .tuple(
      spot,
      fc.record({
        id: odd,
        nom: odd,
        commune: odd,
        adresse: odd,
        complement_adresse: odd,
        pivot: fc.constantFrom("", "43493312300029", "0000", "0417497106"),
        presentation_resume: odd,
        presentation_detail: odd,
        structure_parente: odd,
        autres_formations_labels: odd,
        source: odd,
        courriels: fc.constantFrom("", "a@b.be|c@d.fr", "x"),
        site_web: fc.constantFrom("", "www.example.be", "https://a.fr/?q=1|https://b.fr/"),
        horaires: fc.constantFrom(
          "",
          "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00",
          "Mo-Fr 09:00-18:00; PH off",
          "toujours",
        ),
        date_maj: fc.constantFrom("", "2024-04-02", "45384"),
        services: listOf(LISTS.services!),
        typologie: listOf(LISTS.typologie!),
        formations_labels: listOf(LISTS.formations_labels!),
        frais_a_charge: listOf(LISTS.frais_a_charge!),
        itinerance: listOf(LISTS.itinerance!),
        prise_rdv: fc.constantFrom("", "https://www.rdv-solidarites.fr/", "Oui"),
      }),
      fc.constantFrom("", "building", "commune"),
    )
    .map(([[latitude, longitude, code_postal, code_insee, telephone], row, precision]) => ({
      ...row,
      ...{ latitude, longitude, code_postal, code_insee, telephone, precision, langue: "fr" },
    }));

  test.each(["csv", "json", "geojson"] as const)("as %s, whatever it holds", async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(raw, { minLength: 1, maxLength: 4 }), async (rows) => {
        // Every place leaves with a day: the standard asks for it.
        const records = rows.flatMap(
          (row) => checkRow({ ...row, date_maj: row.date_maj || TODAY }).record ?? [],
        );
        if (records.length === 0) return;
        const kept = heldBy(format, records);
        const back = await readText(await written(format, records));
        expect(back.map(({ record, notes }) => ({ record, notes }))).toEqual(
          kept.map((record) => ({ record: JSON.parse(JSON.stringify(record)), notes: [] })),
        );
      }),
      { numRuns: 150 },
    );
  });

  test("as data·inclusion, what that format has", async () => {
    const { record } = checkRow({
      ...LILLE,
      pivot: "43493312300029",
      telephone: "0320112233",
      courriels: "a@b.fr|c@d.fr",
      horaires: "Mo-Fr 09:00-18:00",
      presentation_detail: "Des ateliers pour qui veut apprendre à réparer ce qui est cassé.",
    });
    const [back] = await readText(await written("data-inclusion", [record!]));
    const { courriels: _, ...same } = record!;
    expect(back!.record).toMatchObject({ ...same, source: "trivium", courriels: "a@b.fr" });
  });

  test("a structure of data·inclusion keeps the limits of its schema, also for a Belgian place with little to say", async () => {
    const { record } = checkRow({
      id: "k",
      nom: "K.",
      commune: "Kortrijk",
      latitude: "50.8279",
      longitude: "3.2646",
      code_postal: "8500",
    });
    const [made] = JSON.parse(await written("data-inclusion", [record!]));
    expect(made.nom).toMatch(/^.{3,150}$/);
    expect(made.nom).not.toMatch(/\.$/);
    expect(made.description.length).toBeGreaterThanOrEqual(50);
    expect(made).toMatchObject({ code_postal: null, siret: null, latitude: 50.8279 });
  });
});

describe("a cell that a spreadsheet would run", () => {
  test.each([
    ["=HYPERLINK(0)", "'=HYPERLINK(0)"],
    ["+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"],
    ["-2+3+cmd", "'-2+3+cmd"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["'=1", "''=1"],
    ["＝1+1", "'＝1+1"],
    ["＠SUM(A1)", "'＠SUM(A1)"],
    ["\n=1+1", "'\n=1+1"],
    ["\t=1+1", "'\t=1+1"],
    ["+33320112233", "+33320112233"],
    ["-1.5", "-1.5"],
    ["l'été", "l'été"],
  ])("%j leaves as %j, and comes back", (cell, out) => {
    expect(disarmed(cell)).toBe(out);
    expect(armed(out)).toBe(cell);
  });

  test("comes in as text, and leaves as text", async () => {
    const [{ record }] = (await readText(
      `id,nom,commune,latitude,longitude\n1,=1+1,Lille,50.6287,3.057\n`,
    )) as [ReadRow];
    expect(record?.nom).toBe("=1+1");
    expect(csvCells(record!)[STANDARD_FIELDS.indexOf("nom")]).toBe("'=1+1");
  });
});

describe("how a file is written", () => {
  const table = "id;nom;commune;latitude;longitude\r\n1;Médiathèque;Croix;50.6287;3.057\r\n";
  test.each([
    ["UTF-8", Buffer.from(table), "utf-8"],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${table}`), "utf-8"],
    ["latin-1", Buffer.from(table, "latin1"), "windows-1252"],
    ["UTF-16, as Excel saves text", Buffer.from(`\uFEFF${table}`, "utf16le"), "utf-16le"],
    ["semicolons, named in a line above", Buffer.from(`sep=;\r\n${table}`), "utf-8"],
  ])("%s is read", async (_, bytes, encoding) => {
    expect(encodingOf(bytes)).toBe(encoding);
    expect(await readAll(bytes)).toMatchObject([
      { record: { nom: "Médiathèque", commune: "Croix" } },
    ]);
  });

  test("a sign cut in two by the end of a piece stays whole", async () => {
    const bytes = Buffer.from(table.replace("Croix", "Méricourt-lès-Éèê"));
    for (const size of [1, 2, 3, 7]) {
      const rows = await Array.fromAsync(
        readRows(piecesOf(bytes, size), fileHead(bytes) as Reading),
      );
      expect(rows[0]?.record?.commune).toBe("Méricourt-lès-Éèê");
    }
  });

  test.each([
    ["nothing", Buffer.alloc(0), "places.empty_file"],
    ["a workbook", Buffer.from("PK\u0003\u0004\0\0\0\0xl/workbook.xml"), "places.not_a_table"],
    ["one word", Buffer.from("hello"), "places.no_columns"],
  ])("%s is refused", (_, bytes, code) => {
    expect(() => fileHead(bytes)).toThrow(
      expect.objectContaining({ reason: expect.objectContaining({ code }) }),
    );
  });

  test.each([
    ["JSON that ends too early", '[{"id":"1","nom":"A"', "places.not_json"],
    ["JSON without a list", '{"id":"1"}', "places.not_json"],
    ["JSON with a slip", '[{"id":"1",,}]', "places.not_json"],
    [
      "UTF-8 that breaks further on",
      Buffer.concat([
        Buffer.from(`id,nom\n${"1,aaaaaaaa\n".repeat(7_000)}`),
        Buffer.from([0xe9, 0x41]),
      ]),
      "places.broken_text",
    ],
    [
      "a quote that is never closed",
      `id,nom,commune\n1,"${"x".repeat(300_000)}`,
      "places.broken_table",
    ],
  ])("%s is refused as a whole", async (_, file, code) => {
    await expect(readAll(Buffer.from(file as string))).rejects.toMatchObject({ reason: { code } });
  });

  test.each([
    ["of the first place", [`1,"Fabrique`, "2,Atelier,Lille"], 2],
    ["further on", [`1,"Fabrique\nLille",Lille`, `2,"Atelier,Lille`, "3,Café,Lille"], 4],
  ])("a quote that is never closed is named by the line %s", async (_, rows, line) => {
    const file = Buffer.from(["id,nom,commune", ...rows].join("\n"));
    await expect(readAll(file)).rejects.toMatchObject({
      reason: { code: "places.broken_table", line },
    });
  });
});

describe("a row is refused", () => {
  test.each([
    ["without a name", { nom: " " }, { field: "nom", code: "missing", value: "" }],
    ["without a point", { latitude: "" }, { field: "latitude", code: "no_point", value: "" }],
    [
      "in the sea",
      { latitude: "51.6", longitude: "2.2" },
      { field: "latitude", code: "not_on_land", value: "51.6, 2.2" },
    ],
    [
      "at the corner of the map",
      { latitude: "0", longitude: "0" },
      { field: "latitude", code: "not_on_land", value: "0, 0" },
    ],
    [
      "in another country",
      { latitude: "52.37", longitude: "4.9" },
      { field: "latitude", code: "not_on_land", value: "52.37, 4.9" },
    ],
    [
      "with a point that a spreadsheet mangled",
      { latitude: "50.628.700" },
      { field: "latitude", code: "not_degrees", value: "50.628.700" },
    ],
    [
      "with a number that lost its end",
      { id: "4,34933E+13" },
      { field: "id", code: "lost_digits", value: "4,34933E+13" },
    ],
  ])("%s", (_, change, refusal) => {
    expect(checkRow({ ...LILLE, ...change })).toMatchObject({
      record: null,
      refusals: [refusal],
    });
  });
});

describe("a row is mended, and says so", () => {
  test.each([
    ["a decimal comma", { latitude: "50,6287" }, { latitude: 50.6287 }, ["latitude decimal_comma"]],
    [
      "a point the wrong way round",
      { latitude: "3.057", longitude: "50.6287" },
      { latitude: 50.6287, longitude: 3.057 },
      ["latitude swapped"],
    ],
    [
      "a postcode without its zero",
      { code_postal: "1000", pays: "FR" },
      { code_postal: "01000" },
      ["code_postal lost_zero"],
    ],
    [
      "a telephone as people write it",
      { telephone: "03 20 11 22 33" },
      { telephone: "+33320112233" },
      ["telephone phone_written"],
    ],
    [
      "a telephone that lost its zero",
      { telephone: "320112233" },
      { telephone: "+33320112233" },
      ["telephone phone_written"],
    ],
    [
      "a telephone that lost its end",
      { telephone: "3,3320E+10" },
      { telephone: undefined },
      ["telephone lost_digits"],
    ],
    ["a day of Excel", { date_maj: "45384" }, { date_maj: "2024-04-02" }, ["date_maj excel_day"]],
    [
      "a day the French way",
      { date_maj: "02/04/2024" },
      { date_maj: "2024-04-02" },
      ["date_maj day_order"],
    ],
    [
      "HTML in a text",
      { presentation_resume: "<p>Un <b>lieu</b></p><script>alert(1)</script>" },
      { presentation_resume: "Un lieu" },
      ["presentation_resume html"],
    ],
    [
      "a service that nobody knows",
      { services: "Maîtrise des outils numériques du quotidien|Magie" },
      { services: "Maîtrise des outils numériques du quotidien" },
      ["services left_out"],
    ],
    [
      "a service with other accents",
      { services: "maitrise des outils numeriques du quotidien" },
      { services: "Maîtrise des outils numériques du quotidien" },
      [],
    ],
    [
      "hours that nobody can read",
      { horaires: "le matin" },
      { horaires: undefined },
      ["horaires hours_unreadable"],
    ],
    [
      "hours by day",
      { h_lundi: "09:00 - 12:00 / 13:30 - 17:00", h_mardi: "9h-12h", h_mercredi: "Fermé" },
      { horaires: "Mo 09:00-12:00,13:30-17:00; Tu 09:00-12:00" },
      [],
    ],
    [
      "an address on the web without its beginning",
      { site_web: "www.example.fr" },
      { site_web: "https://www.example.fr" },
      ["site_web https"],
    ],
  ])("%s", (_, change, kept, notes) => {
    const { record, notes: said } = checkRow({ ...LILLE, ...change });
    expect({ telephone: undefined, horaires: undefined, ...record }).toMatchObject(kept);
    expect(said.map(({ field, code }) => `${field} ${code}`)).toEqual(notes);
  });

  test("what was mended needs no mending", () => {
    const { record } = checkRow({
      ...LILLE,
      latitude: "3,057",
      longitude: "50,6287",
      telephone: "320112233",
      presentation_detail: "&amp;lt;b&amp;gt;x",
    });
    const again = checkRow(
      Object.fromEntries(Object.entries(record!).map(([field, value]) => [field, String(value)])),
    );
    expect(again).toEqual({ record, name: LILLE.nom, refusals: [], notes: [] });
  });
});

test("a Belgian place has the Belgian profile", () => {
  const { record, notes } = checkRow({
    id: "hangar-k",
    nom: "Hangar K",
    commune: "Kortrijk",
    code_postal: "8500",
    code_insee: "34022",
    telephone: "+3256112233",
    pivot: "0417.497.106",
    latitude: "50.8253657",
    longitude: "3.2545",
  });
  expect(notes).toEqual([]);
  expect(record).toMatchObject({
    pays: "BE",
    code_postal: "8500",
    code_insee: "34022",
    telephone: "+3256112233",
    pivot: "0417497106",
  });
});

test("a polygon is no place, and a million points of one are never held", async () => {
  const ring = "[3.05,50.62],".repeat(1_000_000);
  const file = `{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[${ring}[3,50]]]},"properties":{"id":"1","nom":"A","commune":"Lille"}},
{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[3,50],[3,51],[3,50]]]},"properties":{"id":"2","nom":"B","commune":"Lille"}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[3.057,50.6287]},"properties":{"id":"3","nom":"C","commune":"Lille"}}]}`;
  const rows = await readText(file);
  expect(rows.map(({ line, record, refusals }) => [line, record?.id, refusals[0]?.code])).toEqual([
    [2, undefined, "too_long"],
    [3, undefined, "no_point"],
    [4, "3", undefined],
  ]);
});

test("lines are those of the file, whatever the cells above hold", async () => {
  const rows = await readText(
    `id,nom,commune,latitude,longitude\n1,"A\nB",Lille,50.6287,3.057\n\n2,,Lille,50.6287,3.057\n3,C\n`,
  );
  expect(rows.map(({ line, refusals }) => [line, refusals[0]?.code])).toEqual([
    [2, undefined],
    [5, "missing"],
    [6, "columns"],
  ]);
});

type Constraints = { required?: boolean; pattern?: string; maxLength?: number };

/**
 * What version 1.0.2 of the French standard asks of a cell, besides the labels of its lists.
 *
 * @see https://github.com/LaMednum/standard-mediation-num
 */
const PUBLISHED: Record<string, Constraints> = {
  id: { required: true },
  pivot: { required: true, pattern: "^[a-zA-Z0-9]{9,14}$" },
  nom: { required: true },
  commune: { required: true },
  code_postal: { required: true, pattern: "^\\d{5}$" },
  code_insee: { pattern: "^([013-9]\\d|2[AB1-9])\\d{3}$" },
  adresse: { required: true },
  telephone: {
    pattern: "^(\\+33|\\+590|\\+594|\\+262|\\+596|\\+269|\\+687|\\+689|\\+508|\\+681)(\\d){6,9}$",
  },
  presentation_resume: { maxLength: 280 },
  date_maj: { required: true },
};

/** Cells of records that the published standard refuses. */
function faultsOf(records: PlaceRecord[], constraintsOf: (field: string) => Constraints) {
  return records.flatMap((record) =>
    csvCells({ date_maj: TODAY, ...record }).flatMap((cell, at) => {
      const name = STANDARD_FIELDS[at]!;
      const { required, pattern, maxLength = Number.POSITIVE_INFINITY } = constraintsOf(name);
      if (!cell) return required ? [`${record.id} ${name} is missing`] : [];
      const fits = !pattern || new RegExp(pattern).test(cell);
      return cell.length > maxLength || !fits ? [`${record.id} ${name} ${cell}`] : [];
    }),
  );
}

/** A row with every label of every list. */
const EVERY_LABEL: RawRow = {
  ...LILLE,
  id: "all",
  ...Object.fromEntries(Object.entries(LISTS).map(([field, items]) => [field, items!.join("|")])),
};

/** Every place keeps what it holds through each form that can hold it. */
async function expectSameAfterwards(records: PlaceRecord[]): Promise<void> {
  for (const format of ["csv", "json", "geojson"] as const) {
    const again = await readText(await written(format, records));
    expect(again.map(({ record }) => record)).toEqual(heldBy(format, records));
  }
}

describe("the places of the demonstration", () => {
  const records = PLACES.map((place) => {
    const { record, refusals } = checkRow({
      id: place.slug,
      nom: place.name,
      commune: place.city,
      adresse: place.address,
      code_postal: place.postcode,
      code_insee: place.communeCode,
      latitude: `${place.lat}`,
      longitude: `${place.lon}`,
      pays: place.country,
      source: place.source,
    });
    expect(refusals).toEqual([]);
    return record!;
  });

  test("come back as they left", async () => {
    expect(records.length).toBeGreaterThan(70);
    await expectSameAfterwards([...records, checkRow(EVERY_LABEL).record!]);
  });

  test("keep the standard where they are French", () => {
    const french = records.filter(({ pays }) => pays === "FR");
    expect(french.length).toBeGreaterThan(20);
    const faults = faultsOf(
      [...french, checkRow(EVERY_LABEL).record!],
      (name) => PUBLISHED[name] ?? {},
    );
    // What their sources do not say is not made up.
    expect(faults.filter((fault) => !fault.endsWith(" adresse is missing"))).toEqual([
      "co-factory code_postal is missing",
    ]);
  });
});

/** Real files beside the project, where they are. */
const DATA = ["../shared/data", "../../shared/data"].find(existsSync);

describe.skipIf(!DATA)("real files", () => {
  const file = (name: string) => readFileSync(`${DATA}/${name}`);
  type SchemaField = { name: string; constraints?: Constraints };

  test.each([
    ["standard-mediation-num.example.csv", 1],
    ["france-services-mel.csv", 11],
    ["learning-places.csv", 72],
    ["conseillers-numeriques-structures-mel.csv", 14],
  ])("every row of %s comes in, and comes back as it was", async (name, count) => {
    const rows = await readAll(file(name));
    const records = rows.flatMap(({ record }) => (record ? [record] : []));
    expect(records).toHaveLength(count);
    expect(rows.flatMap(({ refusals }) => refusals)).toEqual([]);
    await expectSameAfterwards(records);
  });

  test("the example of the standard comes back as it was", async () => {
    const bytes = file("standard-mediation-num.example.csv");
    expect(fileHead(bytes)).toMatchObject({ isStandard: true });
    const [row] = await readAll(bytes);
    expect(row?.notes).toEqual([]);
    const again = await readText(await written("csv", [row!.record!]));
    expect(again[0]?.record).toEqual(row?.record);
    expect(csvCells(row!.record!).join("\n")).toContain(
      "Formé à « Mon Espace Santé »|Arnia/MedNum BFC (Bourgogne-Franche-Comté)",
    );
  });

  test("French rows keep the published schema", async () => {
    const { fields } = JSON.parse(file("standard-mediation-num.schema.json").toString()) as {
      fields: SchemaField[];
    };
    expect(fields.map(({ name }) => name)).toEqual([...STANDARD_FIELDS]);
    const asked = new Map(fields.map(({ name, constraints = {} }) => [name, constraints]));
    for (const name of STANDARD_FIELDS.filter((field) => !(field in LISTS)))
      expect({ required: false, ...asked.get(name) }, name).toMatchObject({
        required: false,
        ...PUBLISHED[name],
      });
    const records = [
      checkRow(EVERY_LABEL).record!,
      ...(
        await Promise.all(
          [
            "standard-mediation-num.example.csv",
            "france-services-mel.csv",
            "learning-places.csv",
          ].map((name) => readAll(file(name))),
        )
      )
        .flat()
        .flatMap(({ record }) => (record?.pays === "FR" ? [record] : [])),
    ];
    expect(records.length).toBeGreaterThan(40);
    // Its source has no postcode, and we make none up.
    expect(faultsOf(records, (name) => asked.get(name) ?? {})).toEqual([
      "fr-cofactory code_postal is missing",
    ]);
  });
});
