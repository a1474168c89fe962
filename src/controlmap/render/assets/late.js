/**
 * The way to what comes after the first picture: a script of its own, which a page runs
 * when it is first asked for.
 * @module late
 */

/** @typedef {typeof import("./parts.js").parts} Parts */

/**
 * @returns {Parts}
 */
export function late() {
  const page = /** @type {{ControlMap?: {parts?: Parts}, ControlMapStarter?: {runRest: () => void}}} */ (globalThis);
  if (!page.ControlMap?.parts) page.ControlMapStarter?.runRest();
  const parts = page.ControlMap?.parts;
  if (!parts) throw new Error("the page lacks its second script");
  return parts;
}
