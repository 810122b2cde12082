// What is asked of an open page: accessibility in five states, nothing that moves, nothing that sticks out, keys that work, and a
// page that is as useful without scripts, below a path and from a disk.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settled, visit } from './browser.mjs';
import { BELOW } from './server.mjs';
import { checkPrint } from './print.mjs';
import { checkSearch } from './query.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// Off by default, and worth asking.
const MORE = ['target-size', 'td-has-header', 'table-fake-caption', 'p-as-heading', 'css-orientation-lock', 'identical-links-same-purpose'];
/** A page may hardly move while it loads. */
const MOST_SHIFT = 0.001;

const STATES = [
  { name: 'plain' },
  { name: 'dark', media: { colorScheme: 'dark' } },
  { name: 'high contrast', prefs: { theme: 'contrast' }, width: 360 },
  { name: 'elder', prefs: { elder: true }, width: 360 },
  { name: 'forced colours, reduced motion', media: { forcedColors: 'active', reducedMotion: 'reduce' } },
];

async function accessibility(page, state, note) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async ([tags, more]) => {
    const rules = Object.fromEntries(more.map((rule) => [rule, { enabled: true }]));
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules, resultTypes: ['violations'] });
    return result.violations.map(({ id, nodes }) => `${id} ×${nodes.length} ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary}`);
  }, [TAGS, MORE]);
  for (const violation of violations) note('axe', `[${state}] ${violation}`);
}

/** Runs in the page: what sticks out sideways, or nothing. */
function sticksOut() {
  const width = document.documentElement.clientWidth;
  const scrolled = document.scrollingElement.scrollWidth;
  if (scrolled <= width) return '';
  const isScrolledByItself = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== 'visible') return true;
    }
    return false;
  };
  const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 1 && !isScrolledByItself(e));
  return `${scrolled} of ${width} px: ${out.slice(0, 3).map((e) => `${e.localName}${e.id && `#${e.id}`}.${e.className}`).join(', ')}`;
}

/** Runs in the page: what a finger may miss, at less than 44 px. Links in sentences, captions and the way back are as high as their line. */
function small() {
  const inline = 'p, li p, dd, td, caption, blockquote, figcaption, .prose li, [aria-label="当前位置"], .skip';
  const found = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter((element) => {
    if (element.closest(inline) || getComputedStyle(element).visibility === 'hidden') return false;
    const { width, height } = (element.closest('label') ?? element).getBoundingClientRect();
    return width > 2 && (height < 43.5 || width < 23.5);
  });
  return found.slice(0, 5).map((element) => element.outerHTML.slice(0, 80));
}

/** Runs in the page: what a reader has of it. */
function content() {
  const seen = (element) => element.getClientRects().length > 0;
  const dead = [...document.querySelectorAll('button:not([type=submit]), select')].filter((e) => seen(e) && !e.closest('form'));
  return {
    text: (document.querySelector('main')?.innerText ?? '').replace(/\s+/g, '').length,
    heading: [...document.querySelectorAll('h1')].filter(seen).length,
    links: document.querySelectorAll('nav a[href]').length,
    dead: dead.map((e) => e.textContent.trim().slice(0, 20)),
  };
}

async function sideways(page, name, note) {
  const out = await page.evaluate(sticksOut);
  if (out) note('sideways', `[${name}] ${out}`);
}

async function shift(page, name, note) {
  await page.evaluate(async () => {
    const step = Math.max(800, document.body.scrollHeight / 12);
    for (let at = 0; at < document.body.scrollHeight; at += step) {
      scrollTo(0, at);
      await new Promise((done) => requestAnimationFrame(done));
    }
    scrollTo(0, 0);
  });
  await settled(page);
  const moved = await page.evaluate(() => window.auditShift);
  if (moved > MOST_SHIFT) note('shift', `[${name}] ${moved.toFixed(4)}`);
}

async function keyboard(page, note) {
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const { top, height } = document.activeElement.getBoundingClientRect();
    return { href: document.activeElement.getAttribute('href') ?? '', isSeen: top >= 0 && height > 1 };
  });
  if (!first.href.startsWith('#')) return note('keyboard', 'the first stop is no way past the header');
  if (!first.isSeen) note('keyboard', 'the skip link stays unseen when it has the focus');
  await page.keyboard.press('Enter');
  if (!(await page.evaluate(() => Boolean(document.activeElement.closest('main'))))) note('keyboard', 'the skip link leads not into main');
  await page.evaluate(() => (document.activeElement.blur(), scrollTo(0, 0)));
  for (let stop = 0; stop < 30; stop += 1) {
    await page.keyboard.press('Tab');
    const unmarked = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return '';
      const isMarked = (element) => {
        const style = element && getComputedStyle(element);
        return style && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none');
      };
      return isMarked(at) || isMarked(at.nextElementSibling) || isMarked(at.parentElement) ? '' : at.outerHTML.slice(0, 80);
    });
    if (unmarked) note('keyboard', `no mark of the focus on ${unmarked}`);
  }
}

/** Where there is no voice, a press on 朗读正文 is answered: seen, announced, and nothing moves. */
async function speech(page, note) {
  const hasButton = await page.evaluate(() => Boolean(document.querySelector('#speak')) && !window.speechSynthesis?.getVoices().length);
  if (!hasButton) return;
  const places = () => page.evaluate(() => [...document.querySelectorAll('main *')].filter((e) => !e.closest('nav')).map((e) => e.offsetTop).join());
  const before = await places();
  await page.click('#speak');
  const isSaid = () => {
    const said = document.querySelector('#live')?.textContent;
    const shows = (e) => e.textContent === said || getComputedStyle(e, '::after').content.includes(said);
    return Boolean(said) && [...document.querySelectorAll('main *')].some((e) => shows(e) && e.getClientRects().length);
  };
  const answered = await page.waitForFunction(isSaid, null, { timeout: 2000 }).catch(() => null);
  if (!answered) note('speech', 'a press on 朗读正文 without a voice is not answered');
  else if ((await places()) !== before) note('speech', 'the answer to 朗读正文 moves the page');
}

