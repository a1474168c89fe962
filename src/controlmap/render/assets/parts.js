/**
 * What the first picture does without; `late.js` is the way to it.
 * @module parts
 */
import { findChanges } from "./changes.js";
import { readPlain, writePlain } from "./choice-link.js";
import { makeChoiceWords } from "./choice-words.js";
import { readEvidence } from "./evidence.js";
import { makeFurnishing } from "./furnishing.js";
import { makeHistories } from "./history.js";
import { makeLegend } from "./legend.js";
import { sumDays } from "./sums.js";
import { tell } from "./tell.js";
import { tie } from "./tie.js";

export const parts = Object.freeze({
  findChanges,
  makeChoiceWords,
  makeFurnishing,
  makeHistories,
  makeLegend,
  readEvidence,
  readPlain,
  sumDays,
  tell,
  tie,
  writePlain,
});
