/**
 * How many days ahead a room can be booked at most: the form of a room takes no more, and openings
 * are worked out that far, so that whatever a room allows can be booked.
 */
export const MOST_DAYS_AHEAD = 366;

/**
 * Openings of a space that end earlier are behind: a place may be closed for some weeks at the end
 * of them.
 */
export const LEAST_DAYS_AHEAD = MOST_DAYS_AHEAD - 50;
