/**
 * Who is drawn in each cell on a day, and what is answered for a place.
 * @module states
 */

/**
 * @typedef {object} Cursor
 * @property {Uint16Array} states state of each cell on the day of the cursor
 * @property {(day: number) => number[]} moveTo goes to a day and names the cells touched
 */

/**
 * A cursor over the change log: it goes forward and back by what changed alone.
 * @param {import("./decode.js").Timeline} timeline
 * @returns {Cursor}
 */
export function makeCursor({ initial, log }) {
  const states = Uint16Array.from(initial);
  const before = statesBefore(initial, log);
  let position = 0;
  return {
    states,
    moveTo(day) {
      const touched = [];
      while (position < log.day.length && log.day[position] <= day) {
        states[log.cell[position]] = log.state[position];
        touched.push(log.cell[position]);
        position += 1;
      }
      while (position > 0 && log.day[position - 1] > day) {
        position -= 1;
        states[log.cell[position]] = before[position];
        touched.push(log.cell[position]);
      }
      return touched;
    },
  };
}

/**
 * @param {Uint16Array} initial
 * @param {import("./decode.js").ChangeLog} log
 * @returns {Uint16Array} the state that each change ends
 */
function statesBefore(initial, log) {
  const current = Uint16Array.from(initial);
  const before = new Uint16Array(log.state.length);
  for (let i = 0; i < before.length; i += 1) {
    before[i] = current[log.cell[i]];
    current[log.cell[i]] = log.state[i];
  }
  return before;
}

/**
 * @param {import("./decode.js").AnswerLog} answers
 * @param {number} place
 * @param {number} day
 * @returns {any[] | null} row of the answer, null for a place without records
 */
export function answerRow(answers, place, day) {
  let found = null;
  for (let i = answers.starts[place]; i < answers.starts[place + 1]; i += 1) {
    if (answers.day[i] > day) break;
    found = answers.rows[answers.row[i]];
  }
  return found;
}
