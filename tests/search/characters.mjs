// Writes a site whose reports hold every character of Unicode's first plane that a text may hold, for `prove.mjs --characters`.
//
//     node tests/search/characters.mjs DIR
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const reports = join(folder, "reports", "示例栏目");
mkdirSync(reports, { recursive: true });
writeFileSync(join(folder, "site.toml"), 'title = "示例"\n[org]\nname = "示例街道办事处"\n');
const each = 1024;
for (let first = 0; first < 0x10000; first += each) {
  const lines = [];
  for (let code = first; code < first + each; code++) {
    // Halves of characters, and characters that end a line of a text.
    if ((code >= 0xd800 && code <= 0xdfff) || code === 0 || code === 10 || code === 13) continue;
    const c = String.fromCharCode(code);
    // Behind a character of its own, so that no two lines give one term. A backslash takes its meaning for Markdown from a mark.
    lines.push(`${String.fromCharCode(0x4e00 + code % each)}${/[!-\/:-@[-`{-~]/.test(c) ? "\\" : ""}${c}`);
  }
  if (lines.length) writeFileSync(join(reports, `2024-01-01-${first}.md`), `+++\ntitle = "字符${first}"\ndate = 2024-01-01\n+++\n\n${lines.join("\n\n")}\n`);
}
