// The count of a ballot, from docs/reference/counting.md: papers and a rule document make the result document.
// Weights are BigInt and shares exact fractions; the order of the papers changes nothing.
import { must } from "./bytes.js";
import { equalShares, greedy } from "./budgets.js";
import { chooseK, seats, yesNo } from "./crosses.js";
import { runOff, schulze } from "./ranked.js";

const RULES = new Map([
  ["choose-k", { count: chooseK, whole: false }],
  ["yes-no-abstain", { count: yesNo, whole: false }],
  ["approval", { count: seats, whole: false }],
  ["committee", { count: seats, whole: false }],
  ["ranked-irv", { count: runOff, whole: true, first: true }],
  ["ranked-schulze", { count: schulze, whole: true, first: true }],
  ["budget-greedy", { count: greedy, whole: true }],
  ["budget-equal-shares", { count: equalShares, whole: true, versions: [1, 2] }],
]);
const FIRST = [1];

export function knows(rule) {
  const found = RULES.get(rule.id);
  return Boolean(found) && (found.versions || FIRST).includes(Number(rule.version));
}

export function isRanked(rule) {
  return String(rule.id).startsWith("ranked-");
}

// The paper with the highest attempt of each code.
function last(papers) {
  const found = new Map();
  for (const paper of papers) {
    const other = found.get(paper.code);
    if (!other || other.attempt < paper.attempt) found.set(paper.code, paper);
  }
  return [...found.values()];
}

function weigh(papers) {
  const sums = { rows: 0n, heads: 0n, area_cm2: 0n };
  for (const paper of papers) {
    sums.rows += 1n;
    sums.heads += BigInt(paper.heads);
    sums.area_cm2 += BigInt(paper.area_cm2);
  }
  return sums;
}

// {option: weight} of an item, of all its options, by one measure; of rankings the first one counts.
function votesOf(item, papers, measure, isFirst) {
  const votes = new Map(item.options.map((one) => [one, 0n]));
  for (const paper of papers) {
    const chosen = paper.choices[item.key] || [];
    for (const one of isFirst ? chosen.slice(0, 1) : chosen) {
      must(votes.has(one), "a paper names an option that is not on the sheet");
      votes.set(one, votes.get(one) + BigInt(paper[measure]));
    }
  }
  return votes;
}

const part = (votes, options) => Object.fromEntries(options.map((one) => [one, votes.get(one)]));

function countItem(item, rule, ballot) {
  const { papers, withdrawn, seed, weighs, came, roll, silent } = ballot;
  must(knows(rule), `no such rule: ${rule.id} ${rule.version}`);
  const { count, whole, first } = RULES.get(rule.id);
  const [gone, options] = [item.options.filter((one) => withdrawn.has(one)), item.options.filter((one) => !withdrawn.has(one))];
  const measures = weighs ? ["heads", "area_cm2"] : ["heads"];
  const votes = {};
  for (const measure of ["heads", "area_cm2"]) votes[measure] = votesOf(item, papers, measure, first);
  const base = { key: item.key, sheet: item.options, rule, options, seed, roll, came, silent };
  const told = (measure) => ({ votes: part(votes[measure], options), withdrawn: part(votes[measure], gone) });
  const full = (measure) => {
    const cast = papers.map((paper) => ({ ranking: paper.choices[item.key] || [], weight: BigInt(paper[measure]) }));
    return { ...told(measure), ...count({ ...base, measure, votes: votes[measure], papers: cast }) };
  };
  const found = { key: item.key, blank: BigInt(papers.filter((paper) => !(paper.choices[item.key] || []).length).length) };
  if (item.rule) found.rule = rule.id;
  if (!whole) {
    Object.assign(found, told("heads"), count({ ...base, votes, measures }));
    if (weighs) found.area_cm2 = told("area_cm2");
    return found;
  }
  Object.assign(found, full("heads"));
  if (weighs) {
    found.area_cm2 = full("area_cm2");
    found.agree = same(found.chosen, found.area_cm2.chosen) ? 1n : 0n;
  }
  return found;
}

const same = (left, right) => [...left].sort().join("\n") === [...right].sort().join("\n");

// Those who did not vote and whose sheet was delivered for sure.
function silence(rule, silent, papers) {
  if (!rule) return null;
  const voted = new Set(papers.map((paper) => paper.code));
  const counted = weigh(silent.filter((one) => one.proof && !voted.has(one.code)));
  return { ...counted, reference: rule.reference, counts_as: rule.counts_as };
}

// Papers of proxies and from a hall, where there are any.
function ways(papers) {
  const found = {};
  const proxied = papers.filter((paper) => paper.proxy).length;
  const inHall = papers.filter((paper) => paper.channel === "HALL").length;
  if (proxied) found.by_proxy = BigInt(proxied);
  if (inHall) found.in_hall = BigInt(inHall);
  return found;
}

function usesDraw(rule) {
  return Boolean(rule.tie && (rule.tie.steps || []).includes("draw"));
}

// BigInt to whole numbers, for the document.
function plain(value) {
  if (typeof value === "bigint") {
    must(value <= BigInt(Number.MAX_SAFE_INTEGER), "a count is too large");
    return Number(value);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const copy = Object.create(null);
  for (const name of Object.keys(value)) copy[name] = plain(value[name]);
  return copy;
}

// papers [{code, attempt, choices, heads, area_cm2, channel, proxy, void_reason}], silent [{code, heads, area_cm2, proof}].
export function tally(manifest, papers, { withdrawn = [], seed = "", silent = [] } = {}) {
  const { rule, items, electorate } = manifest;
  const standing = last(papers);
  const counted = standing.filter((paper) => !paper.void_reason);
  const weighs = electorate === "OWNERS";
  const roll = { rows: BigInt(manifest.roll.rows), heads: BigInt(manifest.roll.heads), area_cm2: BigInt(manifest.roll.area_cm2) };
  const took = weigh(counted);
  const quiet = silence(rule.silence, silent, standing);
  const came = { heads: took.heads + (quiet ? quiet.heads : 0n), area_cm2: took.area_cm2 + (quiet ? quiet.area_cm2 : 0n) };
  const voided = new Map();
  for (const { void_reason: reason } of standing) if (reason) voided.set(reason, (voided.get(reason) || 0n) + 1n);
  const onPaper = BigInt(counted.filter((paper) => paper.channel === "PAPER").length);
  const ballot = { papers: counted, withdrawn: new Set(withdrawn), seed, weighs, came, roll, silent: quiet };
  const result = {
    rule: rule.id,
    roll,
    participation: { papers: took.rows, heads: took.heads, area_cm2: took.area_cm2, on_paper: onPaper, ...ways(counted) },
    voided: Object.fromEntries(voided),
    items: items.map((item) => countItem(item, item.rule || rule, ballot)),
  };
  if (quiet) result.silence = quiet;
  if (seed && items.some((item) => usesDraw(item.rule || rule))) result.draw = seed;
  return plain(result);
}
