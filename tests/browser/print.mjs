// A page on paper, measured in the PDF: A4, a number on every page, and for the text of a report the grid of GB/T 9704-2012, 22 lines
// of 28 characters.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const A4 = { width: 595.3, height: 841.9 };
/** Top and bottom of the type area (版心) in points: 37 mm and 225 mm below it, with a tolerance of a third of a line. */
const TOP = 104.9 - 10;
const BOTTOM = 104.9 + 637.8 + 10;
const LINES = 22;
const CHARACTERS = 28;

/** Pages of a PDF as lists of lines. */
function read(pdf) {
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  try {
    writeFileSync(join(folder, 'a.pdf'), pdf);
    const text = execFileSync('pdftotext', ['-bbox-layout', join(folder, 'a.pdf'), '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return text.split('<page ').slice(1).map((page) => {
      const [width, height] = ['width', 'height'].map((name) => Number(page.match(new RegExp(`${name}="([\\d.]+)"`))[1]));
      const lines = page.split('<line ').slice(1).map((line) => ({
        top: Number(line.match(/yMin="(-?[\d.]+)"/)[1]),
        bottom: Number(line.match(/yMax="(-?[\d.]+)"/)[1]),
        text: [...line.matchAll(/<word[^>]*>([^<]*)<\/word>/g)].map((word) => word[1]).join(''),
      }));
      return { width, height, lines };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function checkPrint(page, kind, file, shots, note) {
  // Thousands of rows on paper tell no more than hundreds.
  if ((await page.evaluate(() => document.body.innerHTML.length)) > 400_000) return;
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (shots && kind === 'report') writeFileSync(join(shots, `${file.replaceAll('/', '_')}.pdf`), pdf);
  const sheets = read(pdf);
  if (sheets.some(({ width, height }) => Math.abs(width - A4.width) > 2 || Math.abs(height - A4.height) > 2)) note('print', 'not A4');
  sheets.forEach(({ lines }, at) => {
    const foot = lines.filter((line) => line.top > BOTTOM - 20).map((line) => line.text).join('');
    if (!foot.includes(`—${at + 1}—`)) note('print', `sheet ${at + 1} of ${sheets.length} has no “— ${at + 1} —” at its foot`);
  });
  await page.emulateMedia({ media: 'print' });
  const seen = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length).length;
    const prose = document.querySelector('.prose');
    const isText = prose && [...prose.children].every((e) => e.localName === 'p' && !e.children.length) && prose.innerText.length > 3000;
    return { navigation: shown('nav'), controls: shown('button, input, select'), heading: shown('h1'), isText };
  });
  await page.emulateMedia({ media: 'screen' });
  if (seen.heading !== 1) note('print', 'the title is not printed');
  if (seen.controls) note('print', `${seen.controls} controls are printed`);
  if (kind === 'report' && seen.navigation) note('print', `${seen.navigation} blocks of navigation are printed`);
  if (kind === 'report' && seen.isText) grid(sheets, note);
}

/** Sheets between the first and the last hold nothing but text; the last may end early, and so may the one before its footer. */
function grid(sheets, note) {
  const inner = sheets.slice(1, -2);
  if (!inner.length) return note('print', 'too few sheets to measure the grid');
  const counts = inner.map(({ lines }, at) => {
    const body = lines.filter((line) => line.top > TOP && line.bottom < BOTTOM && line.text);
    const longest = Math.max(0, ...body.map((line) => [...line.text].length));
    if (longest !== CHARACTERS) note('print', `sheet ${at + 2}: lines of up to ${longest} characters instead of ${CHARACTERS}`);
    return body.length;
  });
  if (counts.some((count) => count !== LINES)) note('print', `${counts.join(', ')} lines on the sheets of text instead of ${LINES}`);
}
