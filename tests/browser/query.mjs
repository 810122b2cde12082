// The page of the search as readers use it: asked for words that it must find, asked again, gone back from, printed.

import { settled, visit } from './browser.mjs';

/** Runs in the page: what the reader sees of question and answer. */
function answer() {
  const seen = (element) => element.getClientRects().length > 0;
  return {
    field: document.querySelector('#q')?.value,
    said: document.querySelector('#result-n')?.textContent ?? '',
    found: [...document.querySelectorAll('#results li')].filter(seen).length,
    controls: [...document.querySelectorAll('main button, main input, main select')].filter(seen).length,
  };
}

async function answered(page) {
  const isThere = () => document.querySelector('#results li') && !/正在/.test(document.querySelector('#result-n').textContent);
  await page.waitForFunction(isThere, null, { timeout: 5000 });
  await settled(page);
  return page.evaluate(answer);
}

async function ask(page, words) {
  await page.fill('#q', words);
  await Promise.all([page.waitForNavigation(), page.press('#q', 'Enter')]);
  return answered(page);
}

/** `titles` are those of two reports of the site, or what two questions else must find. */
export async function checkSearch(browser, address, origin, titles, note) {
  const { page, log, close } = await visit(browser, address, { origin });
  try {
    const [first] = [await ask(page, titles[0]), await ask(page, titles[1])];
    await page.goBack();
    const again = await answered(page);
    if (again.field !== titles[0] || again.said !== first.said) note('search', `back at “${titles[0]}”, the field says “${again.field}”`);
    await page.goto(`${address}?q=${encodeURIComponent(titles[0])}&page=999`);
    if (!(await answered(page)).found) note('search', 'a page beyond the last one is empty');
    await page.emulateMedia({ media: 'print' });
    const { controls } = await page.evaluate(answer);
    if (controls) note('search', `${controls} controls are printed with the results`);
  } catch (error) {
    note('search', `no answer: ${error.message}`);
  }
  for (const error of log.errors) note('console', `[search] ${error}`);
  await close();
}
