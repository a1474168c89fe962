/**
 * Elements made from text nodes and attributes: no markup is ever read from data.
 * @module dom
 */
import { tame } from "./plain-text.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {...Child} children strings become text nodes
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) if (child) made.append(typeof child === "string" ? tame(child) : child);
  return made;
}

/**
 * Text of unknown direction: a name or a note, kept from turning its neighbours.
 * @param {string} text
 * @param {string} [className]
 * @returns {HTMLElement}
 */
export function freeText(text, className) {
  const made = element("bdi", { dir: "auto" }, text);
  if (className) made.className = className;
  return made;
}

/**
 * @param {string} url
 * @param {string} text
 * @returns {HTMLElement} a link that opens apart, or only the text if the URL isn't http(s)
 */
export function webLink(url, text) {
  if (!/^https?:\/\//i.test(url)) return freeText(text);
  const link = element("a", { href: url, target: "_blank", rel: "noopener noreferrer" });
  link.append(freeText(text));
  return link;
}

/**
 * @param {string} label
 * @param {string} className
 * @param {() => void} act
 * @param {...Child} children
 * @returns {HTMLButtonElement}
 */
export function button(label, className, act, ...children) {
  const made = element("button", { type: "button", class: className }, ...children);
  if (label) {
    made.setAttribute("aria-label", label);
    made.title = label;
  }
  made.addEventListener("click", act);
  return made;
}

/**
 * @param {string} path of an icon of 24 by 24
 * @returns {SVGElement}
 */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/**
 * @param {string} heading
 * @param {boolean} isOpen
 * @param {string} className
 * @param {...Child} children
 * @returns {HTMLDetailsElement}
 */
export function fold(heading, isOpen, className, ...children) {
  const made = element("details", { class: className }, element("summary", {}, heading), ...children);
  made.open = isOpen;
  return made;
}
