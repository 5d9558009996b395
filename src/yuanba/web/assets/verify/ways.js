// The ways a paper came in, as FORMAT.md says: by phone, on paper, by a show of hands, perhaps through a proxy; and whose
// papers were delivered with proof, where silence counts.
import { isHash, must, sha } from "./bytes.js";
import { isText, isTexts, lines, parse, shaped, whole } from "./canonical.js";

const TWO_CLERKS = (value) => isTexts(value) && value.length === 2 && value[0] !== value[1];
const SHEET = { clerks: TWO_CLERKS, scan: isHash, serial: isText };
const HALL = { clerks: TWO_CLERKS, meeting: isText, record: isHash };
const BESIDES = { PHONE: {}, PAPER: { paper: SHEET }, HALL: { hall: HALL } };
const PROXY = /^[0-9a-f]{16}$/;
const WAYS = ["SIGNED", "SMS", "REGISTERED"];
const DAY = /^\d{4}-\d\d-\d\d$/;
export const DELIVERIES = "deliveries.jsonl";

const isPart = (value) => typeof value === "object" && value !== null;

export function silenceCounts(manifest) {
  return Boolean(manifest.rule.silence && manifest.rule.silence.reference);
}

// A paper's leaf has what its channel says besides, perhaps a proxy, and nothing else.
export function shapedPaper(entry, plain, what) {
  const besides = BESIDES[entry.channel];
  must(besides, `${what} came in by an unknown way`);
  const shape = { ...plain };
  for (const name of Object.keys(besides)) shape[name] = isPart;
  if (entry.proxy !== undefined) shape.proxy = (value) => isText(value) && PROXY.test(value);
  shaped(entry, shape, what);
  for (const name of Object.keys(besides)) shaped(entry[name], besides[name], what);
}

// How many voters each proxy stands for; only where a term of the manifest allows it, and for no more than it says.
export class Proxies {
  constructor(manifest) {
    this.term = (manifest.terms || []).find((one) => one.what === "proxies");
    must(!this.term || whole(this.term.number), "manifest.json: terms are not as they should be");
    this.codes = new Map();
  }

  take(entry, what) {
    if (entry.proxy === undefined) return;
    must(this.term, `${what} is of a proxy, and no term allows one`);
    const codes = this.codes.get(entry.proxy) || new Set();
    this.codes.set(entry.proxy, codes.add(entry.code));
    must(!this.term.number || codes.size <= this.term.number, `${what}: one proxy stands for too many voters`);
  }
}

const DELIVERED = { code: isHash, day: (value) => isText(value) && DAY.test(value), file: isHash, way: (value) => WAYS.includes(value) };

// The voters whose papers were delivered with proof, as the closing has sealed them: [{code, heads, area_cm2, proof}].
export function readDeliveries(files, closing, roll) {
  if (closing.deliveries === undefined) return [];
  const data = files.get(DELIVERIES);
  must(sha(data) === closing.deliveries, "the proofs of delivery are others than the closing sealed");
  const found = [];
  let last = "";
  if (!data.length) return found;
  for (const bytes of lines(data, DELIVERIES)) {
    const what = `line ${found.length + 1} of ${DELIVERIES}`;
    const { code, way } = shaped(parse(bytes, what), DELIVERED, what);
    const voter = roll.get(code);
    must(code > last && voter, `${what} is not in its place, or of nobody on the roll`);
    found.push({ code, heads: voter.heads, area_cm2: voter.area_cm2, proof: way });
    last = code;
  }
  return found;
}
