/**
 * Marks over the slider: how many places changed when.
 * @module ticks
 */

const TICK_COLOUR = "#8c8479";

/** Half the width of the slider's thumb, which its middle never passes. */
const THUMB_RADIUS = 11;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {import("./changes.js").Changes} changes
 * @param {number} last day
 * @param {boolean} isRightToLeft
 */
export function drawTicks(canvas, { days, places }, last, isRightToLeft) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth, clientHeight } = canvas;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const context = canvas.getContext("2d");
  if (context === null || clientWidth === 0) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = TICK_COLOUR;
  const most = places.reduce((n, changed) => Math.max(n, changed.length), 1);
  const room = clientWidth - 2 * THUMB_RADIUS;
  days.forEach((day, i) => {
    const share = day / Math.max(1, last);
    const x = THUMB_RADIUS + room * (isRightToLeft ? 1 - share : share);
    const height = Math.max(4, (clientHeight * Math.log(1 + places[i].length)) / Math.log(1 + most));
    context.fillRect(x - 0.75, clientHeight - height, 1.5, height);
  });
}
