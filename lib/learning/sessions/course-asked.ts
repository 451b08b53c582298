import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError } from "#lib/foundation/platform/errors/errors.ts";
import { findSpace } from "#lib/places/spaces/queries.ts";
import { courseFields, courseFrom, parsed } from "./form.ts";
import type { CoursePlan } from "./schema.ts";

/**
 * The course that an address asks for.
 *
 * @throws DomainError invalid with what is wrong in it, not_found
 */
export async function courseAsked(
  ctx: Context,
  query: URLSearchParams,
): Promise<{ course: CoursePlan; timeZone: string; spaceName: string }> {
  const given = Object.fromEntries(
    [...query.keys()].map((name) => [
      name,
      query.getAll(name).length > 1 ? query.getAll(name) : query.get(name),
    ]),
  );
  const fields = parsed(courseFields, given);
  const space = await findSpace(ctx, fields.spaceSlug);
  if (!space) throw new DomainError("not_found", { code: "spaces.unknown" });
  return {
    course: courseFrom(fields, space.timeZone),
    timeZone: space.timeZone,
    spaceName: space.name,
  };
}
