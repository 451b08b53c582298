import type { Database } from "#db/client.ts";
import { type Recoding, WITHHELD } from "./anonymity.ts";
import { emptyKinds } from "./codebook.ts";
import { protect } from "./disclosure.ts";
import { ALL_GROUPS, eachHead, eachSpaceMonth, type Population } from "./heads.ts";

/** A row of data.csv, in the order of its columns. */
export type Row = (string | number)[];

/** Person lines as they may leave: coarse enough that each has four like it. */
export async function* lineRows(
  db: Database,
  population: Population,
  recoding: Recoding,
): AsyncGenerator<Row> {
  for await (const { region, educationBand, firstTime, groups, ...key } of eachHead(db, population)) {
    const { space, ageBand, gender, labourStatus } = recoding.recode(key, region);
    const answers = ALL_GROUPS.map((group) => groups[group] ?? "not_asked");
    yield [space, ageBand, gender, labourStatus, educationBand, firstTime, ...answers];
  }
}

/** The table as it may leave: every cell, true or withheld. */
export async function* tableRows(db: Database, population: Population): AsyncGenerator<Row> {
  for await (const { space, month, block } of eachSpaceMonth(db, population, emptyKinds)) {
    const { total, kinds } = protect(block);
    yield [space, month, "all", "all", total ?? WITHHELD];
    for (const [kind, cells] of Object.entries(kinds))
      for (const [code, people] of Object.entries(cells))
        yield [space, month, kind, code, people ?? WITHHELD];
  }
}
