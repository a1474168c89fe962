/**
 * Two days side by side: the one left of a line that is drawn over the map, the other right.
 * @module compare
 */
import { makeCanvasLayer } from "./canvas-layer.js";
import { dayOfIso, isoOfDay } from "./days.js";
import { element, fold } from "./dom.js";
import { makeScene } from "./scene.js";

/** Days back to which a day is compared where no other was chosen. */
const BACK = 30;

/** Width of the line's handle, pixels. */
const HANDLE = 44;

/**
 * @typedef {object} Compare
 * @property {HTMLElement} root
 * @property {() => void} show the day of the map
 * @property {() => number | null} day that it is compared with, null for none
 * @property {() => number | null} line pixels from the left of the map, null for none
 * @property {(day: number | null) => void} set
 * @property {() => HTMLCanvasElement[]} canvases of the other day
 * @property {() => void} repaint after a change of the look
 * @property {() => void} cut the canvases anew, where one came
 * @property {(listener: () => void) => () => void} onChange gives what stops it
 * @property {() => void} stop
 */

/**
 * @typedef {object} Shown
 * @property {import("./decode.js").Timeline} story
 * @property {import("./scene.js").Scene} scene
 * @property {import("./speech.js").Speech} speech
 * @property {import("leaflet").Map} map
 * @property {() => HTMLCanvasElement[]} canvases of the day shown
 * @property {(scene: import("./scene.js").Scene) => import("./picture.js").Picture} makePicture
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {Shown} shown
 * @returns {Compare}
 */
export function makeCompare(L, shown) {
  const { story, scene, speech, map, canvases } = shown;
  const panel = makePanel(story, speech);
  const swipe = makeSwipe(speech);
  /** @type {OtherDay | null} */
  let other = null;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  let isOn = false;
  const cut = () => {
    const line = swipe.line(map.getSize().x);
    for (const canvas of canvases()) clip(canvas, map, isOn ? [line, Infinity] : null);
    clip(other?.canvas() || null, map, [-Infinity, line]);
  };
  const show = () => {
    if (isOn && other !== null) swipe.show(other.scene.day(), scene.day());
  };
  /** @param {number | null} day */
  const set = (day) => {
    const wasOn = isOn;
    isOn = day !== null;
    if (day !== null) {
      other = other || makeOtherDay(L, shown, day);
      other.scene.go(day);
    }
    panel.show(isOn, day || 0);
    if (isOn && !wasOn) {
      other?.layer.addTo(map);
      map.getContainer().append(swipe.root);
      map.on("move moveend zoom zoomend resize viewreset", cut);
    } else if (!isOn && wasOn) {
      other?.layer.remove();
      swipe.root.remove();
      map.off("move moveend zoom zoomend resize viewreset", cut);
    }
    cut();
    show();
    listeners.forEach((listener) => listener());
  };
  panel.onToggle(() => set(isOn ? null : panel.day() ?? Math.max(0, scene.day() - BACK)));
  panel.onDay(() => isOn && set(panel.day()));
  swipe.onMove(() => {
    cut();
    show();
  });
  return {
    root: panel.root,
    show,
    day: () => (isOn && other !== null ? other.scene.day() : null),
    line: () => (isOn ? swipe.line(map.getSize().x) : null),
    set,
    canvases() {
      const drawn = other?.canvas();
      return drawn ? [drawn] : [];
    },
    repaint: () => other?.repaint(),
    cut,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      set(null);
      other?.stop();
    },
  };
}

/**
 * The other day, on a canvas of its own.
 * @typedef {object} OtherDay
 * @property {import("./scene.js").Scene} scene
 * @property {import("leaflet").Layer} layer
 * @property {() => HTMLCanvasElement | null} canvas null while it is not on the map
 * @property {() => void} repaint after a change of the look
 * @property {() => void} stop
 */

/**
 * @param {typeof import("leaflet")} L
 * @param {Shown} shown
 * @param {number} day
 * @returns {OtherDay}
 */
