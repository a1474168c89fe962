/**
 * Links open apart, which a frame may forbid: then the page gives the address instead.
 * @module new-windows
 */
import { button, element, freeText, icon } from "./dom.js";
import { isSandboxed } from "./sandbox.js";

const CROSS = "M6 6l12 12M18 6L6 18";

/** Milliseconds after which a link that opened has taken the reader away. */
const PATIENCE = 400;

/**
 * @param {import("./speech.js").Speech} speech
 * @returns {() => void} stops
 */
export function tellOfBlockedLinks(speech) {
  if (!isSandboxed()) return () => {};
  const words = element("div", { role: "status" });
  const note = element("div", { class: "cm-blocked" });
  const close = button(speech.say("card_close"), "cm-close", () => note.remove(), icon(CROSS));
  note.append(words, close);
  /** @param {string} address */
  const tell = (address) => {
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    document.body.append(note);
    words.replaceChildren(speech.say("window_blocked"), " ", freeText(address, "cm-address"));
  };
  /** @param {MouseEvent} event */
  const click = (event) => {
    const link = event.target instanceof Element && event.target.closest("a[target=_blank]");
    if (!(link instanceof HTMLAnchorElement)) return;
    window.setTimeout(() => tell(link.href), PATIENCE);
  };
  document.addEventListener("click", click);
  return () => {
    document.removeEventListener("click", click);
    note.remove();
  };
}
