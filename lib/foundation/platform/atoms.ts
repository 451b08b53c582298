// Facts of the whole network, each declared here alone. Pages in a browser import it: it imports
// nothing.

/**
 * The clock of what belongs to no space: the network is on one, and spaces in France keep the same
 * hours.
 */
export const NETWORK_ZONE = "Europe/Brussels";

/** Where the network has spaces. */
export const COUNTRIES = ["BE", "FR"] as const;

export type Country = (typeof COUNTRIES)[number];
