// A generated site on disk: its files, what kind each page is, and which pages are worth opening in a browser.

import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Reads every file name and the text of every page. */
export function readSite(folder) {
  const files = new Set();
  (function walk(at) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else files.add(relative(folder, path).split(sep).join('/'));
    }
  })(folder);
  const pages = new Map();
  for (const file of [...files].sort()) if (file.endsWith('.html')) pages.set(file, readFileSync(join(folder, file), 'utf8'));
  return { folder, files, pages };
}

/** `<meta name="page-type">`; a page that sends its visitors elsewhere is a redirect whatever it calls itself. */
export function kindOf(html) {
  if (/<meta http-equiv="refresh"/i.test(html)) return 'redirect';
  return html.match(/<meta name="page-type" content="([^"]*)"/)?.[1] ?? 'unknown';
}

/** Text between tags, scripts and styles left out. */
function textOf(html) {
  return html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, '\n');
}

/** What may be hard about a page, as numbers. The page that is hardest in its kind by any of them is looked at. */
function measures(file, html) {
  const text = textOf(html);
  return {
    bytes: html.length,
    links: html.split('<a ').length,
    cells: html.split('<td').length,
    columns: Math.max(0, ...html.split('<tr').slice(0, 200).map((row) => row.split(/<t[dh]\b/).length)),
    headings: html.split(/<h[2-6]\b/).length,
    deep: file.split('/').length,
    line: Math.max(0, ...text.split('\n').map((line) => line.length)),
    word: Math.max(0, ...(text.match(/[\x21-\x7e]{40,}/g) ?? []).map((word) => word.length)),
    rightToLeft: (text.match(/[\u0590-\u06ff]/g) ?? []).length,
    outsidePlane: (text.match(/[\ud800-\udbff]/g) ?? []).length,
    title: html.match(/<h1[^>]*>([\s\S]*?)<\/h1>/)?.[1].length ?? 0,
    short: 1e9 - html.length,
  };
}

/**
 * Pages that together hold every element, class and id-less attribute that any page of their kind holds, and the hardest of each
 * kind. The same site always gives the same pages.
 */
export function sample(pages, most) {
  const kinds = new Map();
  for (const [file, html] of pages) {
    const kind = kindOf(html);
    if (!kinds.has(kind)) kinds.set(kind, []);
    const features = new Set();
    for (const [, tag, attributes] of html.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/g)) {
      features.add(tag);
      for (const name of attributes.match(/class="([^"]*)"/)?.[1].split(/\s+/) ?? []) features.add(`${tag}.${name}`);
      for (const [, name] of attributes.matchAll(/\s([a-z-]+)(?:=|$)/g)) features.add(`${tag}[${name}]`);
    }
    kinds.get(kind).push({ file, kind, features, measures: measures(file, html) });
  }
  const chosen = new Map();
  for (const candidates of kinds.values()) for (const page of hardest(candidates)) chosen.set(page.file, page);
  for (const [kind, candidates] of kinds) {
    const seen = new Set([...chosen.values()].filter((page) => page.kind === kind).flatMap((page) => [...page.features]));
    for (;;) {
      const fresh = (page) => [...page.features].filter((feature) => !seen.has(feature)).length;
      const best = candidates.map((page) => [fresh(page), page]).reduce((a, b) => (b[0] > a[0] ? b : a));
      if (best[0] === 0 || chosen.size >= most) break;
      chosen.set(best[1].file, best[1]);
      for (const feature of best[1].features) seen.add(feature);
    }
  }
  return [...chosen.values()].map(({ file, kind }) => ({ file, kind }));
}

function hardest(candidates) {
  const winners = new Set([candidates[0]]);
  // Lists are alike but for their length; reports hold whatever people write.
  const all = Object.keys(candidates[0].measures);
  const names = ['report', 'category'].includes(candidates[0].kind) ? all : ['bytes', 'deep', 'word'];
  for (const name of names) {
    const winner = candidates.reduce((a, b) => (b.measures[name] > a.measures[name] ? b : a));
    // Where all are alike, nobody is hard.
    if (candidates.some((page) => page.measures[name] !== winner.measures[name])) winners.add(winner);
  }
  return winners;
}
