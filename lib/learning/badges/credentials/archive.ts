import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { rowsOf } from "#db/rows.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { ISSUER } from "./addresses.ts";
import { endorserDocument, ownDidDocument, ownJwks, ownProfile } from "./did-document.ts";

/**
 * A file as it is to be served for as long as badges count: its path below the address of the
 * service, and its bytes.
 */
export type ArchivedFile = { path: string; text: string };

/**
 * All that a stranger asks for to check a badge or an endorsement of this network, byte for byte as
 * it is served now. It names nobody. Status lists of an address that the service had before belong
 * to the archive of that address, and are here as well.
 *
 * @param endorsers ids of the organisations for whom the network signed
 */
export async function archivedFiles(
  db: Database,
  endorsers: readonly string[],
): Promise<ArchivedFile[]> {
  const lists = await rowsOf<{ path: string; signed: string }>(
    db,
    sql`
      select 'status/' || id as path, signed from status_list order by created_at, id`,
  );
  return [
    { path: ".well-known/did.json", text: JSON.stringify(await ownDidDocument(db)) },
    { path: ".well-known/jwks.json", text: JSON.stringify(await ownJwks(db)) },
    { path: `issuers/${ISSUER}`, text: JSON.stringify(ownProfile()) },
    ...lists.map(({ path, signed }) => ({ path, text: signed })),
    ...(await Promise.all(
      endorsers.map(async (id) => ({
        path: `endorsers/${id}/did.json`,
        text: JSON.stringify(await endorserDocument(db, id)),
      })),
    )),
  ];
}

/**
 * What a web server has to be told beside the files, in the words of nginx: none of them ends in a
 * name that says its kind.
 */
export function archiveReadme(files: readonly ArchivedFile[]): string {
  const { host } = new URL(settings().publicUrl);
  return `# What badges of ${host} are checked with

${files.length} files, as they were served when this was written. Serve them over https under the same addresses, at ${host}, for as long as badges count:
ten years after the last one was given, or until the last one that ends has ended, whichever is later. Who does, renews the name
and its certificate; without them no badge of this network can be checked any more. Nothing here is secret, and nobody is named.

- \`.well-known/did.json\` and \`endorsers/\`: the public keys. Content type \`application/did+ld+json\`.
- \`.well-known/jwks.json\`: the same for tokens. Content type \`application/json\`.
- \`status/\`: which badges were withdrawn. Content type \`application/vc+ld+json\`. Without private keys none can be withdrawn any more.
- \`issuers/\`: who gave them. Content type \`application/vc+ld+json\`.

Send \`Access-Control-Allow-Origin: *\` with all of them, so that pages of others can check badges.
`;
}
