// Proves the search of a generated site with the very script that its pages load: every title finds its page on the first
// screen, and random substrings of the texts give exactly the pages that contain them. What "contains" means is computed here by
// itself, from the HTML of the pages.
//
//     node tests/search/prove.mjs SITE [--strings 1000] [--seed 1] [--weigh] [--characters 0]
//
// Characters fold alike on both sides: those that the page's script makes of a report's text are those under which the program has
// put the report. --characters says how many different ones must have been compared. --weigh prints what a query loads (gzipped) up
// to the first screen. Exit code 1 when anything is not as it must be.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import vm from "node:vm";

const [site, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : otherwise);
const strings = option("--strings", 1000);
const weighs = rest.includes("--weigh");
let seed = BigInt(option("--seed", 1));
const mask = (1n << 64n) - 1n;
// splitmix64: the same strings in every run.
function below(sides) {
  seed = (seed + 0x9e3779b97f4a7c15n) & mask;
  let z = seed;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return Number((z ^ (z >> 31n)) % BigInt(sides));
}

const context = vm.createContext({ URLSearchParams });
vm.runInContext("var self = globalThis;", context);
let last;
context.gkSearch = { push: item => (last = item) };
const read = new Map();
function data(name) {
  if (!read.has(name)) read.set(name, readData(name));
  return read.get(name);
}
function readData(name) {
  const text = readFileSync(join(site, "search", name + ".js"), "utf8");
  vm.runInContext(text, context, { filename: name });
  if (last[0] !== name) throw new Error(`${name}.js delivers ${last[0]}`);
  return { value: last[1], size: weighs ? gzipSync(text).length : 0 };
}
const script = readdirSync(join(site, "assets")).find(name => /^search\..*js$/.test(name));
vm.runInContext(readFileSync(join(site, "assets", script), "utf8"), context);
const map = data("map");
let loaded = 0;
// As a page has it: nothing loaded but the map.
function fresh() {
  loaded = map.size;
  return context.gkEngine(map.value, name => {
    const { value, size } = data(name);
    loaded += size;
    return Promise.resolve(value);
  });
}
const { fold, terms, reader } = fresh();

// Every report of the site as its page shows it: title, the visible text of the body, and the notes of its updates.
const pages = [];
const sizes = [];
for (let group = 0; existsSync(join(site, "search", `t${group}.js`)) || group < 20000; group++) {
  if (existsSync(join(site, "search", `t${group}.js`))) for (const r of data(`t${group}`).value) pages.push(readPage(r[1]));
}
function readPage(path) {
  const html = readFileSync(join(site, decodeURIComponent(path)), "utf8");
  const words = part => part.replace(/<sup class="fn">.*?<\/sup>|<a class="back".*?<\/a>/g, "")
    .replace(/<\/?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|rp|rt|ruby|s|small|span|strong|sub|sup|u)(?=[ >/])[^>]*>/g, "")
    .replace(/<[^>]*>/g, "\n").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;|&#39;/g, "'").replace(/&#x2F;/g, "/").replace(/&amp;/g, "&").replace(/[^]*[\u0300-\u036f][^]*/, text => text.normalize("NFC"));
  const title = words(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)[1].replace(/<wbr>/g, "")).replace(/\s+/g, " ").trim();
  const start = html.search(/<(?:div|article|section)[^>]*class=["']?prose/);
  if (start < 0) throw new Error(`${path} has no body`);
  const facts = [...html.matchAll(/<dt>(?:文号|索引号)<\/dt><dd>([^<]*)<\/dd>/g)].map(found => words(found[1])).join("\n");
  const body = words(html.slice(html.indexOf(">", start) + 1, endOf(html, start)));
  const log = /<section class="part log">([\s\S]*?)<\/section>/.exec(html)?.[1] ?? "";
  const notes = [...log.matchAll(/<\/time><span>([^<]*)<\/span>/g)].map(found => words(found[1])).join("\n");
  return { path, title, own: body, all: fold(`${title}\n${facts}\n${body}\n${notes}`) };
}

// Where the element that begins at `start` ends: tables stand in boxes of their own.
function endOf(html, start) {
  const tags = /<(\/?)div\b/g;
  tags.lastIndex = start;
  for (let depth = 0, found; (found = tags.exec(html)); ) {
    depth += found[1] ? -1 : 1;
    if (!depth) return found.index;
  }
  throw new Error("a body without an end");
}

const faults = [];
const fault = text => { if (faults.push(text) <= 20) console.error(text); };
const quantile = (values, at) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))];
const checkpoint = { titles: 0, strings: 0, approximate: 0, cut: 0, screen: 0 };

