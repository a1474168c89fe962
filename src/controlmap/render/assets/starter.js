/**
 * All that a page runs before its scripts are unpacked.
 * @module starter
 */
import { textOf, unpack, unpackSoon } from "./unpack.js";

/** The script that the first picture does without: its element, and its text once it is unpacked. */
const rest = { id: "", code: "" };

/**
 * Unpacks the scripts and the data of a page, side by side; runs the scripts, then the
 * page's own lines, which leave the map's first picture there.
 * @param {string[]} codeIds of the elements that hold a script each, packed; the last one
 *   waits until it is asked for
 * @param {string} dataId of the element that holds the data
 * @param {(main: string) => void} begin is given the main part of the data
 */
export async function start(codeIds, dataId, begin) {
  rest.id = codeIds[codeIds.length - 1];
  const packed = [JSON.parse(textOf(dataId)).main, ...codeIds.slice(0, -1).map(textOf)];
  const [main, ...scripts] = await Promise.all(packed.map(unpackSoon));
  scripts.forEach(run);
  begin(main);
  const { dataset } = document.documentElement;
  dataset.controlmap = dataset.controlmap || "pictured";
  rest.code = await unpackSoon(textOf(rest.id));
}

/** Runs the last script. */
export function runRest() {
  run(rest.code || unpack(textOf(rest.id)));
}

/**
 * Runs a script as if it stood in the page, whose policy has its hash.
 * @param {string} code
 */
function run(code) {
  const script = document.createElement("script");
  script.textContent = code;
  document.head.append(script);
  script.remove();
}
