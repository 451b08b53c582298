import { z } from "zod";
import type { FormState } from "#lib/foundation/platform/forms.ts";

/** A badge that its holder does something with. */
export const badgeForm = z.object({ id: z.uuid("credentials.unknown") });

/** A form that makes a link: the address is shown once. */
export type ShareState = FormState & { address: string | null };

export const NOT_SHARED: ShareState = { message: null, errors: {}, values: {}, address: null };

/** Staff withdraw a badge, and say why. */
export const withdrawal = z.object({ id: z.uuid(), reason: z.string().trim().max(500) });
