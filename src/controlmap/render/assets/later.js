/**
 * What is made when it is first asked for.
 * @module later
 */

/**
 * @template T
 * @param {() => T} make
 * @returns {() => T} gives what is made, once
 */
export function later(make) {
  /** @type {{made: T} | null} */
  let known = null;
  return () => {
    known = known || { made: make() };
    return known.made;
  };
}
