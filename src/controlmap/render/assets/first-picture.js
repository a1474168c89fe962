/**
 * What can wait until the map's first picture stands.
 * @module first-picture
 */

/** What a reader does that may need what is still to come. */
const EVENTS = ["pointerdown", "keydown", "focusin", "hashchange", "beforeprint"];

/**
 * @returns {boolean} whether nobody needs more at once: no address that names a view, no
 *   page around this one that speaks with it, and frames that are painted
 */
export function isPictureFirst() {
  return location.hash === "" && window.parent === window && !document.hidden;
}

/**
 * Does something once: two frames after the page has loaded, when the first picture
 * stands, or as soon as it is needed.
 * @param {() => void} act
 * @param {((listener: () => void) => () => void)[]} changes that need it: each takes a
 *   listener and gives what stops it
 * @returns {() => void} calls it off
 */
export function afterFirstPicture(act, changes) {
  let isWaiting = true;
  const stop = () => {
    isWaiting = false;
    stops.forEach((each) => each());
    for (const name of EVENTS) window.removeEventListener(name, wake, true);
  };
  const wake = () => {
    if (!isWaiting) return;
    stop();
    act();
  };
  const stops = changes.map((onChange) => onChange(wake));
  for (const name of EVENTS) window.addEventListener(name, wake, true);
  const wait = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(wake)));
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
  return stop;
}
