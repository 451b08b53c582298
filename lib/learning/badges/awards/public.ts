import { credentialAddress } from "../credentials/addresses.ts";
import type { OwnAward, SessionCandidates } from "./queries.ts";

/** An award as the API tells its learner. What peers said has no names. */
export function publicAward(award: OwnAward, origin: string) {
  const { id, state, badge, spaceName, statement, note, changedAt, credentialId, reviews } = award;
  return {
    id,
    state,
    badge: badge.slug,
    version: badge.version.number,
    space: spaceName,
    statement,
    note,
    changedAt: changedAt.toString(),
    mayAppeal: award.canAppeal,
    reviews: reviews.map(({ level, comment }) => ({ level, comment })),
    credential: credentialId && credentialAddress(origin, credentialId),
  };
}

/** Who of a session can be proposed a badge, as the API tells staff. */
export function publicCandidates({ badge, people }: SessionCandidates) {
  return { badge: badge.slug, people };
}
