// Who wins among equals: the announced steps in order, each leaving those that are best by it.
import { encode } from "./canonical.js";
import { joined, sha, utf8 } from "./bytes.js";

const NUL = Uint8Array.of(0);

export function pool(item, options) {
  return sha(encode({ item, options: [...options].sort() }));
}

export function ticket(seed, item, option) {
  return sha(joined(utf8(seed), NUL, utf8(item), NUL, utf8(option)));
}

// Takes away from `open` whoever is surely in, and whoever is surely out, by one measure (more is better).
function narrowed(open, places, score) {
  const order = [...open].sort((a, b) => compare(score(b), score(a)));
  const edge = score(order[places - 1]);
  const inside = order.filter((one) => compare(score(one), edge) > 0);
  const level = open.filter((one) => compare(score(one), edge) === 0);
  return inside.length + level.length === places ? [[...inside, ...level], []] : [inside, level];
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// { in: those who have a place, tie } for `among` (in the order of the sheet), who are equal for `places` places.
// `sheet` holds all options of the item, withdrawn ones too. `scores` gives each step but the draw a number per option.
export function decide({ item, sheet, among, places, rule, seed, scores }) {
  const steps = (rule.tie && rule.tie.steps) || [];
  let [won, open, by] = [[], [...among], ""];
  for (const step of steps) {
    if (!open.length || (step === "draw" && !seed)) break; // a draw that was not made holds up the steps behind it
    const drawn = (one) => ticket(seed, item, one);
    const order = new Map([...open].sort((a, b) => compare(drawn(a), drawn(b))).map((one, at) => [one, -at]));
    const score = step === "draw" ? (one) => order.get(one) : scores[step];
    const [inside, level] = narrowed(open, places - won.length, score);
    if (level.length < open.length) by = step;
    won = [...won, ...inside];
    open = level;
  }
  const tie = { among: [...among], places, decided_by: open.length ? "" : by, undecided: open };
  if (steps.includes("draw")) tie.pool = pool(item, sheet);
  return { in: among.filter((one) => won.includes(one)), tie };
}
