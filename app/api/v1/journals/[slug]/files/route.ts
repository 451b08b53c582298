import { uploadAnswer } from "#lib/foundation/identity/programs/upload-answer.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";
import { addFile } from "#lib/practice/journal/files.ts";
import { journalFor } from "#lib/practice/journal/journal-row.ts";
import { FILE_MEGABYTES } from "#lib/practice/journal/rules.ts";
import { FILE_FIELDS, fileForm } from "#lib/practice/journal/schema.ts";

/** A photo or a document for the journal of one's place. */
export async function POST(request: Request, { params }: { params: Promise<{ slug: string }> }) {
  return respond(request, async () => {
    const { slug } = await params;
    const form = {
      action: "journal.write",
      file: "file",
      megabytes: FILE_MEGABYTES,
      missing: "journal.file_unknown",
      fields: FILE_FIELDS,
      schema: fileForm,
      done: { said: "journalFileAdded" },
      anchor: "files",
    } as const;
    return uploadAnswer(request, form, async (ctx) => {
      await journalFor(ctx, slug, "journal.write");
      return (bytes, words) => addFile(ctx, slug, bytes, words);
    });
  });
}
