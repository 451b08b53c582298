/**
 * The keyword of the chunk of a PNG, and the namespace of the element of an SVG, that hold a badge.
 */
export const PNG_KEYWORD = "openbadgecredential";
export const SVG_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