// The characters and pairs of some reports: as the index has them, and as the script folds the texts.
const texts = reader.groups.flatMap((size, group) => (size ? data(`t${group}`).value : []));
const segments = map.value.versions.map((_, segment) => segment).filter(segment => reader.first(segment) < 500);
const indexed = new Map(), compared = new Set();
for (let shard = 0; shard < map.value.shards; shard++) {
  const parts = data(String(shard)).value;
  for (const segment of segments) {
    for (const [, term, list] of parts[segment].matchAll(/ ([^,:]{1,2})([,:][^ ,:]*)/gu)) {
      for (const at of reader.list(list)) {
        const number = reader.first(segment) + at;
        if (!indexed.has(number)) indexed.set(number, new Set());
        indexed.get(number).add(term);
      }
    }
  }
}
for (const [number, theirs] of indexed) {
  const own = new Set();
  let before = "";
  for (const c of `${texts[number][0]}\n${texts[number][5]}`) {
    if (c <= "\uffff") compared.add(c);
    const folded = reader.isBreak(fold(c)) ? "" : fold(c);
    if (folded) own.add(folded);
    if (folded && before) own.add(before + folded);
    before = folded;
  }
  const differ = [...own].filter(term => !theirs.has(term)).concat([...theirs].filter(term => !own.has(term)));
  if (differ.length) fault(`characters fold differently in ${texts[number][1]}: ${differ.slice(0, 4).map(term => escape(term))}`);
}
if (compared.size < option("--characters", 0)) fault(`only ${compared.size} different characters were compared`);

// A sample of the titles of a large site, all of a small one.
const step = Math.max(1, Math.floor(pages.length / 1000));
for (let at = 0; at < pages.length; at += step) {
  const { title, path } = pages[at];
  const search = fresh();
  const found = await search.screen(await search.find(title), 1, 10);
  checkpoint.titles++;
  // Pages that share a title may be more than a screen.
  const alike = pages.filter(page => page.title === title).length;
  if (alike <= 10 && !found.hits.slice(0, 10).some(hit => search.hit(hit).path === path)) fault(`title not on the first screen: ${title}`);
  for (const hit of found.hits.slice(0, 10)) {
    if (search.title(found, hit).map(piece => piece[0]).join("") !== search.hit(hit).title) fault(`title in pieces: ${title}`);
  }
}

const usable = [...pages.keys()].filter(at => pages[at].own.trim().length > 2);
for (let number = 0; number < strings && usable.length; number++) {
  const { own } = pages[usable[below(usable.length)]];
  const length = 1 + below(number % 4 ? 8 : 24);
  const start = below(Math.max(1, own.length - length));
  const asked = Array.from(own.slice(start, start + length)).join("").split(/\s/).sort((a, b) => b.length - a.length)[0];
  const folded = fold(asked);
  // Nothing to look up, or quotation marks that would be taken for those of the question.
  if (!terms(folded).length || /^["'＂].*["'＂]$/.test(asked) || /[\ud800-\udfff]/.test(asked)) continue;
  checkpoint.strings++;
  const search = fresh();
  const found = await search.screen(await search.find(asked), 1, 10);
  sizes.push(loaded);
  if (!found.isExact) checkpoint.approximate++;
  if (found.isCut) checkpoint.cut++;
  checkpoint.screen += Math.min(10, found.hits.length);
  const expected = pages.filter(page => page.all.includes(folded)).map(page => page.path);
  if (found.isExact && found.total !== expected.length) fault(`“${asked}”: ${found.total} said, ${expected.length} contain it`);
  if (found.total < expected.length) fault(`“${asked}”: at most ${found.total} said, ${expected.length} contain it`);
  for (const hit of found.hits.slice(0, 10)) {
    const pieces = search.excerpt(found, hit), shown = search.title(found, hit);
    if (![...pieces, ...shown].some(([text, isMark]) => isMark && fold(text).length > 0)) {
      const facts = !fold(hit.report[5] + hit.report[0]).includes(folded);
      if (!facts) fault(`“${asked}”: nothing is marked in ${search.hit(hit).path}`);
    }
  }
  if (weighs) continue;
  await search.all(found);
  if (!found.isExact || found.total !== found.hits.length) fault(`“${asked}”: not settled`);
  const offered = found.places.years().join(), years = [...new Set(found.hits.map(hit => Number(search.hit(hit).day.slice(0, 4))))];
  if (offered !== years.sort((a, b) => b - a).join()) fault(`“${asked}”: the years ${offered} are offered, ${years} hold it`);
  const got = found.hits.map(hit => search.hit(hit).path).sort();
  expected.sort();
  if (got.join() !== expected.join()) {
    const lost = expected.filter(path => !got.includes(path)), wrong = got.filter(path => !expected.includes(path));
    fault(`“${asked}”: lost ${lost.slice(0, 3)} wrong ${wrong.slice(0, 3)}`);
  }
}

console.log(`${pages.length} reports, ${checkpoint.titles} titles, ${checkpoint.strings} strings, ${compared.size} characters (${checkpoint.approximate} with a number that is said to be at most so many, ${checkpoint.cut} cut off before ten were found), ${faults.length} faults`);
if (weighs) console.log(`gzipped bytes a query: median ${quantile(sizes, 0.5)}, 95 % ${quantile(sizes, 0.95)}, most ${Math.max(...sizes)}`);
if (!checkpoint.titles || (strings && !checkpoint.strings && !option("--characters", 0))) fault("nothing was tried");
process.exit(faults.length ? 1 : 0);
