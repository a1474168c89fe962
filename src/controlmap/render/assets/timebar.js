/**
 * The time bar: date, play, steps to changes, slider with ticks of change, speed.
 * @module timebar
 */
import { makeChart } from "./chart.js";
import { isoOfDay } from "./days.js";
import { button, element, icon } from "./dom.js";
import { makePhases, phasesOf } from "./phases.js";
import { drawTicks } from "./ticks.js";

const SPEEDS = [1, 3, 7, 14, 30, 90];
const ICONS = {
  play: "M8 5l11 7-11 7z",
  pause: "M7 5h4v14H7zM13 5h4v14h-4z",
  next: "M6 5l9 7-9 7zM16 5h3v14h-3z",
  loop: "M7 7h9V4l5 4.5-5 4.5v-3H8v3H5V9a2 2 0 0 1 2-2zM17 17H8v3l-5-4.5L8 11v3h8v-3h3v4a2 2 0 0 1-2 2z",
  previous: "M18 5l-9 7 9 7zM5 5h3v14H5z",
};

/**
 * @typedef {object} TimeBar
 * @property {HTMLElement} root
 * @property {() => void} open shows the day as the calendar writes it: words of a language
 *   take longer to make
 * @property {() => void} show the day, in words
 * @property {() => void} resize draws ticks and chart anew
 * @property {() => void} watch draws ticks and chart, and anew when their room is another
 * @property {() => void} stop
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {import("./player.js").Player} player
 * @param {{changes: () => import("./changes.js").Changes, speed: number, note: HTMLElement}} options
 *   changes of the story that is told; what is said above the date
 * @returns {TimeBar}
 */
export function makeTimeBar(timeline, scene, speech, player, { changes, speed, note }) {
  const { say } = speech;
  const label = element("p", { class: "cm-date" });
  const slider = element("input", {
    type: "range",
    min: "0",
    max: String(timeline.last),
    step: "1",
    class: "cm-slider",
    "aria-label": say("date"),
  });
  slider.addEventListener("input", () => {
    player.stop();
    scene.go(slider.valueAsNumber);
  });
  const ticks = element("canvas", { class: "cm-ticks", "aria-hidden": "true" });
  const phases = makePhases(phasesOf(timeline.payload), timeline.last, speech, (day) => {
    player.stop();
    scene.go(day);
  });
  const chart = makeChart(scene);
  const scrubber = element("div", { class: "cm-scrubber" }, chart.root, slider);
  const track = element("div", { class: "cm-track" }, ticks, scrubber, phases);
  const root = element(
    "section",
    { class: "cm-time", "aria-label": say("controls") },
    note,
    label,
    makeButtons(scene, player, say, () => changes().days),
    track,
    element("div", { class: "cm-options" }, makeSpeedChoice(speech, player, speed), makeMeasureChoice(say, chart)),
  );
  root.classList.toggle("cm-one-day", timeline.last === 0);
  const resize = () => {
    drawTicks(ticks, changes(), timeline.last, getComputedStyle(root).direction === "rtl");
    chart.draw();
  };
  const showDay = (/** @type {string} */ words) => {
    label.textContent = words;
    slider.value = String(scene.day());
    slider.setAttribute("aria-valuetext", words);
  };
  const stopLooks = scene.appearance.onChange(chart.draw);
  const watcher = new ResizeObserver(resize);
  return {
    root,
    resize,
    watch: () => watcher.observe(track),
    open: () => showDay(isoOfDay(timeline.firstDay + scene.day())),
    show: () => showDay(speech.day(scene.day())),
    stop() {
      stopLooks();
      watcher.disconnect();
    },
  };
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./player.js").Player} player
 * @param {import("./speech.js").Speech["say"]} say
 * @param {() => number[]} days with changes, ascending
 * @returns {HTMLElement}
 */
function makeButtons(scene, player, say, days) {
  const step = (/** @type {(day: number) => number | undefined} */ target) => () => {
    const day = target(scene.day());
    player.stop();
    if (day !== undefined) scene.go(day);
  };
  const back = (/** @type {number} */ day) => days().filter((other) => other < day).pop();
  const forth = (/** @type {number} */ day) => days().find((other) => other > day);
  const play = button(say("play"), "cm-button cm-play", player.toggle, icon(ICONS.play));
  const previous = button(say("change_previous"), "cm-button", step(back), icon(ICONS.previous));
  const next = button(say("change_next"), "cm-button", step(forth), icon(ICONS.next));
  player.onToggle(() => {
    const word = say(player.isPlaying() ? "pause" : "play");
    play.setAttribute("aria-label", word);
    play.title = word;
    play.replaceChildren(icon(player.isPlaying() ? ICONS.pause : ICONS.play));
  });
  const loop = button(say("loop"), "cm-button", () => {
    const isOn = loop.getAttribute("aria-pressed") !== "true";
    loop.setAttribute("aria-pressed", String(isOn));
    player.setLoop(isOn);
  }, icon(ICONS.loop));
  loop.setAttribute("aria-pressed", "false");
  return element("div", { class: "cm-buttons" }, previous, play, next, loop);
}

/**
 * @param {import("./speech.js").Speech} speech
 * @param {import("./player.js").Player} player
 * @param {number} speed days a second
 * @returns {HTMLElement}
 */
function makeSpeedChoice(speech, player, speed) {
  const choices = [...new Set([...SPEEDS, speed])].sort((a, b) => a - b);
  const select = element("select", { class: "cm-select" });
  for (const days of choices) {
    select.append(element("option", { value: String(days) }, speech.count("speed_days", days)));
  }
  select.value = String(speed);
  select.addEventListener("change", () => player.setSpeed(Number(select.value)));
  return element("label", { class: "cm-speed" }, element("span", {}, speech.say("speed")), select);
}

/**
 * @param {import("./speech.js").Speech["say"]} say
 * @param {import("./chart.js").Chart} chart
 * @returns {HTMLElement}
 */
function makeMeasureChoice(say, chart) {
  const select = element("select", { class: "cm-select" });
  for (const measure of ["area", "settlements"]) select.append(element("option", { value: measure }, say("chart_" + measure)));
  select.addEventListener("change", () => chart.measure(select.value === "area" ? "area" : "settlements"));
  return element("label", { class: "cm-measure" }, element("span", {}, say("chart")), select);
}
