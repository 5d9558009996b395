// Rules that count crosses: choose-k, yes / no / abstain, approval, committee, with their thresholds.
import { decide } from "./ties.js";

export function isReached(share, got, of) {
  return got >= needed(share, of);
}

// The least whole number that is "at least a share" of `of`, or more than it where the share begins with ">".
export function needed(share, of) {
  const strict = share.startsWith(">");
  const [over, under] = share.replace(">", "").split("/").map(BigInt);
  const product = of * over;
  const least = strict ? product / under + 1n : (product + under - 1n) / under;
  return least < 1n ? 1n : least;
}

function comparison(what, measure, share, of, got) {
  const least = needed(share, of);
  return { what, measure, share, of, needed: least, got, short: got < least ? least - got : 0n };
}

// What a threshold says of `agree` {measure: votes}, `came` {measure: those who took part} and the whole roll.
export function outcome(threshold, measures, agree, came, roll) {
  const comparisons = [];
  for (const measure of measures) {
    if (threshold.participation) {
      comparisons.push(comparison("participation", measure, threshold.participation, roll[measure], came[measure]));
    }
    const of = threshold.of === "all" ? roll[measure] : came[measure];
    comparisons.push(comparison("assent", measure, threshold.assent, of, agree[measure]));
  }
  const failed = comparisons.filter((one) => one.short).map((one) => `${one.what}.${one.measure}`);
  return { passed: failed.length ? 0n : 1n, row: threshold.row, source: threshold.source, comparisons, failed };
}

// `votes` {measure: {option: weight}} of options that stand.
export function chooseK() {
  return {};
}

export function yesNo(count) {
  const { rule, votes, measures, came, roll, silent } = count;
  if (!rule.threshold) return {};
  const agree = {};
  const joins = silent && silent.counts_as === "majority" ? side(votes, measures) : "";
  for (const measure of measures) agree[measure] = votes[measure].get("agree") + (joins === "agree" ? silent[measure] : 0n);
  const told = outcome(rule.threshold, measures, agree, came, roll);
  if (silent && silent.counts_as === "majority") told.silent_joined = joins;
  return { outcome: told, chosen: told.passed ? ["agree"] : [] };
}

// The side that has more by every measure, or "".
function side(votes, measures) {
  const sides = measures.map((measure) => {
    const [yes, no] = [votes[measure].get("agree"), votes[measure].get("against")];
    return yes > no ? "agree" : no > yes ? "against" : "";
  });
  return sides.every((one) => one === sides[0]) ? sides[0] : "";
}

export function seats(count) {
  const { key, sheet, rule, options, votes, measures, came, roll, seed } = count;
  const found = {};
  const order = votes[rule.order || "heads"];
  let able = options.filter((one) => order.get(one) > 0n);
  if (rule.threshold) {
    found.outcomes = {};
    for (const option of options) {
      const agree = Object.fromEntries(measures.map((measure) => [measure, votes[measure].get(option)]));
      found.outcomes[option] = outcome(rule.threshold, measures, agree, came, roll);
    }
    able = able.filter((one) => found.outcomes[one].passed);
  }
  const places = rule.seats || 1;
  const ranked = [...able].sort((a, b) => (order.get(b) > order.get(a) ? 1 : order.get(b) < order.get(a) ? -1 : 0));
  const edge = ranked.length > places ? order.get(ranked[places - 1]) : null;
  const sure = edge === null ? ranked : ranked.filter((one) => order.get(one) > edge);
  const level = edge === null ? [] : options.filter((one) => able.includes(one) && order.get(one) === edge);
  if (sure.length + level.length <= places) return { ...found, seats: places, chosen: [...sure, ...level], tie: {} };
  const scores = { heads: (one) => votes.heads.get(one), area_cm2: (one) => votes.area_cm2.get(one) };
  const decided = decide({ item: key, sheet, among: level, places: places - sure.length, rule, seed, scores });
  return { ...found, seats: places, chosen: [...sure, ...decided.in], tie: decided.tie };
}
