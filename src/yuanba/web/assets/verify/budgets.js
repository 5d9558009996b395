// Rules that spend money: greedy, and equal shares with Add1. Each sees one measure; papers are (choices, weight).
import { Fraction, whole } from "./fraction.js";
import { decide } from "./ties.js";

const STEP_CM2 = 1000000n;
const MOST_RUNS = 5000n; // of equal shares by area

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0n);

function terms({ key, sheet, rule, seed, votes }) {
  const cost = (one) => BigInt(rule.cost_fen[one]);
  const scores = { "more-votes": (one) => votes.get(one), "lower-cost": (one) => -cost(one) };
  const pick = (among) => decide({ item: key, sheet, among, places: 1, rule, seed, scores });
  return { cost, pick };
}

// What is bought with `left` in the order of the votes: { chosen, left, tie }.
function byVotes(count, candidates, money) {
  const { cost, pick } = terms(count);
  const found = { chosen: [], left: money, tie: {}, open: false };
  const levels = [...new Set(candidates.map((one) => count.votes.get(one)))].sort((a, b) => (b > a ? 1 : b < a ? -1 : 0));
  for (const level of levels) {
    if (level === 0n) break;
    let equals = candidates.filter((one) => count.votes.get(one) === level && cost(one) <= found.left);
    while (equals.length) {
      let taken = equals;
      if (sum(equals.map(cost)) > found.left) {
        const decided = pick(equals);
        if (decided.tie.undecided.length) return { ...found, tie: decided.tie, open: true };
        taken = decided.in;
      }
      found.chosen.push(...taken);
      found.left -= sum(taken.map(cost));
      equals = equals.filter((one) => !taken.includes(one) && cost(one) <= found.left);
    }
  }
  return found;
}

export function greedy(count) {
  const money = BigInt(count.rule.budget_fen);
  const { chosen, left, tie, open } = byVotes(count, count.options, money);
  if (open) return { budget_fen: money, chosen: [], spent_fen: 0n, tie };
  return { budget_fen: money, chosen, spent_fen: money - left, tie };
}

// Voters who want the same have the same money all the way: one group each, money per unit of weight.
function groupsOf(papers, options) {
  const groups = new Map();
  for (const { ranking, weight } of papers) {
    const wants = options.filter((one) => ranking.includes(one));
    if (!wants.length || !weight) continue;
    const name = JSON.stringify(wants);
    const found = groups.get(name);
    if (found) found.weight += weight;
    else groups.set(name, { wants: new Set(wants), weight });
  }
  return [...groups.values()];
}

// What each backer pays if the poorer pay all they have; null if they cannot pay it together.
function payment(backers, cost) {
  const poorest = [...backers].sort((a, b) => a.money.against(b.money));
  let [rest, units] = [whole(cost), sum(poorest.map((one) => one.weight))];
  for (const one of poorest) {
    const each = rest.by(whole(units));
    if (each.against(one.money) <= 0) return each;
    rest = rest.minus(one.money.times(whole(one.weight)));
    units -= one.weight;
  }
  return null;
}

function alone(equals, groups) {
  return equals.find((one) => !groups.some((group) => group.wants.has(one) && equals.some((other) => other !== one && group.wants.has(other))));
}

function run(count, groups, share) {
  const { cost, pick } = terms(count);
  const state = { rounds: [], chosen: [], spent: 0n, tie: {}, open: false };
  for (const group of groups) group.money = share;
  let rest = count.options.filter((one) => count.votes.get(one) > 0n);
  for (;;) {
    const priced = [];
    for (const option of rest) {
      const pays = payment(groups.filter((group) => group.wants.has(option)), cost(option));
      if (pays) priced.push({ option, pays, rate: pays.by(whole(cost(option))) });
    }
    rest = priced.map((one) => one.option); // what cannot be paid now never can: money only shrinks
    if (!priced.length) return state;
    const least = priced.reduce((low, one) => (one.rate.against(low) < 0 ? one.rate : low), priced[0].rate);
    const equals = priced.filter((one) => one.rate.against(least) === 0).map((one) => one.option);
    let option = equals.length === 1 ? equals[0] : alone(equals, groups);
    if (option === undefined) {
      const decided = pick(equals);
      if (decided.tie.undecided.length) return { ...state, tie: decided.tie, open: true };
      [option] = decided.in;
    }
    const { pays } = priced.find((one) => one.option === option);
    for (const group of groups) {
      if (group.wants.has(option)) group.money = group.money.minus(pays.against(group.money) < 0 ? pays : group.money);
    }
    state.rounds.push({ option, pays: String(pays) });
    state.chosen.push(option);
    state.spent += cost(option);
    rest = rest.filter((one) => one !== option);
  }
}

export function equalShares(count) {
  const { rule, options, votes, papers } = count;
  const { cost } = terms(count);
  const isSquare = Number(rule.version) === 2 && count.measure === "area_cm2"; // the step is for each 100 m², a share for each cm²
  const [money, step] = [BigInt(rule.budget_fen), isSquare ? new Fraction(BigInt(rule.step_fen), STEP_CM2) : whole(rule.step_fen)];
  const groups = groupsOf(papers, options);
  const voters = sum(groups.map((one) => one.weight));
  const nothing = { budget_fen: money, voters, chosen: [], spent_fen: 0n, completed: [], rounds: [], runs: 0n, share: "0/1", tie: {} };
  if (!voters) return nothing;
  let [share, runs, stands, standsAt] = [new Fraction(money, voters), 0n, null, null];
  while (!isSquare || runs <= MOST_RUNS) {
    runs += 1n;
    const made = run(count, groups, share);
    if (made.open) return { ...nothing, runs, tie: made.tie };
    if (made.spent > money) break;
    [stands, standsAt] = [made, share];
    const fits = options.some((one) => votes.get(one) > 0n && !made.chosen.includes(one) && cost(one) <= money - made.spent);
    if (!fits) break;
    share = share.plus(step);
  }
  const rest = byVotes(count, options.filter((one) => !stands.chosen.includes(one)), money - stands.spent);
  const found = { budget_fen: money, voters, rounds: stands.rounds, runs, share: String(standsAt) };
  if (rest.open) return { ...nothing, runs, tie: rest.tie };
  return { ...found, chosen: [...stands.chosen, ...rest.chosen], completed: rest.chosen, spent_fen: money - rest.left, tie: {} };
}
