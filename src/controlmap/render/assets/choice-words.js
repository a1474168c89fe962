/**
 * A choice of reports in words, so that no picture of a filtered map misleads.
 * @module choice-words
 */
import { INDEPENDENT, voicesOf } from "./voices.js";

/**
 * @typedef {object} ChoiceWords
 * @property {(asked: import("./chooser.js").Asked) => string} all that differs from the page as
 *   published; empty where nothing does
 * @property {(name: string) => string} voice whose reports these are
 */

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {import("./chooser.js").Asked} published
 * @returns {ChoiceWords}
 */
export function makeChoiceWords(timeline, speech, published) {
  const { say } = speech;
  const voice = (/** @type {string} */ name) => voiceWords(timeline, speech, name);
  return {
    voice,
    all(asked) {
      const parts = [];
      if (asked.perspectives.join("\n") !== published.perspectives.join("\n")) {
        const names = speech.list(asked.perspectives.map(voice));
        parts.push(names ? say("choice_according", { names }) : say("choice_all_sources"));
      }
      if (asked.policy !== published.policy) parts.push(say("choice_short." + asked.policy));
      if (asked.along === "reported") parts.push(asked.lag === 0 ? say("choice_reported_0") : speech.count("choice_reported", asked.lag));
      else if (asked.asOf !== published.asOf || published.along === "reported") {
        parts.push(asked.asOf === null ? say("choice_all_known") : say("choice_as_of", { day: speech.day(asked.asOf) }));
      }
      if (asked.by !== published.by) parts.push(say("choice_by." + asked.by));
      return parts.length === 0 ? "" : say("choice_line", { words: parts.join("; ") });
    },
  };
}

/**
 * @param {import("./decode.js").Timeline} timeline
 * @param {import("./speech.js").Speech} speech
 * @param {string} name
 * @returns {string}
 */
function voiceWords(timeline, speech, name) {
  const voice = voicesOf(timeline).get(name);
  if (voice === undefined) return name;
  if (voice.kind !== "perspective") return speech.say("voice." + voice.kind, { name: speech.actor(voice.who) });
  return voice.who === INDEPENDENT ? speech.say("voice.independent") : speech.say("voice.bloc", { name: speech.actor(voice.who) });
}
