// One visit of one page in Chromium, with everything that the page asks for, complains about or moves noted down.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
];

export async function launch() {
  const found = (name) => {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      return '';
    }
  };
  const executablePath = process.env.CHROMIUM || found('chromium') || found('google-chrome');
  if (!executablePath) throw new Error('no Chromium: install it, or name it in $CHROMIUM');
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Runs in the page before anything else. */
function listen() {
  window.auditShift = 0;
  window.auditPolicy = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.auditShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  document.addEventListener('securitypolicyviolation', (event) => window.auditPolicy.push(`${event.violatedDirective} ${event.blockedURI}`));
}

/**
 * Opens a page. `stay` keeps a redirecting page from leaving; `notFound` says that the server answers 404 on purpose.
 */
export async function visit(browser, address, { width = 1280, scripts = true, stay = false, notFound = false, origin = '' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 740 : 900 }, javaScriptEnabled: scripts, locale: 'zh-CN', colorScheme: 'light',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  const log = { errors: new Set(), foreign: new Set(), failed: new Set() };
  let opened = false;
  await context.route('**/*', (route) => {
    const request = route.request();
    const asked = request.url();
    // 204: there is nothing to go to, so the page stays.
    if (request.isNavigationRequest() && opened && stay) return route.fulfill({ status: 204 });
    if (request.isNavigationRequest()) opened = true;
    if (/^(file|data|blob|about):/.test(asked) || (origin && asked.startsWith(`${origin}/`))) {
      return asked.endsWith('/favicon.ico') ? route.fulfill({ status: 204 }) : route.continue();
    }
    log.foreign.add(asked);
    return route.abort();
  });
  page.on('console', (message) => {
    const isMeant = notFound && /404/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !isMeant) log.errors.add(message.text());
  });
  page.on('pageerror', (error) => log.errors.add(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400 && !(notFound && response.request().isNavigationRequest())) log.failed.add(`${response.status()} ${response.url()}`);
  });
  if (scripts) await page.addInitScript(listen);
  await page.goto(address, { waitUntil: stay ? 'commit' : 'load' });
  if (stay) await page.waitForSelector('h1', { state: 'attached' });
  // Without scripts no frame would ever be told of.
  if (scripts) await settled(page);
  return { page, log, close: () => context.close() };
}

/** Two frames after the fonts are there, all that a load moves has moved. */
export async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }).catch(() => {});
}
