/**
 * What counts: the reader's choice of policy, of whose reports, and of when they were known.
 * @module choice-panel
 */
import { LONGEST_LAG, POLICIES } from "./choice-link.js";
import { dayOfIso, isoOfDay } from "./days.js";
import { element, fold } from "./dom.js";
import { voicesOf } from "./voices.js";

/** Days before the map from which on a date is one that was meant. */
const EARLIEST = 36_500;

/** Value of the entry for all sources, which no perspective has. */
const ALL = "";

/** Kinds of voices, in the order of the list. */
const KINDS = /** @type {const} */ (["perspective", "publisher", "chain"]);

/** Number of panels on the page, for the names of their groups. */
let made = 0;

/**
 * @typedef {import("./chooser.js").Asked} Asked
 * @typedef {(change: Partial<Asked>) => void} Change
 * @typedef {{root: HTMLElement, show: (asked: Asked) => void}} Control
 */

/**
 * @typedef {object} ChoicePanel
 * @property {HTMLElement} root
 * @property {() => void} show the choice in force
 */

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./chooser.js").Chooser} chooser
 * @param {import("./speech.js").Speech} speech
 * @param {{words: import("./choice-words.js").ChoiceWords, differing: HTMLElement}} parts
 * @returns {ChoicePanel}
 */
export function makeChoicePanel(scene, chooser, speech, { words, differing }) {
  const { say } = speech;
  made += 1;
  const change = (/** @type {Partial<Asked>} */ some) => void chooser.ask({ ...chooser.asked(), ...some });
  const controls = [
    makePolicyChoice(say, change),
    makeVoiceChoice(scene, speech, words, change),
    makeTimeChoice(scene, speech, change),
    makeColourChoice(say, change),
    makeDifferChoice(say, change),
  ];
  const back = element("button", { type: "button", class: "cm-tool" }, say("choice_back"));
  back.addEventListener("click", () => chooser.ask(chooser.published));
  const work = element("p", { class: "cm-work", role: "status" });
  const lead = element("p", { class: "cm-quiet" }, say("choice_lead"));
  const root = fold(say("choice"), false, "cm-choices", lead, ...controls.map((each) => each.root), differing, work, back);
  const show = () => {
    work.textContent = chooser.isWorking() ? say("choice_work") : "";
    root.setAttribute("aria-busy", String(chooser.isWorking()));
    back.disabled = chooser.asked() === chooser.published;
    if (root.open) controls.forEach((each) => each.show(chooser.asked()));
  };
  root.addEventListener("toggle", show);
  return { root, show };
}

/**
 * @param {import("./speech.js").Speech["say"]} say
 * @param {Change} change
 * @returns {Control}
 */
function makePolicyChoice(say, change) {
  const group = makeRadios("policy", POLICIES, (policy) => change({ policy }), (policy) => [
    element("span", {}, say("policy." + policy)),
    element("span", { class: "cm-quiet" }, say("policy_means." + policy)),
  ]);
  return {
    root: element("fieldset", {}, element("legend", {}, say("choice_policy")), ...group.rows),
    show: ({ policy }) => group.show(policy),
  };
}

/**
 * A list of all, the perspectives, publishers and chains; and of several, where an address
 * or a program chose them.
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {import("./choice-words.js").ChoiceWords} words
 * @param {Change} change
 * @returns {Control}
 */