function makeOtherDay(L, { story, scene, map, makePicture }, day) {
  const other = makeScene(story, day, scene.appearance);
  other.retell(scene.story());
  const picture = makePicture(other);
  picture.furnish();
  const layer = makeCanvasLayer(L, {
    attributions: [],
    paint: picture.paint,
    added() {
      picture.restyle(map);
    },
    removed() {},
  });
  const stopDays = other.onDay((touched) => {
    if (layer.shown() === null) return;
    picture.update(touched);
    layer.repaint("day");
  });
  const stopChoices = scene.onChoice(() => {
    other.choose(scene.place());
    layer.repaint("chosen");
  });
  const stopStories = scene.onTold(() => {
    other.retell(scene.story());
    if (layer.shown() === null) return;
    picture.restyle(map);
    layer.repaint("moved");
  });
  return {
    scene: other,
    layer,
    canvas: () => layer.shown()?.canvas || null,
    repaint() {
      if (layer.shown() === null) return;
      picture.restyle(map);
      layer.repaint("moved");
    },
    stop() {
      stopDays();
      stopChoices();
      stopStories();
    },
  };
}

/**
 * Shows of a canvas over the map only what lies between two lines.
 * @param {HTMLCanvasElement | null} canvas
 * @param {import("leaflet").Map} map
 * @param {[number, number] | null} ends pixels from the left of the map; null for all
 */
function clip(canvas, map, ends) {
  if (canvas === null) return;
  if (ends === null) {
    canvas.style.clipPath = "";
    return;
  }
  const box = canvas.getBoundingClientRect();
  const start = box.left - map.getContainer().getBoundingClientRect().left;
  const scale = box.width / canvas.offsetWidth || 1;
  const [left, right] = ends.map((end) => Math.min(box.width, Math.max(0, end - start)) / scale);
  canvas.style.clipPath = "inset(0px " + (canvas.offsetWidth - right) + "px 0px " + left + "px)";
}

/**
 * The choice of the other day.
 * @param {import("./decode.js").Timeline} story
 * @param {import("./speech.js").Speech} speech
 * @returns {{root: HTMLElement, day: () => number | null, show: (isOn: boolean, day: number) => void,
 *   onToggle: (act: () => void) => void, onDay: (act: () => void) => void}}
 */
function makePanel({ firstDay, last }, { say }) {
  const iso = (/** @type {number} */ day) => isoOfDay(firstDay + day);
  const date = element("input", { type: "date", class: "cm-select", min: iso(0), max: iso(last) });
  const toggle = element("button", { type: "button", class: "cm-tool", "aria-pressed": "false" }, say("compare_start"));
  const label = element("label", { class: "cm-compare-day" }, element("span", {}, say("compare_with")), date);
  const lead = element("p", { class: "cm-quiet" }, say("compare_lead"));
  const root = fold(say("compare"), false, "cm-compare", lead, element("div", { class: "cm-tools" }, label, toggle));
  return {
    root,
    day() {
      const day = dayOfIso(date.value);
      return Number.isNaN(day) ? null : Math.min(last, Math.max(0, day - firstDay));
    },
    show(isOn, day) {
      toggle.setAttribute("aria-pressed", String(isOn));
      toggle.textContent = say(isOn ? "compare_stop" : "compare_start");
      if (isOn) {
        date.value = iso(day);
        root.open = true;
      }
    },
    onToggle: (act) => toggle.addEventListener("click", act),
    onDay: (act) => date.addEventListener("change", act),
  };
}

/**
 * The line over the map, and the days on its sides.
 * @param {import("./speech.js").Speech} speech
 * @returns {{root: HTMLElement, line: (width: number) => number, show: (left: number, right: number) => void,
 *   onMove: (act: () => void) => void}}
 */
function makeSwipe(speech) {
  const range = element("input", {
    type: "range",
    class: "cm-swipe-range",
    min: "0",
    max: "100",
    step: "1",
    value: "50",
    "aria-label": speech.say("compare_swipe"),
  });
  const line = element("div", { class: "cm-swipe-line", "aria-hidden": "true" });
  const [left, right] = ["cm-swipe-left", "cm-swipe-right"].map((side) => element("p", { class: "cm-swipe-day " + side, dir: "auto" }));
  const root = element("div", { class: "cm-swipe", dir: "ltr" }, line, left, right, range);
  // what lies below must not take what is meant for the line
  for (const kind of ["pointerdown", "mousedown", "touchstart", "dblclick", "wheel", "click"]) {
    range.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
  }
  const lineAt = (/** @type {number} */ width) => HANDLE / 2 + (range.valueAsNumber / 100) * (width - HANDLE);
  return {
    root,
    line: lineAt,
    show(leftDay, rightDay) {
      const days = { left: speech.day(leftDay), right: speech.day(rightDay) };
      left.textContent = days.left;
      right.textContent = days.right;
      range.setAttribute("aria-valuetext", speech.say("compare_days", days));
      line.style.left = lineAt(root.clientWidth) + "px";
    },
    onMove: (act) => range.addEventListener("input", act),
  };
}
