import document from "./schemas/ob_v3p0_achievementcredential_schema.json" with { type: "json" };

/**
 * The schema of 1EdTech for badges that come in. In a file of its own, so that it is read when the
 * first badge is checked.
 */
export const schema: object = document;
