// Rules that count orders of options: instant run-off and Schulze. Each sees one measure; papers are (ranking, weight).
import { decide } from "./ties.js";

function most(standing, totals) {
  return standing.reduce((best, one) => (totals.get(one) > best ? totals.get(one) : best), 0n);
}

// First preferences among those who still run, and what counts for nobody.
function standing(papers, running) {
  const [totals, open] = [new Map(running.map((one) => [one, 0n])), new Set(running)];
  let exhausted = 0n;
  for (const { ranking, weight } of papers) {
    const first = ranking.find((one) => open.has(one));
    if (first === undefined) exhausted += weight;
    else totals.set(first, totals.get(first) + weight);
  }
  return { totals, exhausted };
}

function pile(papers) {
  const piles = new Map();
  for (const { ranking, weight } of papers) {
    const name = JSON.stringify(ranking);
    const found = piles.get(name);
    if (found) found.weight += weight;
    else piles.set(name, { ranking, weight });
  }
  return [...piles.values()];
}

export function runOff({ key, sheet, rule, options, papers, seed, votes }) {
  const piles = pile(papers.filter((one) => one.ranking.length));
  const rounds = [];
  let running = [...options];
  const scores = { "first-round": (one) => votes.get(one) };
  for (;;) {
    const { totals, exhausted } = standing(piles, running);
    const round = { votes: Object.fromEntries(totals), exhausted, out: [], tie: {} };
    rounds.push(round);
    const [counts, best] = [[...totals.values()].reduce((sum, one) => sum + one, 0n), most(running, totals)];
    if (counts === 0n) return { rounds, chosen: [], tie: {} };
    if (best * 2n > counts) return { rounds, chosen: running.filter((one) => totals.get(one) === best), tie: {} };
    const fewest = running.reduce((low, one) => (totals.get(one) < low ? totals.get(one) : low), best);
    const last = running.filter((one) => totals.get(one) === fewest);
    const next = running.filter((one) => totals.get(one) > fewest).reduce((low, one) => (low === null || totals.get(one) < low ? totals.get(one) : low), null);
    if (last.length === 1 || (next !== null && fewest * BigInt(last.length) < next)) {
      round.out = last;
    } else {
      const decided = decide({ item: key, sheet, among: last, places: last.length - 1, rule, seed, scores });
      round.tie = decided.tie;
      if (decided.tie.undecided.length) return { rounds, chosen: [], tie: decided.tie };
      round.out = last.filter((one) => !decided.in.includes(one));
    }
    running = running.filter((one) => !round.out.includes(one));
  }
}

function duelsOf(options, papers) {
  const place = new Map(options.map((one, at) => [one, at]));
  const duels = options.map(() => options.map(() => 0n));
  for (const { ranking, weight } of papers) {
    const below = new Set(options);
    for (const one of ranking) {
      if (!place.has(one)) continue;
      below.delete(one);
      for (const other of below) duels[place.get(one)][place.get(other)] += weight;
    }
  }
  return duels;
}

function chains(duels) {
  const all = duels.map((_, at) => at);
  const best = all.map((a) => all.map((b) => (duels[a][b] > duels[b][a] ? duels[a][b] : 0n)));
  for (const over of all) {
    for (const a of all) {
      if (a === over) continue;
      for (const b of all) {
        if (b === over || b === a) continue;
        const weakest = best[a][over] < best[over][b] ? best[a][over] : best[over][b];
        if (weakest > best[a][b]) best[a][b] = weakest;
      }
    }
  }
  return best;
}

function table(options, rows) {
  const told = {};
  options.forEach((a, at) => {
    told[a] = {};
    options.forEach((b, other) => {
      if (other !== at) told[a][b] = rows[at][other];
    });
  });
  return told;
}

export function schulze({ key, sheet, rule, options, papers, seed }) {
  const duels = duelsOf(options, pile(papers));
  const best = chains(duels);
  const places = [];
  let rest = options.map((_, at) => at);
  while (rest.length) {
    const free = rest.filter((b) => rest.every((a) => best[a][b] <= best[b][a]));
    places.push(free.map((at) => options[at]));
    rest = rest.filter((at) => !free.includes(at));
  }
  const found = { duels: table(options, duels), strongest: table(options, best), places };
  const voted = papers.some((one) => one.weight && one.ranking.some((option) => options.includes(option)));
  if (!voted || !places.length) return { ...found, chosen: [], tie: {} };
  if (places[0].length === 1) return { ...found, chosen: places[0], tie: {} };
  const decided = decide({ item: key, sheet, among: places[0], places: 1, rule, seed, scores: {} });
  return { ...found, chosen: decided.in, tie: decided.tie };
}