function tell(log, note, where = '') {
  for (const error of log.errors) note(/Content Security Policy/.test(error) ? 'csp' : 'console', where + error);
  for (const asked of log.foreign) note('third-party', where + asked);
  for (const failed of log.failed) note('request', where + failed);
}

/** Opens one page in all the ways there are. */
export async function look(browser, site, server, { file, kind }, shots, find) {
  const note = (check, detail) => find(file, check, detail);
  const path = file.split('/').map(encodeURIComponent).join('/');
  const isRedirect = kind === 'redirect';
  const notFound = kind === '404';
  const address = notFound ? `${server.origin}${baseOf(site)}no/such/page` : `${server.origin}${BELOW}${path}`;
  const options = { stay: isRedirect, notFound, origin: server.origin };
  const shot = async (page, name) => {
    if (shots) await page.screenshot({ path: join(shots, `${file.replaceAll('/', '_')}.${name}.png`) }).catch(() => {});
  };
  const { page, log, close } = await visit(browser, address, options);
  const full = await page.evaluate(content);
  const served = await page.evaluate(shape);
  if (full.heading !== 1) note('html', `${full.heading} headings of the first level are seen`);
  if (isRedirect) {
    await accessibility(page, 'plain', note);
    tell(log, note);
    return close();
  }
  await shift(page, 'plain', note);
  await states(page, note, shot);
  await narrow(page, note, shot);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await keyboard(page, note);
  await speech(page, note);
  await checkPrint(page, kind, file, shots, note);
  for (const violation of await page.evaluate(() => window.auditPolicy)) note('csp', violation);
  tell(log, note);
  await close();
  if (kind === 'search') await checkSearch(browser, address, server.origin, titlesOf(site), note);
  await withoutScripts(browser, address, { ...options, scripts: false }, full, note);
  if (!notFound) await fromDisk(browser, pathToFileURL(join(site.folder, file)).href, served, note);
}

async function states(page, note, shot) {
  for (const { name, media = {}, prefs, width = 1280 } of STATES) {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference', ...media });
    await page.setViewportSize({ width, height: width < 500 ? 740 : 900 });
    const wanted = prefs ? JSON.stringify(prefs) : '{}';
    const had = await page.evaluate((now) => {
      const had = localStorage.getItem('prefs') ?? '{}';
      localStorage.setItem('prefs', now);
      return had;
    }, wanted);
    if (had !== wanted) {
      await page.reload();
      await settled(page);
      await shift(page, name, note);
    }
    await accessibility(page, name, note);
    if (width < 500) await sideways(page, `${name} at ${width}`, note);
    await shot(page, name.replace(/\W.*/, ''));
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference' });
  await page.evaluate(() => localStorage.clear());
}

async function narrow(page, note, shot) {
  for (const width of [320, 768, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await page.reload();
    await settled(page);
    await sideways(page, `${width} px`, note);
    await shift(page, `${width} px`, note);
  }
  for (const element of await page.evaluate(small)) note('target', `less than 44 px at 360 px: ${element}`);
  await shot(page, 'phone');
  for (const [name, css] of [
    ['large text', 'html{font-size:125%!important}'],
    ['text at 200 %', 'html{font-size:200%!important}'],
    // WCAG 1.4.12.
    ['wide spacing', '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}'],
  ]) {
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, css);
    await sideways(page, `${name}, 360 px`, note);
  }
}

async function withoutScripts(browser, address, options, full, note) {
  const { page, log, close } = await visit(browser, address, options);
  const left = await page.evaluate(content);
  if (left.heading !== 1 || left.text < full.text * 0.9 - 40) note('no-js', `${left.text} of ${full.text} characters are left`);
  if (full.links && !left.links) note('no-js', 'no navigation');
  for (const name of left.dead) note('no-js', `does nothing: ${name}`);
  tell(log, note, '[no scripts] ');
  await close();
}

/** Runs in the page: enough of its look to tell whether its style sheets are there. */
function shape() {
  const [body, heading] = [document.body, document.querySelector('h1')];
  const { left, width } = heading.getBoundingClientRect();
  return [getComputedStyle(body).fontFamily, getComputedStyle(body).margin, getComputedStyle(heading).fontSize, left, width].join(' ');
}

async function fromDisk(browser, address, served, note) {
  const { page, log, close } = await visit(browser, address);
  const found = await page.evaluate(shape);
  if (found !== served) note('file', `looks otherwise than from a server: ${found} instead of ${served}`);
  tell(log, note, '[file://] ');
  await close();
}

/** Titles of two reports to search for. */
function titlesOf(site) {
  const titles = [...site.pages.values()].map((html) => html.match(/<meta name="ArticleTitle" content="([^"&<]{1,40})">/)?.[1]);
  const [first, second = first?.slice(0, 1)] = titles.filter(Boolean);
  // A search of a site without reports answers nothing, and is told.
  return first ? [first, second] : ['公开', '工作'];
}

/** Where the 404 page takes the root of the site to be. */
function baseOf(site) {
  return site.pages.get('404.html').match(/href="(\/(?:[^"]*\/)?)assets\//)?.[1] ?? '/';
}
