/*
 * Addresses that stand in signed badges. They are what they are for ever: a badge that was signed with one is looked up there.
 */

/** The network as an issuer. @param origin scheme, host and port, as PUBLIC_URL says */
export function issuerDid(origin: string): string {
  return didOfHost(new URL(origin).host);
}

/** @see did:web Method Specification: the colon before a port is escaped */
export function didOfHost(host: string): string {
  return `did:web:${host.replace(":", "%3A")}`;
}

export const ISSUER = "network";

export const issuerAddress = (origin: string) => `${origin}/issuers/${ISSUER}`;
export const credentialAddress = (origin: string, id: string) => `${origin}/badges/${id}`;
export const statusListAddress = (origin: string, id: string) => `${origin}/status/${id}`;

export const endorsementAddress = (origin: string, id: string) => `${origin}/endorsements/${id}`;

/**
 * An organisation that recognises badges, for whom the network signs: its document stands at
 * `/endorsers/<id>/did.json`.
 */
export const endorserDid = (origin: string, id: string) => `${issuerDid(origin)}:endorsers:${id}`;

/** What follows the address of a badge, for whom its holder shows it to. */
export const SHARE_PARAMETER = "key";

/** The id of the badge that a path of ours leads to: the one that is signed, or its page. */
export function badgeIn(pathname: string): string | null {
  const [, id] =
    /^(?:\/(?:nl|fr|en))?\/badges\/(?:awarded\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
      pathname,
    ) ?? [];
  return id ?? null;
}

export function sharedAddress(origin: string, id: string, token: string): string {
  return `${credentialAddress(origin, id)}?${SHARE_PARAMETER}=${token}`;
}