function makeVoiceChoice(scene, speech, words, change) {
  const { say } = speech;
  const select = element("select", { class: "cm-select" });
  const several = element("option", { value: "several", disabled: "" });
  select.addEventListener("change", () => change({ perspectives: select.value === ALL ? [] : [select.value] }));
  const fill = () => {
    if (select.options.length > 0) return;
    const collator = new Intl.Collator(speech.language);
    const voices = [...voicesOf(scene.story()).values()];
    const groups = KINDS.map((kind) => {
      const options = voices
        .filter((voice) => voice.kind === kind)
        .map(({ name, who }) => ({ name, label: speech.actor(who) }))
        .sort((a, b) => collator.compare(a.label, b.label))
        .map(({ name, label }) => element("option", { value: name }, label));
      return element("optgroup", { label: say("choice_voices." + kind) }, ...options);
    });
    select.append(element("option", { value: ALL }, say("choice_voices.all")), several, ...groups);
  };
  return {
    root: element("label", { class: "cm-choice-voice" }, element("span", {}, say("choice_voices")), select),
    show({ perspectives }) {
      fill();
      several.hidden = perspectives.length < 2;
      several.textContent = speech.list(perspectives.map(words.voice));
      if (perspectives.length < 2) select.value = perspectives[0] ?? ALL;
      else several.selected = true;
    },
  };
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./speech.js").Speech} speech
 * @param {Change} change
 * @returns {Control}
 */
function makeTimeChoice(scene, { say }, change) {
  const { firstDay } = scene.story();
  const iso = (/** @type {number} */ day) => isoOfDay(firstDay + day);
  const date = element("input", { type: "date", class: "cm-select", min: iso(-EARLIEST), "aria-label": say("choice_as_of_day") });
  const lag = element("input", { type: "number", class: "cm-select", min: "0", max: String(LONGEST_LAG), step: "1", "aria-label": say("choice_lag") });
  const dayChosen = () => {
    const day = dayOfIso(date.value) - firstDay;
    return date.validity.valid && day >= -EARLIEST ? day : null;
  };
  const lagChosen = () => (lag.validity.valid && lag.value !== "" ? lag.valueAsNumber : null);
  const choose = (/** @type {string} */ when) => {
    if (when === "all") change({ along: "valid", asOf: null });
    else if (when === "day") change({ along: "valid", asOf: dayChosen() ?? scene.day() });
    else change({ along: "reported", lag: lagChosen() ?? 0 });
  };
  date.addEventListener("change", () => dayChosen() !== null && choose("day"));
  lag.addEventListener("change", () => lagChosen() !== null && choose("reported"));
  const group = makeRadios("when", ["all", "day", "reported"], choose, (when) => [
    element("span", {}, say("choice_when." + when)),
    when === "reported" && element("span", { class: "cm-quiet" }, say("choice_when_means")),
  ]);
  const late = element("label", { class: "cm-choice-lag" }, element("span", {}, say("choice_lag")), lag);
  const [all, day, reported] = group.rows;
  return {
    root: element("fieldset", {}, element("legend", {}, say("choice_when")), all, day, date, reported, late),
    show({ along, asOf, lag: days }) {
      const isDay = along === "valid" && asOf !== null;
      group.show(along === "reported" ? "reported" : isDay ? "day" : "all");
      date.value = asOf === null ? "" : iso(asOf);
      lag.value = String(days);
      date.hidden = !isDay;
      late.hidden = along !== "reported";
    },
  };
}

/**
 * @param {import("./speech.js").Speech["say"]} say
 * @param {Change} change
 * @returns {Control}
 */
function makeColourChoice(say, change) {
  const group = makeRadios("by", /** @type {const} */ (["bloc", "actor"]), (by) => change({ by }), (by) => [
    element("span", {}, say("choice_colour." + by)),
  ]);
  return {
    root: element("fieldset", {}, element("legend", {}, say("choice_colour")), ...group.rows),
    show: ({ by }) => group.show(by),
  };
}

/**
 * @param {import("./speech.js").Speech["say"]} say
 * @param {Change} change
 * @returns {Control}
 */
function makeDifferChoice(say, change) {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => change({ differ: box.checked }));
  return {
    root: element("label", { class: "cm-radio" }, box, element("span", {}, say("choice_differ"))),
    show({ differ }) {
      box.checked = differ;
    },
  };
}

/**
 * @template {string} Value
 * @param {string} name of the group
 * @param {readonly Value[]} values
 * @param {(value: Value) => void} choose
 * @param {(value: Value) => import("./dom.js").Child[]} label
 * @returns {{rows: HTMLElement[], show: (value: Value) => void}}
 */
function makeRadios(name, values, choose, label) {
  const radios = values.map((value) => {
    const radio = element("input", { type: "radio", name: "cm-" + name + "-" + made, value });
    radio.addEventListener("change", () => choose(value));
    return radio;
  });
  return {
    rows: values.map((value, i) => element("label", { class: "cm-radio" }, radios[i], element("span", {}, ...label(value)))),
    show(value) {
      radios.forEach((radio) => {
        radio.checked = radio.value === value;
      });
    },
  };
}
