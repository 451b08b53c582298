import { requestContext } from "#lib/foundation/identity/sign-in/session.ts";
import { readMessage } from "#lib/foundation/notifications/mailbox.ts";
import { respond } from "#lib/foundation/platform/http/respond.ts";

/** A message of the demonstration, as a file for a mail program. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }) {
  return respond(request, async () => {
    const message = await readMessage(await requestContext(), (await params).id);
    return new Response(new Uint8Array(message), {
      headers: {
        "content-type": "message/rfc822",
        "content-disposition": 'attachment; filename="message.eml"',
      },
    });
  });
}
