/**
 * Saving what is shown as files, without a server.
 * @module download
 */
import { element, fold } from "./dom.js";
import { isSandboxed } from "./sandbox.js";

/** Milliseconds for which a file is kept for the browser to take. */
const PATIENCE = 10_000;

/**
 * @typedef {object} Offer
 * @property {string} label key of its message
 * @property {(iso: string) => string} name of the file, for the day shown
 * @property {() => Blob | Promise<Blob | null>} make
 */

/**
 * @param {import("./speech.js").Speech} speech
 * @param {Offer[]} offers
 * @param {() => string} today the day shown, YYYY-MM-DD
 * @returns {HTMLElement}
 */
export function makeDownloads(speech, offers, today) {
  const status = element("p", { class: "cm-quiet", role: "status" });
  const buttons = offers.map(({ label, name, make }) => {
    const made = element("button", { type: "button", class: "cm-tool" }, speech.say(label));
    made.addEventListener("click", async () => {
      const file = await make();
      if (file === null) return;
      save(file, name(today()));
      status.textContent = speech.say(isSandboxed() ? "download_blocked" : "download_done", { name: name(today()) });
    });
    return made;
  });
  const note = isSandboxed() && element("p", { class: "cm-quiet cm-blocked-note" }, speech.say("download_sandboxed"));
  return fold(speech.say("download"), false, "cm-download", element("div", { class: "cm-tools" }, ...buttons), note, status);
}

/**
 * @param {Blob} file
 * @param {string} name
 */
function save(file, name) {
  const address = URL.createObjectURL(file);
  const link = element("a", { href: address, download: name });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
}

/**
 * @param {string} title
 * @returns {string} start of the names of files
 */
export function fileStem(title) {
  const words = title.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) || [];
  return words.join("-").slice(0, 60).replace(/-$/, "") || "map";
}
