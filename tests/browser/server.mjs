// Serves a site from the root and below a path, as offices do that have no server of their own.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export const BELOW = '/a/b/';
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
  '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.woff2': 'font/woff2', '.pdf': 'application/pdf',
};

export async function serve(site) {
  const server = createServer((request, response) => {
    let path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    path = path.startsWith(BELOW) ? path.slice(BELOW.length) : path.slice(1);
    if (path === '' || path.endsWith('/')) path += 'index.html';
    const found = site.files.has(path);
    const answer = found ? path : site.files.has('404.html') ? '404.html' : null;
    response.writeHead(found ? 200 : 404, { 'content-type': TYPES[extname(answer ?? '.txt')] ?? 'application/octet-stream' });
    response.end(answer ? readFileSync(join(site.folder, answer)) : 'nothing here');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
