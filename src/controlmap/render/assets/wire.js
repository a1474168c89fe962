/**
 * What is built around a map: its time bar and the ground below, then all the rest.
 * @module wire
 */
import { isEmbedded } from "./address.js";
import { element } from "./dom.js";
import { afterFirstPicture, isPictureFirst } from "./first-picture.js";
import { fitView, viewSomething } from "./first-view.js";
import { late } from "./late.js";
import { later } from "./later.js";
import { layOutTime } from "./layout.js";
import { layGround } from "./lay-ground.js";
import { makePlayer } from "./player.js";
import { ofStory } from "./scene.js";
import { makeSpeech } from "./speech.js";
import { makeTimeBar } from "./timebar.js";

/**
 * @typedef {object} Wired
 * @property {import("./decode.js").Timeline} story
 * @property {import("./decode.js").View} view
 * @property {import("./scene.js").Scene} scene
 * @property {import("./picture.js").Picture} picture
 * @property {(scene: import("./scene.js").Scene) => import("./picture.js").Picture} makePictureOf
 *   another scene, of the same places
 * @property {import("./basemap.js").Basemap | null} basemap null on anybody's map
 * @property {() => import("./legend.js").Legend} legend of the day shown
 * @property {import("./chooser.js").Chooser} chooser
 * @property {import("./canvas-layer.js").CanvasParts} layer
 * @property {import("leaflet").Map} map
 * @property {boolean} isPage whether the page around the map is ours
 * @property {() => boolean} isFirst whether this is the first such layer of the page
 */

/**
 * What the first picture needs beside the map: the ground below, the time bar that takes
 * its room.
 * @typedef {object} Begun
 * @property {import("./speech.js").Speech} speech
 * @property {import("./player.js").Player} player
 * @property {() => import("./changes.js").Changes} changes of the story that is told
 * @property {() => import("./choice-words.js").ChoiceWords} words
 * @property {() => string} note what is said of the story as a whole
 * @property {HTMLElement} noted where that is said, above the date
 * @property {import("./timebar.js").TimeBar} bar
 * @property {import("./lay-ground.js").GroundLayer} ground
 * @property {() => () => void} fit the view to the room, once; gives what stops it
 * @property {boolean} isStaged whether the first picture comes before the rest
 */

/**
 * Begins before the map has a view: on our page the time bar takes its room first, so that
 * the view is fitted to what is left, and all is painted once.
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @returns {Begun}
 */
export function begin(L, wired) {
  const { story, view, scene, chooser, map, isPage } = wired;
  const speech = makeSpeech(story, view);
  const player = makePlayer(scene, story.last, view.days_per_second);
  const changes = ofStory(scene, (told) => late().findChanges(told));
  const words = later(() => late().makeChoiceWords(story, speech, chooser.published));
  const noted = element("p", { class: "cm-choice-note", hidden: "" });
  const bar = makeTimeBar(story, scene, speech, player, { changes, speed: view.days_per_second, note: noted });
  const begun = {
    speech,
    player,
    changes,
    words,
    note: () => words().all(chooser.asked()),
    noted,
    bar,
    ground: layGround(L, wired),
    fit: later(() => (isPage ? fitView(map, view.bounds) : () => {})),
    isStaged: isPage && !isEmbedded(location.search) && isPictureFirst(),
  };
  if (begun.isStaged) {
    layOutTime(bar.root);
    bar.open();
    begun.fit();
  }
  if (isPage) viewSomething(map, view.bounds);
  return begun;
}

/**
 * Builds the other parts and ties them: on our page once the first picture stands, or when
 * they are needed before.
 * @param {typeof import("leaflet")} L
 * @param {Wired} wired
 * @param {Begun} begun
 * @returns {(() => void)[]} what takes all away
 */
export function wire(L, wired, begun) {
  const { scene, chooser, layer, picture, isPage } = wired;
  /** @type {(() => void)[]} */
  let undo = [];
  const complete = () => {
    picture.furnish();
    undo = late().tie(L, wired, begun);
    layer.repaint("moved");
    if (isPage) document.documentElement.dataset.controlmap = "ready";
  };
  const takeAway = () => undo.forEach((step) => step());
  if (!begun.isStaged) {
    complete();
    return [takeAway];
  }
  const { bar, ground, fit } = begun;
  const stopWaiting = afterFirstPicture(complete, [scene.onDay, scene.onChoice, scene.onTold, scene.appearance.onChange, chooser.onAsked]);
  return [stopWaiting, fit(), bar.stop, takeAway, () => bar.root.remove(), () => ground?.remove()];
}
