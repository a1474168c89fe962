/**
 * Whether a frame keeps the page from some of what it offers.
 * @module sandbox
 */

/**
 * @returns {boolean} whether the page is in a frame with an origin of no other page, as a
 *   sandbox without `allow-same-origin` makes it; it says nowhere which of its bans are lifted
 */
export function isSandboxed() {
  if (window.parent === window || window.origin !== "null") return false;
  try {
    return window.parent.document === null;
  } catch {
    return true;
  }
}
