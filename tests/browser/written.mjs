// What can be said of a site without opening it: dead links and anchors, markup, third parties, scripts in the page. Every page
// is read for links; markup is validated where it may differ.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { kindOf } from './site.mjs';

const RULES = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Titles of official documents are long by nature.
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'tel-non-breaking': 'off',
    // A matter of taste in what people write by hand.
    'prefer-tbody': 'off',
    // Everything comes from the site itself; that nothing else is loaded is checked by itself.
    'require-sri': 'off',
    // The policy of the pages forbids styles in attributes.
    'no-inline-style': 'error',
    'heading-level': ['error', { minInitialRank: 'h1' }],
  },
};

const ENTITIES = { amp: '&', quot: '"', lt: '<', gt: '>', apos: "'" };
function plain(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(+decimal) : (ENTITIES[name] ?? whole));
}
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The page without comments and without the content of scripts and styles. */
function markup(html) {
  return html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, '$1');
}

/** Where a written address leads: a file of the site with an anchor, or nothing for another site. */
function target(from, written, kind) {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(written)) return null;
  const [path, anchor = ''] = written.split('#');
  let file = decoded(path.split('?')[0]);
  if (file === '') file = from;
  // The 404 page alone may count from the root of its server.
  else if (file.startsWith('/')) file = kind === '404' ? file : null;
  else file = posix.normalize(posix.join(posix.dirname(from), file));
  if (file?.endsWith('/') || file === '.') file = null;
  return { file, anchor: decoded(anchor) };
}

export function checkLinks(site, base, find) {
  const anchors = new Map();
  const anchorsOf = (file) => {
    if (!anchors.has(file)) {
      anchors.set(file, new Set([...markup(site.pages.get(file)).matchAll(/\sid="([^"]*)"/g)].map((m) => plain(m[1]))));
    }
    return anchors.get(file);
  };
  for (const [file, html] of site.pages) {
    const kind = kindOf(html);
    const body = markup(html);
    const written = [...body.matchAll(/\s(?:href|src|action|poster|data)="([^"]*)"/g)].map((m) => plain(m[1]).trim());
    const refresh = body.match(/http-equiv="refresh" content="\d+;\s*url=([^"]*)"/i);
    if (refresh) written.push(plain(refresh[1]));
    for (const address of new Set(written)) {
      if (/^javascript:/i.test(address)) find(file, 'link', `script as an address: ${address}`);
      const at = target(file, address, kind);
      if (!at) continue;
      const path = kind === '404' && at.file?.startsWith(base) ? at.file.slice(base.length) || 'index.html' : at.file;
      if (path === null || path === undefined) find(file, 'link', `${address} names no file: dead under file:// or below a path`);
      else if (path.startsWith('../')) find(file, 'link', `${address} leaves the site`);
      else if (!site.files.has(path)) find(file, 'link', `${address} leads nowhere`);
      else if (at.anchor && site.pages.has(path) && !anchorsOf(path).has(at.anchor)) find(file, 'link', `${address} has no such place on its page`);
    }
    for (const [, tag, address] of body.matchAll(/<(img|script|iframe|video|audio|source|embed|object|use)\b[^>]*?\s(?:src|href|data)="((?:https?:)?\/\/[^"]+)/gi)) {
      find(file, 'third-party', `<${tag}> loads ${plain(address)}`);
    }
    for (const [whole, address] of body.matchAll(/<link\b[^>]*\shref="((?:https?:)?\/\/[^"]+)"[^>]*>/gi)) {
      if (/rel="[^"]*(stylesheet|icon|preload|preconnect|prefetch|manifest)/i.test(whole)) find(file, 'third-party', `<link> loads ${plain(address)}`);
    }
  }
  for (const file of site.files) if (file.endsWith('.css')) checkStyles(site, file, find);
}

function checkStyles(site, file, find) {
  const css = readFileSync(join(site.folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  for (const [, address] of css.matchAll(/(?:url\(\s*['"]?|@import\s+['"])([^'")]+)/g)) {
    if (/^(data:|#)/.test(address)) continue;
    const at = target(file, address);
    if (!at) find(file, 'third-party', `style sheet loads ${address}`);
    else if (!site.files.has(at.file)) find(file, 'link', `style sheet names ${address}, which is not there`);
  }
}

export async function checkMarkup(site, wanted, find) {
  const titles = new Map();
  for (const [file, html] of site.pages) {
    const title = html.match(/<title>([\s\S]*?)<\/title>/)?.[1].trim();
    if (!title) find(file, 'html', 'no title');
    else if (titles.has(title)) find(file, 'html', `the title of ${titles.get(title)} again: ${title}`);
    else titles.set(title, file);
    if (!/<html lang="zh-CN"/.test(html)) find(file, 'html', 'the language is not zh-CN');
    if (/<[a-z][^>]*\son[a-z]+=/i.test(markup(html).replace(/"[^"]*"/g, '""'))) find(file, 'csp', 'an event handler in an attribute');
    for (const [, attributes, script] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
      if (/type="application\/ld\+json"/.test(attributes)) checkJson(file, script, find);
      else if (!/\ssrc=/.test(attributes)) find(file, 'csp', 'a script in the page');
    }
  }
  const validator = new HtmlValidate(new StaticConfigLoader(RULES));
  for (const file of wanted) {
    const report = await validator.validateString(site.pages.get(file), file);
    for (const { messages } of report.results) {
      for (const message of messages) {
        if (message.severity === 2) find(file, 'html', `${message.ruleId}: ${message.message} (line ${message.line})`);
      }
    }
  }
}

function checkJson(file, text, find) {
  try {
    JSON.parse(text);
  } catch (error) {
    find(file, 'html', `structured data: ${error.message}`);
  }
}
