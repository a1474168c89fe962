/**
 * Calendar days as whole numbers since 1970-01-01 in UTC: no local time anywhere.
 * @module days
 */
import { later } from "./later.js";

const MS_A_DAY = 86_400_000;

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * @param {string} iso
 * @returns {number} the day, or NaN if the text is no day of the calendar
 */
export function dayOfIso(iso) {
  const parts = ISO_DAY.exec(iso);
  if (!parts) return NaN;
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / MS_A_DAY;
  return isoOfDay(day) === iso ? day : NaN;
}

/**
 * @param {number} day
 * @returns {string} YYYY-MM-DD
 */
export function isoOfDay(day) {
  return new Date(day * MS_A_DAY).toISOString().slice(0, 10);
}

/**
 * @param {number} day
 * @param {number} months may be negative
 * @returns {number} the same day of another month, or the last one of a shorter month
 */
export function addMonths(day, months) {
  const date = new Date(day * MS_A_DAY);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastOfMonth)) / MS_A_DAY;
}

/**
 * @param {Int32Array} days none below 0
 * @returns {Int32Array} the entries of a log by their days; those of one day stay in order
 */
export function orderByDay(days) {
  let last = 0;
  for (let i = 0; i < days.length; i += 1) last = Math.max(last, days[i]);
  const starts = new Int32Array(last + 2);
  for (let i = 0; i < days.length; i += 1) starts[days[i] + 1] += 1;
  for (let day = 0; day <= last; day += 1) starts[day + 1] += starts[day];
  const order = new Int32Array(days.length);
  for (let i = 0; i < days.length; i += 1) {
    order[starts[days[i]]] = i;
    starts[days[i]] += 1;
  }
  return order;
}

/**
 * @param {string} language
 * @returns {{day: (day: number) => string, short: (day: number) => string, month: (day: number) => string}}
 *   the day in words, the day in short, its month and year
 */
export function makeDayWords(language) {
  const locale = (language === "en" ? "en-GB" : language) + "-u-ca-gregory";
  const words = (/** @type {Intl.DateTimeFormatOptions} */ options) => {
    const format = later(() => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" })); // which takes its time
    return (/** @type {number} */ day) => format().format(day * MS_A_DAY);
  };
  return {
    day: words({ day: "numeric", month: "long", year: "numeric" }),
    short: words({ day: "numeric", month: "short", year: "numeric" }),
    month: words({ month: "short", year: "numeric" }),
  };
}
