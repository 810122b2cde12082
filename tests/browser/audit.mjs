// Looks at generated sites the way visitors and inspectors do and lists everything that is wrong.
//
//   node audit.mjs [--most N] [--also PAGE] [--shots FOLDER] [--weights] SITE…    exit code 0: nothing found, 1: findings, 2: could not run
//   node audit.mjs --prove FOLDER    a broken site: every check must find something there
//
// Links, anchors and titles are checked on all pages; markup and everything in the browser on pages that together hold all that the
// site holds, and the hardest of each kind. Needs Chromium, and poppler-utils for print.

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { launch } from './browser.mjs';
import { look } from './looks.mjs';
import { kindOf, readSite, sample } from './site.mjs';
import { serve } from './server.mjs';
import { checkWeights } from './weight.mjs';
import { checkLinks, checkMarkup } from './written.mjs';

/** Every check that there is; the broken site shows that each can fail. */
const CHECKS = ['axe', 'console', 'csp', 'file', 'html', 'keyboard', 'link', 'no-js', 'print', 'request', 'search', 'shift', 'sideways', 'speech', 'target', 'third-party', 'weight'];
/** Findings that are alike are told together. */
const SHOWN = 80;

const options = { most: 40, also: [], shots: '', sites: [], prove: false, weights: false };
const given = process.argv.slice(2);
while (given.length) {
  const word = given.shift();
  if (word === '--most') options.most = Number(given.shift());
  else if (word === '--also') options.also.push(given.shift());
  else if (word === '--shots') options.shots = resolve(given.shift());
  else if (word === '--prove') options.prove = true;
  else if (word === '--weights') options.weights = true;
  else options.sites.push(resolve(word));
}
if (!options.sites.length) {
  console.error('usage: node audit.mjs [--most N] [--also PAGE] [--shots FOLDER] [--weights] [--prove] SITE…');
  process.exit(2);
}

async function audit(browser, folder) {
  const began = Date.now();
  const site = readSite(folder);
  if (!site.pages.size) throw new Error(`no pages in ${folder}`);
  const findings = [];
  const find = (file, check, detail) => findings.push({ file, check, detail: detail.replace(/\s+/g, ' ').slice(0, 300) });
  const base = site.pages.get('404.html')?.match(/href="(\/(?:[^"]*\/)?)assets\//)?.[1] ?? '/';
  const wanted = sample(site.pages, options.most);
  for (const file of options.also) {
    if (!site.pages.has(file)) throw new Error(`no page ${file} in ${folder}`);
    if (!wanted.some((page) => page.file === file)) wanted.push({ file, kind: kindOf(site.pages.get(file)) });
  }
  const { shots } = options;
  if (shots) mkdirSync(shots, { recursive: true });
  checkLinks(site, base, find);
  // Where every check must find something, nothing is light enough.
  if (options.weights || options.prove) checkWeights(site, options.prove ? 0.01 : 1, find);
  await checkMarkup(site, wanted.map((page) => page.file), find);
  const server = await serve(site);
  const queue = [...wanted];
  const slow = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const started = Date.now();
      // A page that cannot be looked at has not passed.
      await look(browser, site, server, next, shots, find).catch((error) => find(next.file, 'audit', error.message));
      slow.push([Date.now() - started, next.file]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
  server.close();
  slow.sort((a, b) => b[0] - a[0]);
  console.log(`${folder}: ${site.pages.size} pages, ${wanted.length} opened, ${Math.round((Date.now() - began) / 1000)} s`);
  if (process.env.AUDIT_TIMES) for (const [time, file] of slow.slice(0, 12)) console.log(`  ${(time / 1000).toFixed(1)} s ${file}`);
  return findings;
}

function report(findings) {
  const alike = new Map();
  for (const { file, check, detail } of findings) {
    const key = `${check}: ${detail}`;
    if (!alike.has(key)) alike.set(key, new Set());
    alike.get(key).add(file);
  }
  const lines = [...alike].sort().map(([key, files]) => `- ${key}\n    ${[...files][0]}${files.size > 1 ? ` and ${files.size - 1} more` : ''}`);
  for (const line of lines.slice(0, SHOWN)) console.log(line);
  if (lines.length > SHOWN) console.log(`… and ${lines.length - SHOWN} more`);
}

const browser = await launch().catch((error) => {
  console.error(error.message);
  process.exit(2);
});
const findings = [];
for (const folder of options.sites) findings.push(...(await audit(browser, folder)));
await browser.close();
if (options.prove) {
  const blind = CHECKS.filter((check) => !findings.some((finding) => finding.check === check));
  console.log(blind.length ? `blind: ${blind.join(', ')}` : `every check found something: ${findings.length} findings`);
  if (blind.length) report(findings);
  process.exit(blind.length ? 1 : 0);
}
report(findings);
console.log(findings.length ? `${findings.length} findings` : 'no findings');
process.exit(findings.length ? 1 : 0);
