import { z } from "zod";
import type { FormState } from "#lib/foundation/platform/forms/forms.ts";
import type { MadeLink } from "./links.ts";

/** A badge that its holder does something with. */
export const badgeForm = z.object({ id: z.uuid("credentials.unknown") });

/** All links of such a badge, or one of them. */
export const linkForm = badgeForm.extend({ link: z.uuid().optional() });

/** A form that makes a link: the address is shown once, for as long as the link is open. */
export type ShareState = FormState & { made: MadeLink | null };

export const NOT_SHARED: ShareState = { message: null, errors: {}, values: {}, made: null };

/** Staff withdraw a badge, and say why. */
export const withdrawal = z.object({ id: z.uuid(), reason: z.string().trim().max(500) });
