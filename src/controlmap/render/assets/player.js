/**
 * Play and pause: days go by at a chosen speed.
 * @module player
 */

/**
 * @typedef {object} Player
 * @property {() => boolean} isPlaying
 * @property {() => void} toggle
 * @property {() => void} stop
 * @property {(daysASecond: number) => void} setSpeed
 * @property {(isLooping: boolean) => void} setLoop whether the first day comes after the last
 * @property {(listener: () => void) => void} onToggle
 */

/**
 * @param {import("./scene.js").Scene} scene
 * @param {number} last day
 * @param {number} speed days a second
 * @returns {Player}
 */
export function makePlayer(scene, last, speed) {
  let rate = speed;
  let frame = 0;
  let before = 0;
  let elapsed = 0;
  let isLooping = false;
  /** @type {(() => void)[]} */
  const listeners = [];
  const tell = () => listeners.forEach((listener) => listener());
  const stop = () => {
    if (frame === 0) return;
    cancelAnimationFrame(frame);
    frame = 0;
    tell();
  };
  /** @param {number} now milliseconds */
  const advance = (now) => {
    elapsed += Math.min(now - before, 250) * rate;
    before = now;
    const days = Math.floor(elapsed / 1000);
    elapsed -= days * 1000;
    frame = requestAnimationFrame(advance);
    if (days > 0) scene.go(isLooping && scene.day() >= last ? 0 : scene.day() + days);
    if (scene.day() >= last && !isLooping) stop();
  };
  return {
    isPlaying: () => frame !== 0,
    stop,
    toggle() {
      if (frame !== 0) {
        stop();
        return;
      }
      if (scene.day() >= last) scene.go(0);
      elapsed = 0;
      before = performance.now();
      frame = requestAnimationFrame(advance);
      tell();
    },
    setSpeed(daysASecond) {
      rate = daysASecond;
    },
    setLoop(wanted) {
      isLooping = wanted;
    },
    onToggle: (listener) => listeners.push(listener),
  };
}
