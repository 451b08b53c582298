import { releaseChunks, releases } from "#db/schema/research.ts";
import { columnsOf } from "#lib/evidence/research/codebook.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import type { Ground } from "./ground.ts";

/** A table that was released for research, without a row in it. */
export async function releaseOf({ db, admin }: Ground): Promise<string> {
  const [release] = await db
    .insert(releases)
    .values({
      dataset: "table",
      parameters: { from: "2025-01", to: "2025-02", spaces: [] },
      purpose: "To see who may read it",
      madeBy: admin.personId,
      rows: 0,
      sha256: sha256(""),
      protection: { steps: [], withheld: 0 },
    })
    .returning();
  const content = Buffer.from(`${columnsOf("table").join(",")}\n`);
  await db.insert(releaseChunks).values({ releaseId: release?.id ?? "", position: 0, content });
  return release?.id ?? "";
}
