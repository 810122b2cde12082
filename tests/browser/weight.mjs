// What a page weighs on the wire: every part of it, gzipped, against its budget. The text of a report weighs what it weighs.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { kindOf } from './site.mjs';

/** Bytes, gzipped. `page` is a report's page without its text: a text of 3.5 KB makes 20 KB in all. */
const BUDGETS = { html: 6 * 1024, css: 8 * 1024, js: 2.5 * 1024, page: 16.5 * 1024 };

function weigh(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}

/** The page around the text of its report, which ends where the next part of the page begins. */
function withoutText(html) {
  const from = html.indexOf('<div class="prose">');
  const to = ['<section class="part', '<nav class="part', '</article>'].map((next) => html.indexOf(next, from)).filter((at) => at > from);
  return from < 0 || !to.length ? html : html.slice(0, from) + html.slice(Math.min(...to));
}

/** Finds reports whose pages are heavier than `share` of the budgets. */
export function checkWeights(site, share, find) {
  const known = new Map();
  const file = (from, address) => {
    const path = posix.normalize(posix.join(posix.dirname(from), address));
    if (!known.has(path)) known.set(path, site.files.has(path) ? weigh(readFileSync(join(site.folder, path))) : 0);
    return known.get(path);
  };
  const heaviest = { total: 0 };
  for (const [name, html] of site.pages) {
    if (kindOf(html) !== 'report') continue;
    const loaded = (pattern) => [...html.matchAll(pattern)].reduce((sum, [, address]) => sum + file(name, address), 0);
    const parts = {
      html: weigh(withoutText(html)),
      css: loaded(/<link rel="stylesheet" href="([^"]*)"/g),
      js: loaded(/<script src="([^"]*)"/g),
    };
    parts.page = parts.html + parts.css + parts.js;
    for (const [part, bytes] of Object.entries(parts)) {
      if (bytes > BUDGETS[part] * share) find(name, 'weight', `${part}: ${bytes} bytes gzipped of ${BUDGETS[part] * share}`);
    }
    const total = weigh(html) + parts.css + parts.js;
    if (total > heaviest.total) Object.assign(heaviest, parts, { total, name });
  }
  if (heaviest.name) {
    const { name, total, page, html, css, js } = heaviest;
    console.log(`heaviest report: ${total} bytes gzipped, ${page} without its text (html ${html}, css ${css}, js ${js}): ${name}`);
  }
}
