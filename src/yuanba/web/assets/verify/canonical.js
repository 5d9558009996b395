// Documents as the format page wants them (RFC 8785, restricted): one spelling for every document.
// Objects have no prototype, so that no name of a document ("__proto__", "constructor") means anything else.
import { must, textOf, utf8, Wrong } from "./bytes.js";

const DEEPEST = 64;

function bare(value, depth) {
  must(depth <= DEEPEST, "a document is too deep");
  if (typeof value === "number") {
    must(Number.isSafeInteger(value), "a number is not whole, or too large");
    return value;
  }
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((one) => bare(one, depth + 1));
  must(value !== null && typeof value === "object", "a document holds something else than texts and whole numbers");
  const plain = Object.create(null);
  for (const name of Object.keys(value)) plain[name] = bare(value[name], depth + 1);
  return plain;
}

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;

function quoted(text) {
  must(!LONE.test(text), "half of a character");
  must(text.normalize("NFC") === text, "a text is not in normal form C");
  return JSON.stringify(text);
}

function written(value) {
  if (typeof value === "number") {
    must(Number.isSafeInteger(value), "a number is not whole, or too large");
    return String(value);
  }
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  const names = Object.keys(value).sort(); // by UTF-16 units, as RFC 8785 says
  return `{${names.map((name) => `${quoted(name)}:${written(value[name])}`).join(",")}}`;
}

export function encode(value) {
  return utf8(written(value));
}

// The document, if these bytes are its one spelling: doubled names, blanks, decimals and escapes all show here.
export function parse(bytes, what) {
  const text = textOf(bytes, what);
  let value;
  try {
    value = bare(JSON.parse(text), 0);
  } catch (error) {
    throw new Wrong(error instanceof Wrong ? `${what}: ${error.message}` : `${what} is no JSON`);
  }
  must(written(value) === text, `${what} is not canonical`);
  return value;
}

// Every line with its bytes, without the line feed that ends it.
export function* lines(bytes, what) {
  let from = 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from);
    must(end >= 0, `${what} does not end with a line feed`);
    yield bytes.subarray(from, end);
    from = end + 1;
  }
}

export function whole(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

// An object with exactly these names, each as its check says.
export function shaped(value, shape, what) {
  must(value !== null && typeof value === "object" && !Array.isArray(value), `${what} is no object`);
  const names = Object.keys(value).sort().join(" ");
  must(names === Object.keys(shape).sort().join(" "), `${what} has other names: ${names}`);
  for (const name of Object.keys(shape)) must(shape[name](value[name]), `${what}: ${name} is not as it should be`);
  return value;
}

export const isText = (value) => typeof value === "string";
export const isList = (value) => Array.isArray(value);
export const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
export const isTexts = (value) => Array.isArray(value) && value.every(isText);
